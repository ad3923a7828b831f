import type { AnomalyMap } from '../../../../shared/domain/index.ts';

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
export function interpolate(map: AnomalyMap, width: number, height: number): Plane {
  const columns = tapsOf(map.width, width);
  const rows = tapsOf(map.height, height);
  const wide = new Float32Array(width * map.height);
  for (let y = 0; y < map.height; y++) {
    for (let x = 0; x < width; x++) {
      const from = y * map.width;
      wide[y * width + x] = weigh(columns, x, (cell) => map.values[from + cell] ?? Number.NaN);
    }
  }
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      values[y * width + x] = weigh(rows, y, (cell) => wide[cell * width + x] ?? Number.NaN);
    }
  }
  return { width, height, values };
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

function weigh(taps: Taps, pixel: number, cellValue: (cell: number) => number): number {
  let sum = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (let tap = pixel * TAPS; tap < (pixel + 1) * TAPS; tap++) {
    const value = cellValue(taps.cells[tap] ?? 0);
    sum += value * (taps.weights[tap] ?? 0);
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  return Math.min(largest, Math.max(smallest, sum));
}
