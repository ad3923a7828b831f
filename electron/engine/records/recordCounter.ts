import {
  type Decision,
  type DispositionState,
  decisionSchema,
  dispositionStateOf,
  type RecipeId,
  type Verdict,
  verdictSchema,
} from '../../../shared/domain/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';
import {
  boundsOf,
  COUNTED_COLUMNS,
  type CountedRecord,
  type CountedRecords,
  type CountedSpan,
  countedMs,
  HOUR_MS,
  isBypassed,
  isCounted,
  isLate,
  NOTHING_COUNTED,
} from './counting.ts';

/** The sum of one hour and one recipe, and what is said of all sums; the hour is null where there is none of those that were asked for. */
interface SumRow extends Readonly<Record<Verdict | Decision, number>> {
  readonly hour: number | null;
  readonly recipeId: RecipeId | '';
  readonly late: number;
  readonly bypassed: number;
  readonly images: number;
  /** The lowest and the highest number among its records. */
  readonly first: number;
  readonly last: number;
  /** Sums are of the records in (after, summedTo]; the newest record is `total`. */
  readonly after: number;
  readonly summedTo: number;
  readonly total: number;
  readonly decidedUpTo: number;
  readonly partsUpTo: number;
}

/** The clock of a camera may be ahead by less than this. One that is ahead by years must not fill the shifts of those years. */
const FILES_AHEAD_MS = 24 * HOUR_MS;
const PORTION = 5000;

/** Counts the records of a shift: whole hours by their sums, and one by one those of the hours in which it begins and ends, and what no sum has yet. */
export class RecordCounter {
  readonly #one: Statement<CountedRecord>;
  readonly #portion: Statement<CountedRecord>;
  readonly #sums: Statement<SumRow>;
  readonly #database: StationDatabase;

  constructor(database: StationDatabase) {
    this.#database = database;
    this.#one = database.prepare(`SELECT ${COUNTED_COLUMNS} FROM inspection WHERE sequence = ?`);
    this.#portion = database.prepare(
      `SELECT ${COUNTED_COLUMNS} FROM inspection WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ${PORTION}`,
    );
    this.#sums = database.prepare(
      `SELECT hour, recipe_id AS recipeId, pass, review, fail, error, ${decisionSchema.options.join(', ')}, late, bypassed, images, first, last,
         after, up_to AS summedTo, (SELECT COALESCE(MAX(sequence), 0) FROM inspection) AS total,
         (SELECT COALESCE(MAX(id), 0) FROM disposition) AS decidedUpTo,
         (SELECT COALESCE(MAX(change), 0) FROM part) AS partsUpTo
       FROM summed_records LEFT JOIN record_sum ON time = :by AND hour >= :firstHour AND hour < :endHour`,
    );
  }

  /** How many records of each verdict belong to a shift. Records that are written meanwhile are not among them. */
  count(span: CountedSpan): CountedRecords {
    // What is decided meanwhile must not be in one part of it and not in the other.
    this.#database.execute('BEGIN');
    try {
      return this.#count(span);
    } finally {
      this.#database.execute('COMMIT');
    }
  }

  #count(span: CountedSpan): CountedRecords {
    const { beginMs, endMs } = boundsOf(span);
    const hours = { firstHour: Math.floor(beginMs / HOUR_MS), endHour: Math.ceil(endMs / HOUR_MS) };
    const rows = this.#sums.all({ by: span.by, ...hours });
    const { after = 0, summedTo = 0, total = 0, decidedUpTo = 0, partsUpTo = 0 } = rows[0] ?? {};
    const counts: Record<Verdict, number> = { ...NOTHING_COUNTED.counts };
    const dispositions: Record<DispositionState, number> = { ...NOTHING_COUNTED.dispositions };
    const recipes = new Set<RecipeId>();
    let [lateOnes, bypassedOnes, allImages] = [0, 0, 0];
    const add = (recipeId: RecipeId | '' | null, verdict: Verdict, count: number): void => {
      counts[verdict] += count;
      if (count > 0 && recipeId) recipes.add(recipeId);
    };
    const before = this.#lastBefore(span.livedMs - (span.by === 'file' ? FILES_AHEAD_MS : 0), total);
    const addOneByOne = (from: number, upTo: number, isMeant = (_record: CountedRecord) => true): void => {
      for (const record of this.#recordsIn(Math.max(from, before), upTo))
        if (isCounted(record, span) && isMeant(record)) {
          allImages += 1;
          if (isLate(record)) lateOnes += 1;
          if (record.uncounted === 1) continue;
          if (isBypassed(record)) bypassedOnes += 1;
          add(record.recipeId, record.verdict, 1);
          const state = dispositionStateOf(record);
          if (state !== null) dispositions[state] += 1;
        }
    };

    addOneByOne(0, after);
    addOneByOne(summedTo, total);
    for (const { hour, recipeId, late, bypassed, images, first, last, ...sum } of rows) {
      if (hour === null) continue;
      const isWhole = hour * HOUR_MS >= beginMs && (hour + 1) * HOUR_MS <= endMs && first > before;
      if (isWhole) {
        for (const verdict of verdictSchema.options) add(recipeId, verdict, sum[verdict]);
        lateOnes += late;
        bypassedOnes += bypassed;
        allImages += images;
        dispositions.open += sum.review + sum.fail + sum.error;
        for (const decision of decisionSchema.options) {
          dispositions[decision] += sum[decision];
          dispositions.open -= sum[decision];
        }
      } else {
        const isOfSum = (record: CountedRecord): boolean =>
          (record.recipeId ?? '') === recipeId && Math.floor(countedMs(record, span.by) / HOUR_MS) === hour;
        addOneByOne(first - 1, last, isOfSum);
      }
    }
    return {
      counts,
      dispositions,
      recipes,
      late: lateOnes,
      bypassed: bypassedOnes,
      images: allImages,
      upTo: total,
      decidedUpTo,
      partsUpTo,
    };
  }

  /** The number of the last record before a time of operation, which grows with the numbers; 0 if there is none. */
  #lastBefore(livedMs: number, last: number): number {
    let [below, above] = [0, last + 1];
    while (above - below > 1) {
      const middle = Math.floor((below + above) / 2);
      const record = this.#one.get(middle);
      const middleMs = record === undefined ? 0 : (record.livedMs ?? Date.parse(record.recordedAt));
      if (middleMs < livedMs) below = middle;
      else above = middle;
    }
    return below;
  }

  *#recordsIn(after: number, upTo: number): Generator<CountedRecord> {
    for (let from = after; from < upTo; from += PORTION) yield* this.#portion.all(from, upTo);
  }
}
