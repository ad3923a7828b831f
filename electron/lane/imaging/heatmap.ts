import {
  HEATMAP_SCALE,
  heatmapColour,
  interpolateOverImage,
  type NpyArray,
  type Placement,
} from '../../../shared/domain/index.ts';
import { luminance, type RgbPixels } from './decode.ts';

/** How strongly the image fades to grey where the map speaks: colours of the part must not be taken for colours of the scale. */
const FADING = 0.85;

/** Colours looked up per sigma; finer than the steps of the scale itself. */
const STEPS_PER_SIGMA = 64;

/** Draws an anomaly map over its image in the one colour scale of the product, where its square lies. */
export function drawHeatmap(
  image: RgbPixels,
  map: NpyArray<Float32Array>,
  placement: Placement | null = null,
): RgbPixels {
  const { widthPx, heightPx } = image;
  const colours = colourTable();
  const sigmas = interpolateOverImage(map, { placement, width: widthPx, height: heightPx }).values;
  const values = new Uint8Array(image.values);
  for (const [pixel, sigma] of sigmas.entries()) blend(values, pixel * 3, colours, sigma);
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
  const grey = luminance(values[place] ?? 0, values[place + 1] ?? 0, values[place + 2] ?? 0);
  for (let channel = 0; channel < 3; channel += 1) {
    const own = values[place + channel] ?? 0;
    const faded = own + (grey - own) * FADING * Math.min(1, alpha * 2);
    values[place + channel] = Math.round(faded + ((colours[step * 4 + channel] ?? 0) - faded) * alpha);
  }
}
