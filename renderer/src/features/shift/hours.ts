import type { TrendPoint } from '../../../../shared/contract/index.ts';

/** What did not pass in an hour of a shift, beside the same hour of the shift before. */
export interface Hour {
  readonly at: string;
  readonly review: number;
  readonly fail: number;
  readonly error: number;
  /** Parts that did not pass as many hours after the beginning of the shift before; null where that has no such hour. */
  readonly before: number | null;
}

const HOUR_MS = 3_600_000;
/** A shift of more hours is a day without shifts, or longer. */
const MOST_HOURS = 24;

/** The hours of a shift up to `toMs`, those without parts included. @param points by the hour, of both shifts */
export function hoursOf(
  points: readonly TrendPoint[],
  pointsBefore: readonly TrendPoint[],
  { fromMs, toMs, beforeMs }: { readonly fromMs: number; readonly toMs: number; readonly beforeMs: number | null },
): Hour[] {
  const at = new Map(points.map((point) => [Date.parse(point.label), point]));
  const before = new Map(pointsBefore.map((point) => [Date.parse(point.label), notPassed(point)]));
  const first = wholeHour(fromMs);
  const count = Math.min(MOST_HOURS, Math.max(1, Math.ceil((toMs - first) / HOUR_MS)));
  return Array.from({ length: count }, (_, index) => {
    const verdicts = at.get(first + index * HOUR_MS)?.verdicts;
    return {
      at: new Date(first + index * HOUR_MS).toISOString(),
      review: verdicts?.review ?? 0,
      fail: verdicts?.fail ?? 0,
      error: verdicts?.error ?? 0,
      before: beforeMs === null ? null : (before.get(wholeHour(beforeMs) + index * HOUR_MS) ?? 0),
    };
  });
}

/** From the beginning of a shift to its end, or to now while it runs; one that began this moment is a span all the same. */
export function spanOf(
  shift: { readonly from: string; readonly to: string | null },
  nowMs: number,
): { readonly from: string; readonly to: string } {
  const { from, to } = shift;
  return { from, to: to ?? new Date(Math.max(nowMs, Date.parse(from) + 1)).toISOString() };
}

/** Where the scale of the bars ends: a whole number of parts that reads well. */
export function topOf(hours: readonly Hour[]): number {
  const most = Math.max(
    1,
    ...hours.map(({ review, fail, error, before }) => Math.max(review + fail + error, before ?? 0)),
  );
  const step = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 3, 4, 5, 6, 8, 10].map((each) => each * step).find((top) => top >= most) ?? most;
}

function notPassed({ verdicts }: TrendPoint): number {
  return verdicts.review + verdicts.fail + verdicts.error;
}

/** Local time has whole hours where the world's has them, or half of them. */
function wholeHour(timeMs: number): number {
  return new Date(timeMs).setMinutes(0, 0, 0);
}
