import {
  type Decision,
  decisionSchema,
  type StationSettings,
  type Verdict,
  verdictSchema,
} from '../../../shared/domain/index.ts';
import type { Kernel, Work } from '../kernel/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';
import {
  COUNTED_COLUMNS,
  type CountedRecord,
  countedMs,
  HOUR_MS,
  isBypassed,
  isLate,
  type MadeDisposition,
  type PartChange,
} from './counting.ts';

const TIMES: readonly StationSettings['shiftsBy'][] = ['arrival', 'judgement', 'file'];

/** Records of before that are added in one transaction: about a millisecond of work. */
const STEP = 200;
const STEP_EVERY_MS = 100;

type Counted = Verdict | Decision | 'late' | 'bypassed' | 'images';
type Sum = Record<'first' | 'last' | 'hour' | Counted, number> & Record<'time' | 'recipeId', string>;

interface Change {
  readonly record: CountedRecord;
  readonly by: readonly (readonly [Counted, number])[];
}

const COUNTED: readonly Counted[] = [...verdictSchema.options, 'late', 'bypassed', 'images', ...decisionSchema.options];
const NONE = Object.fromEntries(COUNTED.map((name) => [name, 0])) as Record<Counted, number>;

/**
 * Keeps the sums of the records of each hour, by each of their times, and of each recipe. A record is added in its own transaction: a restart loses nothing and
 * counts nothing twice. What is not among them (records of an older version, or read from a damaged database) is counted one by one until it was added, in
 * small steps beside the work.
 */
export class RecordSums {
  readonly #database: StationDatabase;
  readonly #work: Work;
  readonly #add: Statement<never>;
  readonly #summed: Statement<{ after: number; upTo: number; total: number }>;
  readonly #earlier: Statement<CountedRecord>;
  readonly #moveEnd: Statement<never>;
  readonly #moveBeginning: Statement<never>;
  readonly #isView: Statement<{ record: number }>;

  /** To be made before anything is recorded. */
  constructor(kernel: Kernel, stepEveryMs = STEP_EVERY_MS) {
    const { database } = kernel;
    this.#database = database;
    this.#work = kernel.work();
    const columns = ['time', 'hour', 'recipe_id', ...COUNTED, 'first', 'last'];
    this.#add = database.prepare(
      `INSERT INTO record_sum (${columns.join(', ')})
       VALUES (:time, :hour, :recipeId, ${COUNTED.map((name) => `:${name}`).join(', ')}, :first, :last)
       ON CONFLICT DO UPDATE SET ${COUNTED.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')},
         first = MIN(first, excluded.first), last = MAX(last, excluded.last)`,
    );
    this.#summed = database.prepare(
      'SELECT after, up_to AS upTo, (SELECT COALESCE(MAX(sequence), 0) FROM inspection) AS total FROM summed_records',
    );
    this.#earlier = database.prepare(
      `SELECT ${COUNTED_COLUMNS} FROM inspection WHERE sequence <= ? ORDER BY sequence DESC LIMIT ${STEP}`,
    );
    this.#moveEnd = database.prepare('UPDATE summed_records SET up_to = :number WHERE up_to = :number - 1');
    this.#moveBeginning = database.prepare('UPDATE summed_records SET after = ?');
    this.#isView = database.prepare('SELECT record FROM part_view WHERE record = ?');
    this.#beginAnewAfterSalvage();
    // One behind a gap stays to be counted one by one.
    kernel.recorders.register('sums', (record) => {
      if (this.#moveEnd.run({ number: record.number }) !== 1) return;
      // A part counts when it changes.
      const uncounted = this.#isView.get(record.number) === undefined ? 0 : 1;
      this.#addAll([additionOf({ ...record, uncounted })]);
    });
    // Should the disk be in trouble, the next start goes on: until then these are counted one by one.
    this.#work.do(async () => {
      while (this.#addEarlier()) if (!(await this.#work.pause(stepEveryMs))) return;
    });
  }

  /** To be called in the transaction of the decisions. Those about records that are not summed yet are counted when these are. */
  decided(made: readonly MadeDisposition[]): void {
    const summed = made.filter(({ record }) => record.uncounted !== 1 && this.#isSummed(record.number));
    this.#addAll(
      summed.map(({ record, disposition: { decision } }) => ({
        record,
        by: [
          ...(record.decision ? [[record.decision, -1] as const] : []),
          ...(decision === 'undecided' ? [] : [[decision, 1] as const]),
        ],
      })),
    );
  }

  /** To be called in the transaction of the change. */
  partChanged({ before, after }: PartChange): void {
    const number = (after ?? before)?.number;
    if (number === undefined || !this.#isSummed(number)) return;
    this.#addAll([
      ...(before === null
        ? []
        : [{ record: before, by: verdictOf(before).map(([name, count]) => [name, -count] as const) }]),
      ...(after === null ? [] : [{ record: after, by: verdictOf(after) }]),
    ]);
  }

  stop(): Promise<void> {
    return this.#work.stop(0);
  }

  #isSummed(number: number): boolean {
    const { after = 0, upTo = 0 } = this.#summed.get() ?? {};
    return after < number && number <= upTo;
  }

  /** Who salvages records or dispositions of a damaged database, or recovers it, knows nothing of sums. */
  #beginAnewAfterSalvage(): void {
    this.#database.transaction(() => {
      const { upTo = 0, total = 0 } = this.#summed.get() ?? {};
      if (upTo === total) return;
      this.#database.execute(`DELETE FROM record_sum; UPDATE summed_records SET after = ${total}, up_to = ${total}`);
    });
  }

  /** @returns whether there are more */
  #addEarlier(): boolean {
    return this.#database.transaction(() => {
      const { after = 0 } = this.#summed.get() ?? {};
      if (after === 0) return false;
      const records = this.#earlier.all(after);
      this.#addAll(records.map(additionOf));
      this.#moveBeginning.run((records.at(-1)?.number ?? 1) - 1);
      return true;
    });
  }

  /** What the records of an hour change in its sums: written once for each hour. */
  #addAll(changes: readonly Change[]): void {
    const sums = new Map<string, Sum>();
    for (const { record, by } of changes) {
      const { number } = record;
      const recipeId = record.recipeId ?? '';
      for (const time of TIMES) {
        const hour = Math.floor(countedMs(record, time) / HOUR_MS);
        const key = `${time} ${hour} ${recipeId}`;
        const sum = sums.get(key) ?? { ...NONE, time, hour, recipeId, first: number, last: number };
        for (const [name, count] of by) sum[name] += count;
        sum.first = Math.min(sum.first, number);
        sum.last = Math.max(sum.last, number);
        sums.set(key, sum);
      }
    }
    for (const sum of sums.values()) this.#add.run(sum);
  }
}

/** A record that was not counted before. */
function additionOf(record: CountedRecord): Change {
  const verdict = record.uncounted === 1 ? [] : verdictOf(record);
  return { record, by: [...verdict, ['late', isLate(record) ? 1 : 0], ['images', 1]] };
}

function verdictOf(record: CountedRecord): (readonly [Counted, number])[] {
  const { verdict, decision = null } = record;
  const isDecided = verdict !== 'pass' && decision !== null;
  return [[verdict, 1], ['bypassed', isBypassed(record) ? 1 : 0], ...(isDecided ? [[decision, 1] as const] : [])];
}
