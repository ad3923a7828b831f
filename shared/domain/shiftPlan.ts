import { z } from 'zod';

const timeOfDaySchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** A time of day (local, "HH:MM") at which a shift begins: every day, or on some days of the week, and by a name. */
export const shiftBeginningSchema = z.union([
  timeOfDaySchema,
  z.object({
    at: timeOfDaySchema,
    name: z.string().trim().min(1).max(40).optional(),
    /** 1 is Monday, 7 is Sunday; every day where there are none. */
    days: z.array(z.int().min(1).max(7)).min(1).max(7).optional(),
  }),
]);
export type ShiftBeginning = z.infer<typeof shiftBeginningSchema>;

/** When shifts begin, in any order. Each goes on until the next one begins: over a weekend too. Without any, the day is one shift. */
export type ShiftStarts = readonly ShiftBeginning[];

/** A beginning with all that it says. */
export interface PlannedShift {
  readonly at: string;
  readonly name: string | null;
  readonly days: readonly number[];
}

export const WEEK: readonly number[] = [1, 2, 3, 4, 5, 6, 7];

export function plannedShift(beginning: ShiftBeginning): PlannedShift {
  if (typeof beginning === 'string') return { at: beginning, name: null, days: WEEK };
  const { at, name = null, days = WEEK } = beginning;
  return { at, name, days };
}

/** Whether two shifts begin at one time of one day. */
export function haveOneBeginning(starts: ShiftStarts): boolean {
  const times = starts.map(plannedShift).flatMap(({ at, days }) => days.map((day) => `${day} ${at}`));
  return new Set(times).size < times.length;
}
