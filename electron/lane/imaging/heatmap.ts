import { HEATMAP_SCALE, heatmapColour, type NpyArray } from '../../../shared/domain/index.ts';
import type { RgbPixels } from './decode.ts';

/** How strongly the image fades to grey where the map speaks: colours of the part must not be taken for colours of the scale. */
const FADING = 0.85;

/** Colours looked up per sigma; finer than the steps of the scale itself. */
const STEPS_PER_SIGMA = 64;

/**
 * Draws an anomaly map over its image in the one colour scale of the product. The map is interpolated smoothly (Catmull-Rom), through
 * the values at the middle of its cells.
 */
export function drawHeatmap(image: RgbPixels, map: NpyArray<Float32Array>): RgbPixels {
  const { widthPx, heightPx } = image;
  const colours = colourTable();
  const columns = tapsOf(map.width, widthPx);
  const rows = tapsOf(map.height, heightPx);
  const wide = widened(map, columns);
  const values = new Uint8Array(image.values);
  for (let y = 0; y < heightPx; y += 1) {
    const tap = rows[y];
    if (tap === undefined) continue;
    for (let x = 0; x < widthPx; x += 1) {
      let sigma = 0;
      for (let part = 0; part < 4; part += 1) {
        sigma += (tap.weights[part] ?? 0) * (wide[(tap.cells[part] ?? 0) * widthPx + x] ?? 0);
      }
      blend(values, (y * widthPx + x) * 3, colours, sigma);
    }
  }
  return { widthPx, heightPx, values };
}

/** Red, green, blue and alpha (0..1) of each step of the scale. */
function colourTable(): Float32Array {
  const steps = (HEATMAP_SCALE.to - HEATMAP_SCALE.from) * STEPS_PER_SIGMA + 1;
  const table = new Float32Array(steps * 4);
  for (let step = 0; step < steps; step += 1) {
    const { red, green, blue, alpha } = heatmapColour(HEATMAP_SCALE.from + step / STEPS_PER_SIGMA);
    table.set([red, green, blue, alpha / 255], step * 4);
  }
  return table;
}

function blend(values: Uint8Array, place: number, colours: Float32Array, sigma: number): void {
  if (sigma <= HEATMAP_SCALE.from) return;
  const last = colours.length / 4 - 1;
  const step = Number.isNaN(sigma) ? last : Math.min(last, Math.round((sigma - HEATMAP_SCALE.from) * STEPS_PER_SIGMA));
  const alpha = colours[step * 4 + 3] ?? 0;
  const grey = 0.299 * (values[place] ?? 0) + 0.587 * (values[place + 1] ?? 0) + 0.114 * (values[place + 2] ?? 0);
  for (let channel = 0; channel < 3; channel += 1) {
    const own = values[place + channel] ?? 0;
    const faded = own + (grey - own) * FADING * Math.min(1, alpha * 2);
    values[place + channel] = Math.round(faded + ((colours[step * 4 + channel] ?? 0) - faded) * alpha);
  }
}

/** The four cells around a place and what each contributes. */
interface Tap {
  readonly cells: readonly number[];
  readonly weights: readonly number[];
}

/** For each of `size` pixels: where it falls between the middles of `cells` cells. Beyond the outermost middles the map goes on level. */
function tapsOf(cells: number, size: number): Tap[] {
  return Array.from({ length: size }, (_, pixel) => {
    const place = ((pixel + 0.5) * cells) / size - 0.5;
    const first = Math.floor(place);
    return {
      cells: [-1, 0, 1, 2].map((offset) => Math.min(cells - 1, Math.max(0, first + offset))),
      weights: catmullRom(place - first),
    };
  });
}

/** Weights of four equidistant values for a place `t` between the second and the third. */
function catmullRom(t: number): [number, number, number, number] {
  return [
    ((2 - t) * t - 1) * t * 0.5,
    ((3 * t - 5) * t * t + 2) * 0.5,
    ((4 - 3 * t) * t + 1) * t * 0.5,
    (t - 1) * t * t * 0.5,
  ];
}

/** Each row of the map interpolated to the image's width: map.height x columns.length. */
function widened(map: NpyArray<Float32Array>, columns: readonly Tap[]): Float32Array {
  const wide = new Float32Array(map.height * columns.length);
  for (let row = 0; row < map.height; row += 1) {
    for (const [x, { cells, weights }] of columns.entries()) {
      let sum = 0;
      for (let part = 0; part < 4; part += 1) {
        sum += (weights[part] ?? 0) * (map.values[row * map.width + (cells[part] ?? 0)] ?? 0);
      }
      wide[row * columns.length + x] = sum;
    }
  }
  return wide;
}
