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
