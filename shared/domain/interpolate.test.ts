import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpolate } from './interpolate.ts';

function mapOf(
  width: number,
  height: number,
  valueAt: (x: number, y: number) => number,
): { width: number; height: number; values: number[] } {
  const values = Array.from({ length: width * height }, (_, cell) => valueAt(cell % width, Math.floor(cell / width)));
  return { width, height, values };
}

describe('the interpolation of an anomaly map', () => {
  it('leaves an even map even', () => {
    const { values } = interpolate(
      mapOf(6, 4, () => 3.25),
      60,
      40,
    );
    expect(Math.min(...values)).toBeCloseTo(3.25, 6);
    expect(Math.max(...values)).toBeCloseTo(3.25, 6);
  });

  it('shows the recorded value at the centre of every cell', () => {
    const map = mapOf(5, 3, (x, y) => Math.sin(3 * x + 7 * y) * 4);
    const enlargement = 9;
    const { values } = interpolate(map, map.width * enlargement, map.height * enlargement);
    for (let y = 0; y < map.height; y++) {
      for (let x = 0; x < map.width; x++) {
        const centre = (y * enlargement + 4) * map.width * enlargement + x * enlargement + 4;
        expect(values[centre]).toBeCloseTo(map.values[y * map.width + x]!, 5);
      }
    }
  });

  it('follows an even slope between cells', () => {
    const { values } = interpolate(
      mapOf(8, 1, (x) => x),
      80,
      1,
    );
    for (let pixel = 20; pixel < 60; pixel++) expect(values[pixel]).toBeCloseTo((pixel + 0.5) / 10 - 0.5, 5);
  });

  it('never makes up a value beyond those recorded', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: -50, max: 50, noNaN: true }), { minLength: 12, maxLength: 12 }), (cells) => {
        const { values } = interpolate({ width: 4, height: 3, values: cells }, 37, 23);
        expect(Math.max(...values)).toBeLessThanOrEqual(Math.max(...cells) + 1e-4);
        expect(Math.min(...values)).toBeGreaterThanOrEqual(Math.min(...cells) - 1e-4);
      }),
    );
  });

  it('keeps the place of what could not be judged: NaN stays NaN there', () => {
    const map = mapOf(4, 4, (x, y) => (x === 1 && y === 2 ? Number.NaN : 0));
    const { values } = interpolate(map, 40, 40);
    expect(values[25 * 40 + 15]).toBeNaN();
    expect(values[2 * 40 + 35]).toBe(0);
  });
});
