import type { Placement } from '../../../shared/domain/index.ts';
import type { Pixels } from './greyPyramid.ts';

/** Between two pixels, the weights of the four around are looked up for so many places. */
const PHASES = 256;

/** Of R. Keys, "Cubic Convolution Interpolation for Digital Image Processing" (1981), as libvips scales: four weights a phase, whose sum is 1. */
const WEIGHTS = Float32Array.from({ length: PHASES * 4 }, (_, index) => {
  const share = Math.floor(index / 4) / PHASES;
  return keys((index % 4) - 1 - share);
});

function keys(signed: number): number {
  const x = Math.abs(signed);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/**
 * The square of an image at a placement, cubically between its pixels. What lies outside of the image is as its nearest edge.
 *
 * @param pixels at about the density that the square is to have: it is not averaged
 */
export function samplePlaced(
  { widthPx, heightPx, values }: Pixels,
  [a, b, c, d, e, f]: Placement,
  sidePx: number,
): Pixels {
  const result = new Uint8ClampedArray(sidePx * sidePx * 3);
  const [lastX, lastY] = [widthPx - 1, heightPx - 1];
  const rowBytes = widthPx * 3;
  const columns = new Int32Array(4);
  const rows = new Int32Array(4);
  for (let row = 0; row < sidePx; row += 1) {
    const v = (row + 0.5) / sidePx;
    for (let column = 0; column < sidePx; column += 1) {
      const u = (column + 0.5) / sidePx;
      const sourceX = (a * u + c * v + e) * widthPx - 0.5;
      const sourceY = (b * u + d * v + f) * heightPx - 0.5;
      // In steps of a phase, so that a place on a pixel is that pixel.
      const stepsX = Math.round(sourceX * PHASES);
      const stepsY = Math.round(sourceY * PHASES);
      const left = stepsX >> 8;
      const top = stepsY >> 8;
      const weightX = (stepsX & 255) * 4;
      const weightY = (stepsY & 255) * 4;
      const w0 = WEIGHTS[weightX] as number;
      const w1 = WEIGHTS[weightX + 1] as number;
      const w2 = WEIGHTS[weightX + 2] as number;
      const w3 = WEIGHTS[weightX + 3] as number;
      if (left >= 1 && top >= 1 && left < lastX - 1 && top < lastY - 1) {
        columns[0] = (left - 1) * 3;
        columns[1] = left * 3;
        columns[2] = (left + 1) * 3;
        columns[3] = (left + 2) * 3;
        const first = (top - 1) * rowBytes;
        rows[0] = first;
        rows[1] = first + rowBytes;
        rows[2] = first + 2 * rowBytes;
        rows[3] = first + 3 * rowBytes;
      } else {
        for (let tap = 0; tap < 4; tap += 1) {
          columns[tap] = Math.min(lastX, Math.max(0, left + tap - 1)) * 3;
          rows[tap] = Math.min(lastY, Math.max(0, top + tap - 1)) * rowBytes;
        }
      }
      let red = 0;
      let green = 0;
      let blue = 0;
      const c0 = columns[0] as number;
      const c1 = columns[1] as number;
      const c2 = columns[2] as number;
      const c3 = columns[3] as number;
      for (let tap = 0; tap < 4; tap += 1) {
        const weight = WEIGHTS[weightY + tap] as number;
        const start = rows[tap] as number;
        const [p0, p1, p2, p3] = [start + c0, start + c1, start + c2, start + c3];
        red +=
          weight *
          (w0 * (values[p0] as number) +
            w1 * (values[p1] as number) +
            w2 * (values[p2] as number) +
            w3 * (values[p3] as number));
        green +=
          weight *
          (w0 * (values[p0 + 1] as number) +
            w1 * (values[p1 + 1] as number) +
            w2 * (values[p2 + 1] as number) +
            w3 * (values[p3 + 1] as number));
        blue +=
          weight *
          (w0 * (values[p0 + 2] as number) +
            w1 * (values[p1 + 2] as number) +
            w2 * (values[p2 + 2] as number) +
            w3 * (values[p3 + 2] as number));
      }
      const target = (row * sidePx + column) * 3;
      result[target] = red;
      result[target + 1] = green;
      result[target + 2] = blue;
    }
  }
  return { widthPx: sidePx, heightPx: sidePx, values: new Uint8Array(result.buffer) };
}
