import { assertNever } from './errors.ts';
import type { FeedItem } from './inspection.ts';
import type { NamedSpan } from './report.ts';
import { plannedShift, type ShiftStarts, WEEK } from './shiftPlan.ts';
import type { StationSettings } from './stationSettings.ts';

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
 * @returns the latest start at or before `now`, which may lie days back where some days have none
 */
export function shiftStart(now: Date, starts: ShiftStarts): Date {
  for (let day = 0; day >= -WEEK.length; day -= 1) {
    const found = startsOn(day, now, starts).findLast(({ start }) => start <= now);
    if (found !== undefined) return found.start;
  }
  return now;
}

/** When the next shift begins: the earliest start after `now`. */
export function shiftEnd(now: Date, starts: ShiftStarts): Date {
  for (let day = 0; day <= WEEK.length; day += 1) {
    const found = startsOn(day, now, starts).find(({ start }) => start > now);
    if (found !== undefined) return found.start;
  }
  return now;
}

/** What the shift that began at a time is called; null where it has no name, or none begins then any more. */
export function shiftName(began: Date, starts: ShiftStarts): string | null {
  return startsOn(0, began, starts).findLast(({ start }) => start.getTime() === began.getTime())?.name ?? null;
}

/** What the shift is called that a span shows from its beginning on, the whole of it or what has passed; null for any other span. */
export function shiftNameOfSpan(
  { from, to }: { readonly from: string; readonly to: string },
  starts: ShiftStarts,
): string | null {
  const began = new Date(from);
  return new Date(to) <= shiftEnd(began, starts) ? shiftName(began, starts) : null;
}

/** The starts of a day, counted from that of `now`, in their order. */
function startsOn(
  day: number,
  now: Date,
  starts: ShiftStarts,
): { readonly start: Date; readonly name: string | null }[] {
  const weekday = ((new Date(now.getFullYear(), now.getMonth(), now.getDate() + day).getDay() + 6) % 7) + 1;
  return (starts.length === 0 ? ['00:00'] : starts)
    .map(plannedShift)
    .filter(({ days }) => days.includes(weekday))
    .sort((first, second) => (first.at < second.at ? -1 : 1))
    .map(({ at, name }) => {
      const [hours = 0, minutes = 0] = at.split(':').map(Number);
      const start = new Date(now.getFullYear(), now.getMonth(), now.getDate() + day, hours, minutes);
      const isSkipped = start.getHours() !== hours || start.getMinutes() !== minutes;
      return { start: isSkipped ? clockChangeBefore(start) : start, name };
    });
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
