import { describe, expect, it } from 'vitest';
import { cameraMaximum, WIDEST_SAMPLE } from './decode.ts';

describe('the sample range of a camera', () => {
  it.each([
    [0, 255],
    [255, 255],
    [256, 1023],
    [4000, 4095],
    [4096, 16_383],
    [16_384, WIDEST_SAMPLE],
    [65_535, WIDEST_SAMPLE],
  ])('with a largest sample of %i ends at %i', (largest, maximum) => {
    expect(cameraMaximum(largest)).toBe(maximum);
  });
});
