import { describe, expect, it } from 'vitest';
import { ignoredRuns, type Placement, placedPoint, placementOf, pointInSquare, runsOf } from './imageArea.ts';
import { interpolateOverImage } from './interpolate.ts';

describe('a placement', () => {
  it('leads from the square to the image and back, turned ones too', () => {
    const turned: Placement = [0.3, 0.4, -0.2, 0.5, 0.4, 0.1];
    for (const placement of [placementOf({ x: 0.25, y: 0.5, width: 0.5, height: 0.25 }), turned]) {
      const [u, v] = pointInSquare(placement, placedPoint(placement, [0.2, 0.7]));
      expect(u).toBeCloseTo(0.2, 12);
      expect(v).toBeCloseTo(0.7, 12);
    }
    expect(placedPoint(placementOf({ x: 0.25, y: 0.5, width: 0.5, height: 0.25 }), [1, 1])).toEqual([0.75, 0.75]);
  });

  it('puts a map where its square lies, a quarter turned where the part is', () => {
    const map = { width: 2, height: 2, values: [9, 0, 0, 0] };
    // The square's right goes down in the image, its down to the left.
    const placement: Placement = [0, 0.5, -0.5, 0, 1, 0.5];
    const { values } = interpolateOverImage(map, { placement, width: 8, height: 8, outside: -1 });
    expect(values[4 * 8 + 7]).toBe(9);
    expect([values[4 * 8 + 4], values[7 * 8 + 7], values[7 * 8 + 4]]).toEqual([0, 0, 0]);
    expect([values[0], values[3 * 8 + 7], values[7 * 8 + 3]]).toEqual([-1, -1, -1]);
  });
});

describe('the runs of a mask', () => {
  it.each([
    ['0', [0, 0, 0]],
    ['1', [1, 1, 1]],
    ['both', [0, 0, 1, 1, 0, 1]],
  ])('hold what is ignored where that is %s', (_, pixels) => {
    const read = Array.from(pixels, () => 0);
    for (const [first, end] of ignoredRuns({ runs: runsOf(pixels) })) read.fill(1, first, end);
    expect(read).toEqual(pixels);
  });
});
