import type { MeasureRange } from './imageTraits.ts';
import { median } from './median.ts';

/** The images of one hour, counted from 1970: how many there were, and the mean of a measure of theirs. */
export interface MeasuredHour {
  readonly hour: number;
  readonly count: number;
  readonly value: number;
}

export interface MeasureForecast {
  /** The end of its range that the measure heads for. */
  readonly side: 'low' | 'high';
  /** When it gets there at this pace. */
  readonly days: number;
  /** Where it is now by its trend, and by how much it changes in a day. */
  readonly value: number;
  readonly perDay: number;
}

const HOURS_A_DAY = 24;
/** Whole days, so that what the light does from morning to night is in each of them. */
const DAYS_LOOKED_AT = 14;
const LEAST_DAYS = 4;
/** So many of the pairs of days go the same way, and the measure has come so far of its way from the good images' mean. */
const AGREEING = 0.9;
const LEAST_WAY = 0.25;
/** What lies further ahead is no forecast. */
const FORESEEN_DAYS = 7;

/**
 * When a measure leaves its range at the pace of its last days: the median of the slopes between all pairs of days (Theil 1950, Sen 1968), so that a few odd
 * days change nothing.
 *
 * @param mean of the good images
 * @param nowHour the present hour, at which the newest day ends
 * @returns null where it does not leave it within a week, has left it already, or is not clearly on its way
 */
export function forecastOf(
  hours: readonly MeasuredHour[],
  { low, high }: MeasureRange,
  mean: number,
  nowHour: number,
): MeasureForecast | null {
  const days = daysOf(hours, nowHour);
  if (days.length < LEAST_DAYS) return null;
  const slopes = days.flatMap((late, index) =>
    days.slice(0, index).map((early) => (late.value - early.value) / (late.day - early.day)),
  );
  const perDay = median(slopes) ?? 0;
  const edge = perDay < 0 ? low : high;
  if (perDay === 0 || edge === null) return null;
  const agreeing = slopes.filter((slope) => Math.sign(slope) === Math.sign(perDay)).length / slopes.length;
  const value = median(days.map((one) => one.value - perDay * one.day)) ?? 0;
  const ahead = (edge - value) / perDay;
  const way = Math.abs(perDay) * ((days.at(-1)?.day ?? 0) - (days[0]?.day ?? 0));
  if (ahead <= 0 || ahead > FORESEEN_DAYS || agreeing < AGREEING || way < LEAST_WAY * Math.abs(edge - mean))
    return null;
  return { side: perDay < 0 ? 'low' : 'high', days: ahead, value, perDay };
}

/** The means of whole days, the oldest first; the newest is day 0. */
function daysOf(hours: readonly MeasuredHour[], nowHour: number): { readonly day: number; readonly value: number }[] {
  const days = Map.groupBy(hours, ({ hour }) => Math.floor((nowHour - hour) / HOURS_A_DAY));
  return [...days]
    .filter(([ago]) => ago >= 0 && ago < DAYS_LOOKED_AT)
    .sort(([one], [other]) => other - one)
    .map(([ago, own]) => {
      const count = own.reduce((sum, one) => sum + one.count, 0);
      return { day: -ago, value: own.reduce((sum, one) => sum + one.count * one.value, 0) / count };
    });
}
