import { type RecipeId, type StationSettings, shiftTime, type Verdict } from '../../../shared/domain/index.ts';
import type { RecordedInspection, StationDatabase } from '../storage/index.ts';
import { createInspectionRecords, type NumberRange, type TimeRange } from './records.ts';

export type VerdictCounts = Readonly<Record<Verdict, number>>;

/** A shift: the parts whose time of one kind lies in [from, to). */
export interface CountedSpan {
  /** As the clock says it, ISO times. */
  readonly from: string;
  readonly to: string;
  /** The time of operation at which it began: what the clock said when a part was recorded may have been wrong. */
  readonly livedMs: number;
  readonly by: StationSettings['shiftsBy'];
}

/** What was counted, and the number of the last record that was there to be counted. */
export interface CountedRecords {
  readonly counts: VerdictCounts;
  /** The recipes that judged them; what none judged counts all the same. */
  readonly recipes: ReadonlySet<RecipeId>;
  /** How many came later than their source's deadline. */
  readonly late: number;
  readonly upTo: number;
}

export const NOTHING_COUNTED: CountedRecords = {
  counts: { pass: 0, review: 0, fail: 0, error: 0 },
  recipes: new Set(),
  late: 0,
  upTo: 0,
};

const DAY_MS = 24 * 60 * 60 * 1000;
/** No image waits for so long to be judged: a clock that was set meanwhile says so. */
const LONGEST_WAIT_MS = 30 * DAY_MS;
/** The clock of a camera may be ahead by less than this. One that is ahead by years must not fill the shifts of those years. */
const FILES_AHEAD_MS = DAY_MS;

/** Whether a part belongs to a shift. Its arrival and its judgement count by the time of operation, the time of its file as its camera said it. */
export function isCounted(record: CountedRecord, { from, to, livedMs, by }: CountedSpan): boolean {
  const time = shiftTime(record, by);
  if (by === 'file') return time >= from && time < to;
  const recordedMs = Date.parse(record.recordedAt);
  const waitedMs = recordedMs - Date.parse(time);
  const isCredible = waitedMs >= 0 && waitedMs < LONGEST_WAIT_MS;
  // Up to version 0.1.0 the time of operation was what the clock said.
  const sinceMs = (record.livedMs ?? recordedMs) - (isCredible ? waitedMs : 0) - livedMs;
  return sinceMs >= 0 && sinceMs < Date.parse(to) - Date.parse(from);
}

export type CountedRecord = Pick<
  RecordedInspection,
  'number' | 'recordedAt' | 'livedMs' | 'arrivedAt' | 'fileTime' | 'verdict' | 'recipeId' | 'lateMs'
>;

export function isLate({ lateMs }: Pick<RecordedInspection, 'lateMs'>): boolean {
  return lateMs !== null && lateMs > 0;
}

const PORTION = 5000;

/** What the reader's thread is asked about records. A query that may take long stands here; a page of the feed or a record takes none. */
export function recordQueries(database: StationDatabase) {
  const records = createInspectionRecords(database);
  const columns = `sequence AS number, recorded_at AS recordedAt, lived_ms AS livedMs, arrived_at AS arrivedAt, file_time AS fileTime, verdict,
    recipe_id AS recipeId, late_ms AS lateMs`;
  const one = database.prepare<CountedRecord>(`SELECT ${columns} FROM inspection WHERE sequence = ?`);
  const portion = database.prepare<CountedRecord>(
    `SELECT ${columns} FROM inspection WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ${PORTION}`,
  );

  /** The number of the last record before a time of operation, which grows with the numbers; 0 if there is none. */
  function lastBefore(livedMs: number, last: number): number {
    let [below, above] = [0, last + 1];
    while (above - below > 1) {
      const middle = Math.floor((below + above) / 2);
      const record = one.get(middle);
      const middleMs = record === undefined ? 0 : (record.livedMs ?? Date.parse(record.recordedAt));
      if (middleMs < livedMs) below = middle;
      else above = middle;
    }
    return below;
  }

  return {
    /** How many records of each verdict belong to a shift. Records that are written meanwhile are not among them. */
    'records.count': (span: CountedSpan): CountedRecords => {
      const upTo = records.total();
      const counts: Record<Verdict, number> = { ...NOTHING_COUNTED.counts };
      const recipes = new Set<RecipeId>();
      let late = 0;
      let after = lastBefore(span.livedMs - (span.by === 'file' ? FILES_AHEAD_MS : 0), upTo);
      for (;;) {
        const found = portion.all(after, upTo);
        for (const record of found.filter((record) => isCounted(record, span))) {
          counts[record.verdict] += 1;
          if (isLate(record)) late += 1;
          if (record.recipeId !== null) recipes.add(record.recipeId);
        }
        if (found.length < PORTION) return { counts, recipes, late, upTo };
        after += PORTION;
      }
    },
    'records.numbersIn': (range: TimeRange): NumberRange => records.numbersIn(range),
    'records.between': (asked: {
      readonly range: TimeRange;
      readonly numbers: NumberRange;
      readonly limit: number;
    }): RecordedInspection[] => records.between(asked.range, asked.numbers, asked.limit),
  };
}

export type Queries = ReturnType<typeof recordQueries>;
