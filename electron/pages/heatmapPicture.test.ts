import sharp from 'sharp';
import { expect, it } from 'vitest';
import { heatmapColour, type Placement, placementOf } from '../../shared/domain/index.ts';
import { heatmapPicture } from './heatmapPicture.ts';

const pixelsOf = async (width: number, height: number, values: Float32Array, placement: Placement | null = null) =>
  sharp(await heatmapPicture({ width, height, values }, placement))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });

it('draws a map in the colour scale: clear where parts are ordinary, strongest where nothing could be judged', async () => {
  const values = new Float32Array(64);
  values[7] = 40;
  values[63] = Number.NaN;
  const { data, info } = await pixelsOf(8, 8, values);
  const colourAt = (x: number, y: number): number[] => {
    const place = (y * info.width + x) * 4;
    return [...data.subarray(place, place + 4)];
  };
  const far = info.width - 1;
  const { red, green, blue, alpha } = heatmapColour(10);
  expect(colourAt(0, 0)[3]).toBe(0);
  expect(colourAt(far, 0)).toEqual([red, green, blue, alpha]);
  expect(colourAt(far, far)).toEqual([red, green, blue, alpha]);
});

it('is small enough to be drawn at once, however fine the map', async () => {
  const { info } = await pixelsOf(96, 48, new Float32Array(96 * 48));
  expect([info.width, info.height]).toEqual([256, 256]);
});

it.each([2, 3, 4.3, 6.05, 7.77, 9.9])('gives %s sigma its own colour, as near as the eye can tell', async (sigma) => {
  const { data } = await pixelsOf(1, 1, Float32Array.of(sigma));
  const { red, green, blue, alpha } = heatmapColour(sigma);
  for (const [channel, value] of [red, green, blue, alpha].entries()) {
    expect(Math.abs((data[channel] ?? 0) - value)).toBeLessThanOrEqual(3);
  }
});

it('lies over the part of the image that was looked at, and is clear elsewhere', async () => {
  const region = { x: 0.5, y: 0.25, width: 0.25, height: 0.5 };
  const { data, info } = await pixelsOf(8, 8, new Float32Array(64).fill(9), placementOf(region));
  expect(info.width).toBeGreaterThan(256);
  const alphaAt = (x: number, y: number) =>
    data[(Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * 4 + 3];
  for (const [x, y] of [
    [0.49, 0.5],
    [0.76, 0.5],
    [0.6, 0.24],
    [0.6, 0.76],
  ] as const)
    expect(alphaAt(x, y)).toBe(0);
  for (const [x, y] of [
    [0.51, 0.26],
    [0.74, 0.74],
  ] as const)
    expect(alphaAt(x, y)).toBeGreaterThan(0);
});
