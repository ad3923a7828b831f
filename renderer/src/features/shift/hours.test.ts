import { describe, expect, it } from 'vitest';
import type { TrendPoint } from '../../../../shared/contract/index.ts';
import { EVERY_RECORD } from '../../../../shared/domain/index.ts';
import { type Hour, hoursOf, spanOf, topOf } from './hours.ts';

const at = (hour: number, minutes = 0): number => new Date(2026, 10, 29, hour, minutes).getTime();

function point(hour: number, fail: number, review = 0, error = 0): TrendPoint {
  const dispositions = { open: 0, confirmed: 0, released: 0, rework: 0, scrap: 0 };
  const label = new Date(at(hour)).toISOString();
  return { label, filter: EVERY_RECORD, verdicts: { pass: 90, review, fail, error }, dispositions, score: null };
}

describe('the hours of a shift', () => {
  it('hold what did not pass, and nothing where nothing came', () => {
    const hours = hoursOf([point(6, 3, 2, 1), point(8, 4)], [], { fromMs: at(6), toMs: at(9), beforeMs: null });
    expect(hours.map(({ review, fail, error }) => [review, fail, error])).toEqual([
      [2, 3, 1],
      [0, 0, 0],
      [0, 4, 0],
    ]);
    expect(hours.map(({ before }) => before)).toEqual([null, null, null]);
  });

  it('stand beside those of the shift before, counted from its beginning', () => {
    const before = [point(22 - 24, 7), point(23 - 24, 1, 1)];
    const hours = hoursOf([point(6, 3)], before, { fromMs: at(6), toMs: at(8, 30), beforeMs: at(22 - 24) });
    expect(hours.map((hour) => hour.before)).toEqual([7, 2, 0]);
  });

  it('begin with the hour in which the shift began, and show the running one', () => {
    expect(hoursOf([], [], { fromMs: at(5, 30), toMs: at(5, 40), beforeMs: null })).toHaveLength(1);
    expect(
      hoursOf([], [], { fromMs: at(5, 30), toMs: at(7, 10), beforeMs: null }).map((hour) => Date.parse(hour.at)),
    ).toEqual([at(5), at(6), at(7)]);
  });
});

describe('the scale of the hours', () => {
  const hour = (fail: number, before: number | null = null): Hour => ({ at: '', review: 0, fail, error: 0, before });

  it.each([
    [[], 1],
    [[hour(0)], 1],
    [[hour(3), hour(1)], 3],
    [[hour(7)], 8],
    [[hour(27)], 30],
    [[hour(3, 12)], 20],
    [[hour(100)], 100],
    [[hour(101)], 200],
  ])('of %o ends at %d', (hours, top) => {
    expect(topOf(hours)).toBe(top);
  });
});

describe('the span of a shift', () => {
  const from = '2026-11-29T06:00:00.000Z';

  it.each([
    ['ends with it', '2026-11-29T14:00:00.000Z', '2026-11-29T15:00:00.000Z', '2026-11-29T14:00:00.000Z'],
    ['ends now while it runs', null, '2026-11-29T07:00:00.000Z', '2026-11-29T07:00:00.000Z'],
    ['is never empty, also where a clock is behind', null, '2026-11-29T05:59:59.000Z', '2026-11-29T06:00:00.001Z'],
  ])('%s', (_, to, now, end) => {
    expect(spanOf({ from, to }, Date.parse(now))).toEqual({ from, to: end });
  });
});
