/**
 * Whether something that is done every so often is due. What was done in the future was not: a clock that was ahead said so, and nobody waits for that
 * day.
 *
 * @param lastMs when it was done last; null for never
 */
export function isDue(lastMs: number | null, everyMs: number, nowMs: number): boolean {
  if (lastMs === null) return true;
  const ageMs = nowMs - lastMs;
  return ageMs >= everyMs || ageMs < 0;
}
