import {
  BYPASSED_CODE,
  type Decision,
  type Disposition,
  type DispositionState,
  type RecipeId,
  type StationSettings,
  shiftTime,
  type Verdict,
} from '../../../shared/domain/index.ts';
import { countedAs, countedErrorAs, type RecordedInspection } from '../storage/index.ts';

export type VerdictCounts = Readonly<Record<Verdict, number>>;
export type DispositionCounts = Readonly<Record<DispositionState, number>>;

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
  /** What was decided about those that did not pass. */
  readonly dispositions: DispositionCounts;
  /** The recipes that judged them; what none judged counts all the same. */
  readonly recipes: ReadonlySet<RecipeId>;
  /** How many images came later than their source's deadline. */
  readonly late: number;
  /** How many errors are parts that were not inspected because inspection was switched off. */
  readonly bypassed: number;
  /** How many there are: more than verdicts where parts have several views, or a part still waits for one. */
  readonly images: number;
  readonly upTo: number;
  /** The id of the last disposition that was there. */
  readonly decidedUpTo: number;
  /** The last change of a part that was there. */
  readonly partsUpTo: number;
}

export const NOTHING_COUNTED: CountedRecords = {
  counts: { pass: 0, review: 0, fail: 0, error: 0 },
  dispositions: { open: 0, confirmed: 0, released: 0, rework: 0, scrap: 0 },
  recipes: new Set(),
  late: 0,
  bypassed: 0,
  images: 0,
  upTo: 0,
  decidedUpTo: 0,
  partsUpTo: 0,
};

export type CountedRecord = Pick<
  RecordedInspection,
  'number' | 'recordedAt' | 'livedMs' | 'arrivedAt' | 'fileTime' | 'verdict' | 'recipeId' | 'lateMs'
> & {
  /** What was decided last; null where nobody has, and of a record that was just made. */
  readonly decision?: Decision | null;
  /** Why it was not judged; of a record that was read to be counted, its code. */
  readonly error?: RecordedInspection['error'];
  readonly errorCode?: string | null;
  /** A view of a part that counts as one: under the number of its first view, once it has a verdict. */
  readonly uncounted?: 0 | 1;
};

/** A part of several views has another verdict, or counts from now on. */
export interface PartChange {
  /** Counts the changes of all parts. */
  readonly change: number;
  /** As it was counted under the number of its first view; null where it did not count. */
  readonly before: CountedRecord | null;
  readonly after: CountedRecord | null;
}

/** A decision about a record, which says what held before. */
export interface MadeDisposition {
  readonly record: CountedRecord;
  readonly disposition: Disposition;
}

export const COUNTED_COLUMNS = `sequence AS number, recorded_at AS recordedAt, lived_ms AS livedMs, arrived_at AS arrivedAt, file_time AS fileTime,
  ${countedAs('verdict', 'decision')}, recipe_id AS recipeId, late_ms AS lateMs, ${countedErrorAs('errorCode')}`;

export function isLate({ lateMs }: Pick<RecordedInspection, 'lateMs'>): boolean {
  return lateMs !== null && lateMs > 0;
}

/** Whether it is an error for no other reason than that inspection was switched off: a part of which another view failed is not. */
export function isBypassed({
  verdict,
  error,
  errorCode,
}: Pick<CountedRecord, 'verdict' | 'error' | 'errorCode'>): boolean {
  return verdict === 'error' && (error?.code ?? errorCode) === BYPASSED_CODE;
}

/** What sums are of. */
export const HOUR_MS = 60 * 60 * 1000;
/** No image waits for so long to be judged: a clock that was set meanwhile says so. */
const LONGEST_WAIT_MS = 30 * 24 * HOUR_MS;

/**
 * The time by which a part counts, in milliseconds: for its arrival and its judgement the time of operation, for its file what the camera's clock said,
 * since 1970.
 */
export function countedMs(record: CountedRecord, by: CountedSpan['by']): number {
  const timeMs = Date.parse(shiftTime(record, by));
  if (by === 'file') return timeMs;
  const recordedMs = Date.parse(record.recordedAt);
  const waitedMs = recordedMs - timeMs;
  const isCredible = waitedMs >= 0 && waitedMs < LONGEST_WAIT_MS;
  // Up to version 0.1.0 the time of operation was what the clock said.
  return (record.livedMs ?? recordedMs) - (isCredible ? waitedMs : 0);
}

/** Where the times that count for a shift begin and end. */
export function boundsOf({ from, to, livedMs, by }: CountedSpan): { readonly beginMs: number; readonly endMs: number } {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  const beginMs = by === 'file' ? fromMs : livedMs;
  return { beginMs, endMs: beginMs + toMs - fromMs };
}

/** Whether a part belongs to a shift. */
export function isCounted(record: CountedRecord, span: CountedSpan): boolean {
  const { beginMs, endMs } = boundsOf(span);
  const timeMs = countedMs(record, span.by);
  return timeMs >= beginMs && timeMs < endMs;
}
