/** Clocks are changed at full quarters of an hour of UTC: within one, the system is asked once. */
const QUARTER_MS = 15 * 60_000;
let known = { quarter: Number.NaN, minutes: 0 };

/** Minutes from UTC to the clock on the wall of this machine. */
export function offsetOf(instant: Date): number {
  const quarter = Math.floor(instant.getTime() / QUARTER_MS);
  if (quarter !== known.quarter) known = { quarter, minutes: -instant.getTimezoneOffset() };
  return known.minutes;
}

/** The time that a clock on the wall shows, as if it were UTC. */
export function wallClock(instant: Date, offsetMinutes = offsetOf(instant)): Date {
  return new Date(instant.getTime() + offsetMinutes * 60_000);
}

/** ISO 8601 in local time, with milliseconds and the offset from UTC: 2026-11-02T11:00:00.000+01:00. */
export function localTime(instant: Date, offsetMinutes = offsetOf(instant)): string {
  return `${wallClock(instant, offsetMinutes).toISOString().slice(0, -1)}${offsetText(offsetMinutes)}`;
}

/** Local, in whole minutes, as `datetime-local` fields hold it: 2026-11-02T11:00. */
export function localMinute(instant: Date): string {
  return localTime(instant).slice(0, 'YYYY-MM-DDTHH:MM'.length);
}

/** The same as part of a file's name: 2026-11-02-1100. */
export function minuteInName(instant: Date): string {
  return localMinute(instant).replace('T', '-').replace(':', '');
}

/** "+01:00" */
export function offsetText(offsetMinutes: number): string {
  const distance = Math.abs(offsetMinutes);
  const twoDigits = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${offsetMinutes < 0 ? '-' : '+'}${twoDigits(distance / 60)}:${twoDigits(distance % 60)}`;
}
