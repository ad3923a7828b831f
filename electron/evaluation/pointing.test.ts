import { describe, expect, it } from 'vitest';
import { PIXEL_SIDE } from './pixelFigures.ts';
import { isOnDefect, type PointedImage, pointingPercent } from './pointing.ts';

/** A defect in the middle half of an image: places 64 to 191 of each side. */
const mask = Uint8Array.from({ length: PIXEL_SIDE ** 2 }, (_, index) => {
  const places = [index % PIXEL_SIDE, Math.floor(index / PIXEL_SIDE)];
  return places.every((place) => place >= 64 && place < 192) ? 1 : 0;
});

const wide = { imageWidthPx: 2000, imageHeightPx: 1000 };
const hits = (mapMaximumX: number, mapMaximumY: number, size = wide) =>
  isOnDefect({ ...size, mapMaximumX, mapMaximumY }, mask);

describe('the highest place', () => {
  it('is on the defect inside the mask and up to 3 % of the longer side beside it', () => {
    expect(hits(0.5, 0.5)).toBe(true);
    // 60 px are 0.03 of the width and 0.06 of the height.
    expect([hits(0.221, 0.5), hits(0.219, 0.5)]).toEqual([true, false]);
    expect([hits(0.5, 0.809), hits(0.5, 0.811)]).toEqual([true, false]);
    const tall = { imageWidthPx: 1000, imageHeightPx: 2000 };
    expect([hits(0.191, 0.5, tall), hits(0.189, 0.5, tall)]).toEqual([true, false]);
  });

  it('is measured along a straight line from a corner', () => {
    // 40 px to the left of the corner and 40 above it are 57 px, 45 and 45 are 64.
    expect([hits(0.25 - 0.02, 0.25 - 0.04), hits(0.25 - 0.0225, 0.25 - 0.045)]).toEqual([true, false]);
  });

  it('is on no defect where none is marked', () => {
    expect(isOnDefect({ ...wide, mapMaximumX: 0.5, mapMaximumY: 0.5 }, new Uint8Array(PIXEL_SIDE ** 2))).toBe(false);
  });
});

describe('pointing', () => {
  const image = (score: number, onDefect: boolean): PointedImage => ({
    scores: { score, partDistance: 10 * score, patchScore: 0 },
    isOnDefect: onDefect,
  });
  const images = [image(9, true), image(8, true), image(7, true), image(6, false), image(1, false)];

  it('counts the images that fail by the score that the limit is of', () => {
    expect(pointingPercent(images, 'sigmaline', 5)).toBe(75);
    expect(pointingPercent(images, 'part', 5)).toBe(60);
  });

  it('does not apply where none fails', () => {
    expect(pointingPercent(images, 'sigmaline', 9)).toBeNull();
    expect(pointingPercent([], 'sigmaline', 0)).toBeNull();
  });
});
