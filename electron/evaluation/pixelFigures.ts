import { interpolateOverImage, type Placement } from '../../shared/domain/index.ts';
import { labelRegions } from './masks.ts';

/** Side of the square in which places are compared, as the field reports them. */
export const PIXEL_SIDE = 256;

/** Up to which false-positive rate the per-region overlap counts, as in MVTec AD. */
const AUPRO_LIMIT = 0.3;

export interface JudgedPixels {
  /** Where the map lies in the image; null where it covers all of it. */
  readonly placement: Placement | null;
  readonly map: { readonly height: number; readonly width: number; readonly values: ArrayLike<number> };
  /** PIXEL_SIDE * PIXEL_SIDE, 1 where the part is defective; null for a good part. */
  readonly mask: ArrayLike<number> | null;
}

export interface PixelFigures {
  /** Area under the ROC curve over all places of all images, in percent. */
  readonly auroc: number;
  /**
   * Area under the per-region overlap up to a false-positive rate of 30 %, in percent: every defect counts the same, however large it is.
   * Source: P. Bergmann et al., "The MVTec Anomaly Detection Dataset", IJCV 129 (2021).
   */
  readonly aupro: number;
}

/**
 * How well anomaly maps find the places of defects.
 *
 * Both figures are means of what one defective place gives. Where `rate` is the share of good places that score higher than it (ties count
 * half), it adds `1 - rate` to the AUROC; the overlap of its region grows by one place at this very rate, so it adds
 * `max(0, limit - rate) / limit` to the area of its region's curve.
 *
 * @returns null where there is no defective or no good place
 */
export function pixelFigures(images: readonly JudgedPixels[]): PixelFigures | null {
  const good = new Float32Array(images.length * PIXEL_SIDE * PIXEL_SIDE);
  let goodCount = 0;
  const regions: number[][] = [];
  for (const { map, mask, placement } of images) {
    const scores = overImage(map, placement);
    const { labels, count } = labelRegions(mask ?? [], PIXEL_SIDE);
    const found = Array.from({ length: count }, (): number[] => []);
    for (const [place, score] of scores.entries()) {
      const region = found[(labels[place] ?? 0) - 1];
      if (region === undefined) good[goodCount++] = score;
      else region.push(score);
    }
    regions.push(...found);
  }
  if (goodCount === 0 || regions.length === 0) return null;

  const sortedGood = good.subarray(0, goodCount).sort();
  let defectiveCount = 0;
  let rocArea = 0;
  let overlapArea = 0;
  for (const region of regions) {
    let regionArea = 0;
    for (const score of region) {
      const rate = shareAbove(sortedGood, score);
      rocArea += 1 - rate;
      regionArea += Math.max(0, AUPRO_LIMIT - rate) / AUPRO_LIMIT;
    }
    defectiveCount += region.length;
    overlapArea += regionArea / region.length;
  }
  return { auroc: (rocArea / defectiveCount) * 100, aupro: (overlapArea / regions.length) * 100 };
}

/** Where nothing was looked at, nothing scores lower. */
function overImage(map: JudgedPixels['map'], placement: Placement | null): Float32Array {
  if (placement === null) return upsampleBilinear(map, PIXEL_SIDE);
  return interpolateOverImage(map, { placement, width: PIXEL_SIDE, height: PIXEL_SIDE, outside: -Infinity }).values;
}

/** The share of sorted values above a score, those equal to it counting half. */
function shareAbove(sorted: Float32Array, score: number): number {
  const notBelow = firstIndex(sorted, (value) => value >= score);
  const above = firstIndex(sorted, (value) => value > score);
  return (sorted.length - (notBelow + above) / 2) / sorted.length;
}

/** Index of the first value that fulfils a condition which, once fulfilled, stays so; the length where none does. */
function firstIndex(sorted: Float32Array, condition: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (condition(sorted[middle] ?? Number.POSITIVE_INFINITY)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Scales an anomaly map to sidePx x sidePx by bilinear interpolation between the centres of its places, as the published evaluations do
 * (half-pixel centres, edges repeated).
 *
 * @param values height * width, row-major
 * @returns sidePx * sidePx, row-major
 */
export function upsampleBilinear(
  { height, width, values }: { readonly height: number; readonly width: number; readonly values: ArrayLike<number> },
  sidePx: number,
): Float32Array {
  const rows = interpolation(height, sidePx);
  const columns = interpolation(width, sidePx);
  const result = new Float32Array(sidePx * sidePx);
  let target = 0;
  for (const row of rows) {
    const upper = row.before * width;
    const lower = row.after * width;
    for (const column of columns) {
      const above = mix(values[upper + column.before] ?? 0, values[upper + column.after] ?? 0, column.share);
      const below = mix(values[lower + column.before] ?? 0, values[lower + column.after] ?? 0, column.share);
      result[target++] = mix(above, below, row.share);
    }
  }
  return result;
}

interface Neighbours {
  readonly before: number;
  readonly after: number;
  /** How far from `before` to `after`, 0..1. */
  readonly share: number;
}

function interpolation(size: number, targetSize: number): readonly Neighbours[] {
  return Array.from({ length: targetSize }, (_, target) => {
    const position = Math.min(Math.max(((target + 0.5) * size) / targetSize - 0.5, 0), size - 1);
    const before = Math.floor(position);
    return { before, after: Math.min(before + 1, size - 1), share: position - before };
  });
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}
