import { describe, expect, it } from 'vitest';
import { colourPicture } from '../testing/pictures.fixture.ts';
import { type Nudge, nudged, turned } from './pixelTransforms.ts';

const SIDE = 24;
const pixels = colourPicture(SIDE, SIDE).values;
const still: Nudge = { degrees: 0, right: 0, down: 0, size: 1, light: 1 };

function pixelAt(values: Uint8Array, x: number, y: number): number[] {
  return [...values.subarray((y * SIDE + x) * 3, (y * SIDE + x) * 3 + 3)];
}

describe('an image turned by quarters', () => {
  it.each([
    [1, SIDE - 1 - 5, 2],
    [2, SIDE - 1 - 2, SIDE - 1 - 5],
    [3, 5, SIDE - 1 - 2],
  ])('has after %i what was at column 2, row 5 at column %i, row %i: clockwise', (quarters, x, y) => {
    expect(pixelAt(turned(pixels, SIDE, quarters), x, y)).toEqual(pixelAt(pixels, 2, 5));
  });

  it('is itself after four, and different after one, two and three', () => {
    expect(turned(pixels, SIDE, 4)).toEqual(pixels);
    const once = turned(pixels, SIDE, 1);
    expect(turned(once, SIDE, 1)).toEqual(turned(pixels, SIDE, 2));
    expect(turned(turned(once, SIDE, 1), SIDE, 1)).toEqual(turned(pixels, SIDE, 3));
    expect(once).not.toEqual(pixels);
  });
});

describe('an image that is moved a little', () => {
  it('is the same where it is not', () => {
    expect(nudged(pixels, SIDE, still)).toEqual(pixels);
  });

  it('moves right and down; what comes in is as the edge', () => {
    const moved = nudged(pixels, SIDE, { ...still, right: 3 / SIDE, down: 2 / SIDE });
    expect(pixelAt(moved, 10, 12)).toEqual(pixelAt(pixels, 7, 10));
    expect(pixelAt(moved, 0, 12)).toEqual(pixelAt(pixels, 0, 10));
  });

  it('turns clockwise as by quarters', () => {
    expect(nudged(pixels, SIDE, { ...still, degrees: 90 })).toEqual(turned(pixels, SIDE, 1));
  });

  it('grows about its middle', () => {
    const ramp = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => (Math.floor(i / 3) % SIDE) * 4);
    const larger = nudged(ramp, SIDE, { ...still, size: 2 });
    // 11.5 columns to the right of the middle there is now what was 5.75 to the right.
    expect(pixelAt(larger, SIDE - 1, 4)[0]).toBe((11.5 + 5.75) * 4);
  });

  it('is brighter, up to white', () => {
    const brighter = nudged(pixels, SIDE, { ...still, light: 1.2 });
    expect(pixelAt(brighter, 3, 4)).toEqual(
      pixelAt(pixels, 3, 4).map((value) => Math.min(255, Math.round(value * 1.2))),
    );
  });
});
