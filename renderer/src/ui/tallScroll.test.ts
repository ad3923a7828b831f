import { expect, test } from 'vitest';
import { placeOf, scrolledHeight, scrolledTo } from './tallScroll.ts';

const ROW_PX = 86;
const viewportPx = 700;
const start = { scrollTop: 0, skippedPx: 0 };

test('rows that a browser can scroll through are never skipped', () => {
  const extent = { rowsPx: 5000 * ROW_PX, viewportPx };
  expect(scrolledHeight(extent.rowsPx)).toBe(430_000);
  expect(scrolledTo(start, 429_300, extent)).toEqual({ scrollTop: 429_300, skippedPx: 0 });
  expect(placeOf(1234 * ROW_PX, start, extent)).toEqual({ scrollTop: 1234 * ROW_PX, skippedPx: 0 });
});

test('of a million rows the ends of the bar are the first and the last, and a leap leads as far into them as down the bar', () => {
  const extent = { rowsPx: 1_000_000 * ROW_PX, viewportPx };
  const bottomPx = scrolledHeight(extent.rowsPx) - viewportPx;
  const end = scrolledTo(start, bottomPx, extent);
  expect(end.scrollTop + end.skippedPx).toBe(extent.rowsPx - viewportPx);
  const half = scrolledTo(end, bottomPx / 2, extent);
  expect((half.scrollTop + half.skippedPx) / (extent.rowsPx - viewportPx)).toBeCloseTo(0.5, 6);
  expect(scrolledTo(half, 0, extent)).toEqual(start);
});

test('of a million rows a step moves the rows by as much as the finger', () => {
  const extent = { rowsPx: 1_000_000 * ROW_PX, viewportPx };
  const from = scrolledTo(start, 4_000_000, extent);
  const to = scrolledTo(from, 4_000_300, extent);
  expect(to.scrollTop + to.skippedPx - (from.scrollTop + from.skippedPx)).toBe(300);
});

test.each([0, 1, 93_000, 499_999, 999_980, 999_991])('of a million rows number %i is reached from anywhere', (row) => {
  const extent = { rowsPx: 1_000_000 * ROW_PX, viewportPx };
  for (const from of [start, scrolledTo(start, 4_000_000, extent), scrolledTo(start, 7_999_300, extent)]) {
    const { scrollTop, skippedPx } = placeOf(row * ROW_PX, from, extent);
    expect(scrollTop + skippedPx).toBe(row * ROW_PX);
    expect(scrollTop).toBeGreaterThanOrEqual(0);
    expect(scrollTop).toBeLessThanOrEqual(scrolledHeight(extent.rowsPx) - viewportPx);
  }
});
