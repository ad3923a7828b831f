import type { GreyImage } from './greyPyramid.ts';

/**
 * Which way it gets brighter at each place of an image: gradients whose length says only whether there is an edge, as vectors of length 0 to 1. They do not
 * depend on light and contrast, and a defect changes them only where it is.
 */
export interface DirectionField {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Gradients of flat areas are noise: grey levels a pixel that halve a vector. */
const NOISE_LEVELS = 2;

/**
 * `g / (|g| + k)` of Sobel's gradient g, where k is the mean |g| of the image, at least `NOISE_LEVELS`. The rim, which has no neighbours, has no direction.
 * The length 1 makes of it the similarity of C. Steger, "Similarity Measures for Occlusion, Clutter, and Illumination Invariant Object Recognition" (DAGM 2001).
 */
export function directionField({ widthPx, heightPx, values }: GreyImage): DirectionField {
  const x = new Float32Array(values.length);
  const y = new Float32Array(values.length);
  let sum = 0;
  for (let row = 1; row < heightPx - 1; row += 1) {
    for (let column = 1; column < widthPx - 1; column += 1) {
      const place = row * widthPx + column;
      const above = place - widthPx;
      const below = place + widthPx;
      const northWest = values[above - 1] as number;
      const northEast = values[above + 1] as number;
      const southWest = values[below - 1] as number;
      const southEast = values[below + 1] as number;
      const across =
        northEast -
        northWest +
        2 * ((values[place + 1] as number) - (values[place - 1] as number)) +
        southEast -
        southWest;
      const down =
        southWest - northWest + 2 * ((values[below] as number) - (values[above] as number)) + southEast - northEast;
      x[place] = across / 8;
      y[place] = down / 8;
      sum += Math.sqrt(across * across + down * down) / 8;
    }
  }
  const softening = Math.max(NOISE_LEVELS, sum / values.length);
  for (let place = 0; place < values.length; place += 1) {
    const across = x[place] as number;
    const down = y[place] as number;
    const length = Math.sqrt(across * across + down * down);
    x[place] = across / (length + softening);
    y[place] = down / (length + softening);
  }
  return { widthPx, heightPx, x, y };
}
