import type { StationSettings, Verdict } from '../../../shared/domain/index.ts';
import type { Kernel, Work } from '../kernel/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';
import { COUNTED_COLUMNS, type CountedRecord, countedMs, HOUR_MS, isLate } from './counting.ts';

const TIMES: readonly StationSettings['shiftsBy'][] = ['arrival', 'judgement', 'file'];

/** Records of before that are added in one transaction: about a millisecond of work. */
const STEP = 200;
const STEP_EVERY_MS = 100;

type Sum = Record<'first' | 'last' | 'hour' | 'late' | Verdict, number> & Record<'time' | 'recipeId', string>;

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

  /** To be made before anything is recorded. */
  constructor(kernel: Kernel, stepEveryMs = STEP_EVERY_MS) {
    const { database } = kernel;
    this.#database = database;
    this.#work = kernel.work();
    this.#add = database.prepare(
      `INSERT INTO record_sum (time, hour, recipe_id, pass, review, fail, error, late, first, last)
       VALUES (:time, :hour, :recipeId, :pass, :review, :fail, :error, :late, :first, :last)
       ON CONFLICT DO UPDATE SET pass = pass + excluded.pass, review = review + excluded.review, fail = fail + excluded.fail,
         error = error + excluded.error, late = late + excluded.late, first = MIN(first, excluded.first), last = MAX(last, excluded.last)`,
    );
    this.#summed = database.prepare(
      'SELECT after, up_to AS upTo, (SELECT COALESCE(MAX(sequence), 0) FROM inspection) AS total FROM summed_records',
    );
    this.#earlier = database.prepare(
      `SELECT ${COUNTED_COLUMNS} FROM inspection WHERE sequence <= ? ORDER BY sequence DESC LIMIT ${STEP}`,
    );
    this.#moveEnd = database.prepare('UPDATE summed_records SET up_to = :number WHERE up_to = :number - 1');
    this.#moveBeginning = database.prepare('UPDATE summed_records SET after = ?');
    this.#beginAnewAfterSalvage();
    // One behind a gap stays to be counted one by one.
    kernel.recorders.register('sums', (record) => {
      if (this.#moveEnd.run({ number: record.number }) === 1) this.#addAll([record]);
    });
    // Should the disk be in trouble, the next start goes on: until then these are counted one by one.
    this.#work.do(async () => {
      while (this.#addEarlier()) if (!(await this.#work.pause(stepEveryMs))) return;
    });
  }

  stop(): Promise<void> {
    return this.#work.stop(0);
  }

  /** Who salvages records of a damaged database, or recovers it, knows nothing of sums. */
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
      this.#addAll(records);
      this.#moveBeginning.run((records.at(-1)?.number ?? 1) - 1);
      return true;
    });
  }

  #addAll(records: readonly CountedRecord[]): void {
    const sums = new Map<string, Sum>();
    for (const record of records) {
      const { number, verdict } = record;
      const recipeId = record.recipeId ?? '';
      for (const time of TIMES) {
        const hour = Math.floor(countedMs(record, time) / HOUR_MS);
        const key = `${time} ${hour} ${recipeId}`;
        const none = {
          time,
          hour,
          recipeId,
          pass: 0,
          review: 0,
          fail: 0,
          error: 0,
          late: 0,
          first: number,
          last: number,
        };
        const sum = sums.get(key) ?? none;
        sum[verdict] += 1;
        if (isLate(record)) sum.late += 1;
        sum.first = Math.min(sum.first, number);
        sum.last = Math.max(sum.last, number);
        sums.set(key, sum);
      }
    }
    for (const sum of sums.values()) this.#add.run(sum);
  }
}
