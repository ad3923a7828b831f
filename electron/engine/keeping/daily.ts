const HOUR_MS = 60 * 60 * 1000;
/** A day that summer time makes shorter is a day, and so is one of a machine that was asked a little earlier. */
const SHORTEST_DAY_MS = 20 * HOUR_MS;
/** A machine that is off at that time every day does it later. */
const LONGEST_DAY_MS = 44 * HOUR_MS;

/**
 * Whether what is done once a day, at a local time of day, is due: within the hour after that time, or where it was left out for nearly two days.
 *
 * @param at "HH:MM"
 * @param sinceMs since it was done last, in time of operation; null for never
 */
export function dailyDue(at: string, now: Date, sinceMs: number | null): boolean {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const begins = new Date(now);
  begins.setHours(hours, minutes, 0, 0);
  const afterMs = (now.getTime() - begins.getTime() + 24 * HOUR_MS) % (24 * HOUR_MS);
  if (sinceMs === null) return afterMs < HOUR_MS;
  return sinceMs >= LONGEST_DAY_MS || (sinceMs >= SHORTEST_DAY_MS && afterMs < HOUR_MS);
}
