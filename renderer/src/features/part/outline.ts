import { HEATMAP_SCALE, heatmapColour } from '../../../../shared/domain/index.ts';

/** Opacities of a heatmap, row by row: they rise with the sigma of a place, so they tell it. */
export interface Opacities {
  readonly width: number;
  readonly height: number;
  /** 0..255. */
  readonly values: ArrayLike<number>;
}

/**
 * The outline of all places above a limit, as the path of an SVG whose picture is 1 wide and 1 high. Marching squares with linear interpolation; beyond the picture's edge nothing is above it,
 * so outlines are closed.
 *
 * @param limit sigma
 * @returns null where the colour scale cannot tell the limit: it is clear below its beginning, and of one colour beyond its end
 */
export function outlineAbove({ width, height, values }: Opacities, limit: number): string | null {
  if (limit <= HEATMAP_SCALE.from || limit >= HEATMAP_SCALE.to) return null;
  const level = heatmapColour(limit).alpha;
  const at = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : (values[y * width + x] ?? 0);
  // The page waits for this while it shows a part, and most of a picture lies below: only the rectangle that holds all that is above is gone through.
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let place = 0; place < width * height; place++) {
    if ((values[place] ?? 0) < level) continue;
    const [x, y] = [place % width, Math.floor(place / width)];
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    bottom = y;
  }
  const lines: string[] = [];
  for (let y = top - 1; y <= bottom; y++) {
    for (let x = left - 1; x <= right; x++) {
      const corners = [at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)] as const;
      if (corners.every((value) => value >= level) || corners.every((value) => value < level)) continue;
      const crossings = CORNERS.flatMap(([fromX, fromY], corner) => {
        const next = (corner + 1) % 4;
        const [from, to] = [corners[corner] ?? 0, corners[next] ?? 0];
        if (from >= level === to >= level) return [];
        const share = (level - from) / (to - from);
        const [toX, toY] = CORNERS[next] ?? [0, 0];
        // The middle of a pixel is where its value is.
        const across = (x + 0.5 + fromX + share * (toX - fromX)) / width;
        const down = (y + 0.5 + fromY + share * (toY - fromY)) / height;
        return [`${across.toFixed(4)} ${down.toFixed(4)}`];
      });
      for (let each = 0; each + 1 < crossings.length; each += 2)
        lines.push(`M${crossings[each]}L${crossings[each + 1]}`);
    }
  }
  return lines.join('');
}

const CORNERS: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

/** How opaque each place of a heatmap is; null where the browser gives no canvas. */
export function opacitiesOf(heatmap: ImageBitmap): Opacities | null {
  const { width, height } = heatmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) return null;
  context.drawImage(heatmap, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const values = new Uint8Array(width * height);
  for (let place = 0; place < values.length; place++) values[place] = data[4 * place + 3] ?? 0;
  return { width, height, values };
}
