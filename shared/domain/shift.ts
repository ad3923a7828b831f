/** Times of day (local, "HH:MM") at which a shift begins, in any order. */
export type ShiftStarts = readonly string[];

/**
 * When the shift that holds `now` began, in local time.
 *
 * @returns the latest start at or before `now`; yesterday's last one where today's first is still to come
 */
export function shiftStart(now: Date, starts: ShiftStarts): Date {
  const candidates = [0, -1].flatMap((dayOffset) =>
    starts.map((start) => {
      const [hours = 0, minutes = 0] = start.split(':').map(Number);
      return new Date(now.getFullYear(), now.getMonth(), now.getDate() + dayOffset, hours, minutes);
    }),
  );
  const past = candidates.filter((candidate) => candidate <= now).sort((a, b) => b.getTime() - a.getTime());
  return past[0] ?? new Date(now.getFullYear(), now.getMonth(), now.getDate());
}
