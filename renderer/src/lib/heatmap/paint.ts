import { type AnomalyMap, HEATMAP_SCALE, heatmapColour } from '../../../../shared/domain/index.ts';
import { interpolate } from './interpolate.ts';

/** Fine enough that a further enlargement by the browser shows no steps. */
const SIZE_PX = 384;
const COLOUR_STEPS = 512;

/** Draws an anomaly map in the station's one colour scale; the canvas covers the whole image, whatever its shape. */
export function paintHeatmap(canvas: HTMLCanvasElement, map: AnomalyMap): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  canvas.width = SIZE_PX;
  canvas.height = SIZE_PX;
  const { values } = interpolate(map, SIZE_PX, SIZE_PX);
  const picture = context.createImageData(SIZE_PX, SIZE_PX);
  const pixels = new Uint32Array(picture.data.buffer);
  const palette = coloursByStep();
  const strongest = palette[COLOUR_STEPS] ?? 0;
  const { from, to } = HEATMAP_SCALE;
  for (let pixel = 0; pixel < pixels.length; pixel++) {
    const share = ((values[pixel] ?? Number.NaN) - from) / (to - from);
    const step = Math.round(Math.min(1, Math.max(0, share)) * COLOUR_STEPS);
    pixels[pixel] = palette[step] ?? strongest;
  }
  context.putImageData(picture, 0, 0);
}

/** Packed as the canvas keeps them: alpha, blue, green, red from the highest byte down (every platform with a browser is little-endian). */
function coloursByStep(): Uint32Array {
  const { from, to } = HEATMAP_SCALE;
  return Uint32Array.from({ length: COLOUR_STEPS + 1 }, (_, step) => {
    const { red, green, blue, alpha } = heatmapColour(from + ((to - from) * step) / COLOUR_STEPS);
    return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  });
}
