import { assertNever } from './errors.ts';
import type { FeedItem } from './inspection.ts';
import type { NamedSpan } from './report.ts';
import type { StationSettings } from './stationSettings.ts';

/** Times of day (local, "HH:MM") at which a shift begins, in any order. Without any, the day is one shift. */
export type ShiftStarts = readonly string[];

const MINUTE_MS = 60_000;

/** The time of a part by which it belongs to a shift. Records of version 0.1.0 know only when it was judged. */
export function shiftTime(
  { recordedAt, arrivedAt, fileTime }: Pick<FeedItem, 'recordedAt' | 'arrivedAt' | 'fileTime'>,
  by: StationSettings['shiftsBy'],
): string {
  switch (by) {
    case 'arrival':
      return arrivedAt ?? recordedAt;
    case 'judgement':
      return recordedAt;
    case 'file':
      return fileTime ?? recordedAt;
    default:
      return assertNever(by);
  }
}

/**
 * When the shift that holds `now` began, in local time.
 *
 * @returns the latest start at or before `now`; yesterday's last one where today's first is still to come
 */
export function shiftStart(now: Date, starts: ShiftStarts): Date {
  return startsOn([-1, 0], now, starts).findLast((start) => start <= now) ?? now;
}

/** When the next shift begins: the earliest start after `now`. */
export function shiftEnd(now: Date, starts: ShiftStarts): Date {
  return startsOn([0, 1], now, starts).find((start) => start > now) ?? now;
}

/** The starts of some days, counted from the one of `now`, in their order. */
function startsOn(days: readonly number[], now: Date, starts: ShiftStarts): Date[] {
  const times = starts.length === 0 ? ['00:00'] : [...starts].sort();
  return days.flatMap((day) =>
    times.map((time) => {
      const [hours = 0, minutes = 0] = time.split(':').map(Number);
      const start = new Date(now.getFullYear(), now.getMonth(), now.getDate() + day, hours, minutes);
      const isSkipped = start.getHours() !== hours || start.getMinutes() !== minutes;
      return isSkipped ? clockChangeBefore(start) : start;
    }),
  );
}

/**
 * When the clocks went forward before a time that they skipped. `Date` moves such a time behind the change (02:30 becomes 03:30), which would put
 * it after a start at 03:00: both shifts would hold the half hour between. The clock first shows 02:30 or later at the change itself.
 */
function clockChangeBefore(skipped: Date): Date {
  const [change, offset] = [new Date(skipped), skipped.getTimezoneOffset()];
  while (change.getTimezoneOffset() === offset) change.setTime(change.getTime() - MINUTE_MS);
  return new Date(change.getTime() + MINUTE_MS);
}

/** The hours that people call the night, local time. */
const NIGHT = { from: 22, to: 6 } as const;

/** A span of time by its name, [from, to). Before the night is over, the last one is the one that runs. */
export function namedSpan(name: NamedSpan, now: Date, starts: ShiftStarts): { readonly from: Date; readonly to: Date } {
  const began = shiftStart(now, starts);
  const day = (days: number, hours = 0): Date =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hours);
  switch (name) {
    case 'running-shift':
      return { from: began, to: now };
    case 'last-shift':
      return { from: shiftStart(new Date(began.getTime() - 1), starts), to: began };
    case 'last-night': {
      const morning = now.getHours() >= NIGHT.from ? 1 : 0;
      return { from: day(morning - 1, NIGHT.from), to: day(morning, NIGHT.to) };
    }
    case 'yesterday':
      return { from: day(-1), to: day(0) };
    default:
      return assertNever(name);
  }
}
