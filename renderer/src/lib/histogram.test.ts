import { expect, it } from 'vitest';
import { histogramOf } from './histogram.ts';

const drawn = { bars: 28, range: [0, 400], height: 100 } as const;

it('counts every value once, and shows what must be on the scale', () => {
  const values = Array.from({ length: 100 }, (_, index) => Math.sin(index));
  const { bars, ticks, at } = histogramOf(values, { ...drawn, domain: [-1.24, 3.24] });
  expect(Math.max(...bars.map(({ height }) => height))).toBe(100);
  expect(at(3)).toBeLessThan(400);
  expect(at(3)).toBeGreaterThan(at(1));
  expect(at(50)).toBe(400);
  expect(ticks.filter(Number.isInteger)).toEqual([-1, 0, 1, 2, 3]);
});

it('draws values that are all the same', () => {
  const { bars } = histogramOf([2, 2, 2], { ...drawn, domain: [1.94, 2.06] });
  expect(bars).toHaveLength(1);
  expect(bars[0]).toMatchObject({ height: 100 });
});
