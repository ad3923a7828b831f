import sharp from 'sharp';
import { expect, it } from 'vitest';
import { heatmapColour } from '../../shared/domain/index.ts';
import { heatmapPicture } from './heatmapPicture.ts';

const pixelsOf = async (width: number, height: number, values: Float32Array) =>
  sharp(await heatmapPicture({ width, height, values }))
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
