import { describe, expect, it } from 'vitest';
import { forecastOf, type MeasuredHour } from './measureTrend.ts';

const NOW = 500_000;
const RANGE = { low: 85, high: 115 };

/** Eight hours of each of so many days, the newest last, whose brightness is `of(day)`; day 0 is today. */
function days(count: number, of: (day: number) => number): MeasuredHour[] {
  return Array.from({ length: count }, (_, index) => index - count + 1).flatMap((day) =>
    Array.from({ length: 8 }, (_, hour) => ({
      hour: NOW + 24 * day - hour,
      count: 100,
      value: of(day) + 2 * Math.sin(hour),
    })),
  );
}

describe('a measure that leaves the range of the good images', () => {
  it('is foreseen days before, at the pace of the last days', () => {
    // A lamp that loses a level and a half a day, and is at 91 today.
    const dying = days(6, (day) => 91 - 1.5 * day);
    const forecast = forecastOf(dying, RANGE, 100, NOW);
    expect(forecast?.side).toBe('low');
    expect(forecast?.perDay).toBeCloseTo(-1.5, 9);
    expect(Math.abs((forecast?.days ?? 0) - 4)).toBeLessThan(1);
    expect(
      forecastOf(
        days(6, (day) => 109 + 1.5 * day),
        RANGE,
        100,
        NOW,
      )?.side,
    ).toBe('high');
  });

  it('is foreseen all the same with an odd day among ten', () => {
    const odd = days(10, (day) => (day === -4 ? 99 : 91 - day));
    expect(forecastOf(odd, RANGE, 100, NOW)?.perDay).toBeCloseTo(-1, 1);
  });

  it.each<[string, MeasuredHour[], typeof RANGE | { low: number | null; high: number | null }]>([
    ['it stays where it is', days(10, () => 91), RANGE],
    ['it goes up and down', days(10, (day) => 90 + 3 * (day % 2)), RANGE],
    ['it has only come a little way', days(10, (day) => 99 - 0.05 * day), RANGE],
    ['it gets there in more than a week', days(10, (day) => 97 - 0.5 * day), RANGE],
    ['there are only three days', days(3, (day) => 90 - 3 * day), RANGE],
    ['it is outside already', days(6, (day) => 80 - 3 * day), RANGE],
    ['it may be as small as it likes', days(6, (day) => 91 - 1.5 * day), { low: null, high: 115 }],
    [
      'its last images are of a month ago',
      days(6, (day) => 91 - 1.5 * day).map((one) => ({ ...one, hour: one.hour - 720 })),
      RANGE,
    ],
  ])('is not where %s', (_, hours, range) => {
    expect(forecastOf(hours, range, 100, NOW)).toBeNull();
  });
});
