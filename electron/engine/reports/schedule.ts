import { type ShiftStarts, shiftStart } from '../../../shared/domain/index.ts';

/** Parts that came before the end of a shift are judged by then. */
const AFTER_END_MS = 2 * 60_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The shifts that ended since a time, the oldest first: no further back than reports are kept.
 *
 * @param after the end of the last shift that was dealt with; null gives the last shift alone
 */
export function dueShifts(asked: {
  readonly now: Date;
  readonly starts: ShiftStarts;
  readonly after: string | null;
  readonly keepDays: number;
}): { readonly from: string; readonly to: string }[] {
  const { now, starts, after, keepDays } = asked;
  const earliest = Math.max(Date.parse(after ?? '') || 0, now.getTime() - keepDays * DAY_MS);
  const due: { from: string; to: string }[] = [];
  let to = shiftStart(new Date(now.getTime() - AFTER_END_MS), starts);
  while (to.getTime() > earliest) {
    const from = shiftStart(new Date(to.getTime() - 1), starts);
    due.push({ from: from.toISOString(), to: to.toISOString() });
    if (after === null) break;
    to = from;
  }
  return due.reverse();
}
