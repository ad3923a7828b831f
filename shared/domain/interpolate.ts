import { type Placement, pointInSquare } from './imageArea.ts';
import type { NpyArray } from './npy.ts';

export interface Plane {
  readonly width: number;
  readonly height: number;
  /** Row by row. */
  readonly values: Float32Array;
}

/**
 * Scales an anomaly map up by separable cubic interpolation (Catmull-Rom, Keys 1981 with a = -1/2): smooth, and the value at the centre of
 * every cell of the map is the recorded one, so that interpolation neither lowers a maximum nor makes one up between cells.
 * Each result is held between the smallest and the largest of the cells it comes from.
 *
 * @param width, height of the result in pixels; the map's cells cover it evenly
 */
export function interpolate(
  map: Pick<NpyArray, 'width' | 'height'> & { readonly values: ArrayLike<number> },
  width: number,
  height: number,
): Plane {
  const wide = new Float32Array(width * map.height);
  const columns = tapsOf(map.width, width);
  for (let y = 0; y < map.height; y++) {
    for (let x = 0; x < width; x++) wide[y * width + x] = weigh(map.values, y * map.width, 1, columns, x);
  }
  const values = new Float32Array(width * height);
  const rows = tapsOf(map.height, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) values[y * width + x] = weigh(wide, x, width, rows, y);
  }
  return { width, height, values };
}

/**
 * An anomaly map over the image as it was taken, wherever its square lies in that.
 *
 * @param outside the value where nothing was looked at
 */
export function interpolateOverImage(
  map: Parameters<typeof interpolate>[0],
  { placement, width, height, outside = 0 }: Omit<Plane, 'values'> & OverImage,
): Plane {
  if (placement === null) return interpolate(map, width, height);
  const [a, b, c, d] = placement;
  const across = Math.max(1, Math.ceil(Math.hypot(a * width, b * height)));
  const down = Math.max(1, Math.ceil(Math.hypot(c * width, d * height)));
  const square = interpolate(map, across, down);
  const values = new Float32Array(width * height).fill(outside);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [u, v] = pointInSquare(placement, [(x + 0.5) / width, (y + 0.5) / height]);
      if (u < 0 || v < 0 || u >= 1 || v >= 1) continue;
      values[y * width + x] = square.values[Math.floor(v * down) * across + Math.floor(u * across)] as number;
    }
  }
  return { width, height, values };
}

interface OverImage {
  /** Null where the map covers the whole image. */
  readonly placement: Placement | null;
  readonly outside?: number;
}

const TAPS = 4;

interface Taps {
  /** Four cells for each pixel; repeated at the border. */
  readonly cells: Int32Array;
  readonly weights: Float32Array;
}

function tapsOf(cellCount: number, pixelCount: number): Taps {
  const cells = new Int32Array(pixelCount * TAPS);
  const weights = new Float32Array(pixelCount * TAPS);
  for (let pixel = 0; pixel < pixelCount; pixel++) {
    const place = ((pixel + 0.5) * cellCount) / pixelCount - 0.5;
    const left = Math.floor(place);
    for (let tap = 0; tap < TAPS; tap++) {
      const cell = left - 1 + tap;
      cells[pixel * TAPS + tap] = Math.min(cellCount - 1, Math.max(0, cell));
      weights[pixel * TAPS + tap] = catmullRom(Math.abs(place - cell));
    }
  }
  return { cells, weights };
}

function catmullRom(distance: number): number {
  if (distance < 1) return (1.5 * distance - 2.5) * distance * distance + 1;
  if (distance < 2) return ((-0.5 * distance + 2.5) * distance - 4) * distance + 2;
  return 0;
}

/** The value at a pixel of a line of cells that begins at `start` of `cells`, `step` apart. */
function weigh(cells: ArrayLike<number>, start: number, step: number, taps: Taps, pixel: number): number {
  let sum = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (let tap = pixel * TAPS; tap < (pixel + 1) * TAPS; tap++) {
    const value = cells[start + step * (taps.cells[tap] ?? 0)] ?? Number.NaN;
    sum += value * (taps.weights[tap] ?? 0);
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  return Math.min(largest, Math.max(smallest, sum));
}
