import {
  type ImageArea,
  ignoredRuns,
  isIgnoredAtFirst,
  type MaskShape,
  runsOf,
  type SquareMask,
} from '../../../shared/domain/index.ts';

/** The square that a mask is drawn on. */
export interface MaskedSquare {
  readonly sizePx: number;
  /** Of the region in the smallest image, in pixels of the image. */
  readonly regionWidthPx: number;
  readonly regionHeightPx: number;
  /** What ignored pixels become, 0..1 a channel: the backbone's own mean, which is nothing at all to it. */
  readonly mean: readonly number[];
}

/** How far a pixel of the square is mixed of others at most, in pixels of whichever is coarser: the reach of the cubic kernel, and of the means that come before it. */
const SCALING_REACH = 2.25;

/**
 * What of the square is ignored: all pixels whose middle lies under the mask's shapes, and those into which scaling mixes anything from under them.
 *
 * @returns null where nothing is
 */
export function squareMask({ mask }: Pick<ImageArea, 'mask'>, square: MaskedSquare): SquareMask | null {
  if (mask.length === 0) return null;
  const { sizePx, regionWidthPx, regionHeightPx, mean } = square;
  const drawn = new Uint8Array(sizePx * sizePx).fill(isIgnoredAtFirst(mask) ? 1 : 0);
  const aspect = regionWidthPx / regionHeightPx;
  for (const shape of mask) {
    const value = shape.does === 'ignore' ? 1 : 0;
    forEachPixelIn(shape, sizePx, aspect, (pixel) => {
      drawn[pixel] = value;
    });
  }
  const ignored = widened(drawn, sizePx, reachPx(sizePx, regionWidthPx), reachPx(sizePx, regionHeightPx));
  if (!ignored.includes(1)) return null;
  const [red = 0, green = 0, blue = 0] = mean.map((share) => Math.round(255 * share));
  return { fill: [red, green, blue], runs: runsOf(ignored) };
}

/** One pixel more, because an edge lies anywhere between two middles. */
function reachPx(sizePx: number, regionPx: number): number {
  return Math.ceil(SCALING_REACH * Math.max(1, sizePx / regionPx)) + 1;
}

function forEachPixelIn(shape: MaskShape, sizePx: number, aspect: number, found: (pixel: number) => void): void {
  if (shape.kind === 'polygon') forEachPixelInPolygon(shape.points, sizePx, found);
  else forEachPixelOnStroke(shape, sizePx, aspect, found);
}

/** Even-odd, row by row through the middles of pixels. */
function forEachPixelInPolygon(
  points: readonly (readonly [number, number])[],
  sizePx: number,
  found: (pixel: number) => void,
): void {
  for (let y = 0; y < sizePx; y += 1) {
    const height = (y + 0.5) / sizePx;
    const crossings: number[] = [];
    for (const [index, [x1, y1]] of points.entries()) {
      const [x2, y2] = points[(index + 1) % points.length] as readonly [number, number];
      if (y1 <= height !== y2 <= height) crossings.push(x1 + ((height - y1) / (y2 - y1)) * (x2 - x1));
    }
    crossings.sort((a, b) => a - b);
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const first = Math.max(0, Math.ceil((crossings[pair] as number) * sizePx - 0.5));
      const end = Math.min(sizePx, Math.ceil((crossings[pair + 1] as number) * sizePx - 0.5));
      for (let x = first; x < end; x += 1) found(y * sizePx + x);
    }
  }
}

/** The brush is round on the image; on the square it is as wide as that was squashed. */
function forEachPixelOnStroke(
  { points, width }: Extract<MaskShape, { kind: 'stroke' }>,
  sizePx: number,
  aspect: number,
  found: (pixel: number) => void,
): void {
  const radius = width / 2;
  const pixels = (from: number, to: number, reach: number): readonly [number, number] => [
    Math.max(0, Math.floor((Math.min(from, to) - reach) * sizePx)),
    Math.min(sizePx, Math.ceil((Math.max(from, to) + reach) * sizePx)),
  ];
  for (const [index, [x1, y1]] of points.entries()) {
    // A single touch is a dot.
    const [x2, y2] = points[index + 1] ?? [x1, y1];
    const [left, right] = pixels(x1, x2, radius);
    const [top, bottom] = pixels(y1, y2, radius * aspect);
    for (let y = top; y < bottom; y += 1) {
      for (let x = left; x < right; x += 1) {
        const place = [(x + 0.5) / sizePx, (y + 0.5) / sizePx / aspect] as const;
        if (distance(place, [x1, y1 / aspect], [x2, y2 / aspect]) <= radius) found(y * sizePx + x);
      }
    }
  }
}

type Point = readonly [number, number];

function distance([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point): number {
  const [across, down] = [x2 - x1, y2 - y1];
  const squared = across ** 2 + down ** 2;
  const along = squared === 0 ? 0 : ((x - x1) * across + (y - y1) * down) / squared;
  const nearest = Math.min(1, Math.max(0, along));
  return Math.hypot(x - x1 - nearest * across, y - y1 - nearest * down);
}

function widened(ignored: Uint8Array, sizePx: number, acrossPx: number, downPx: number): Uint8Array {
  const along = (source: Uint8Array, step: number, other: number, reach: number): Uint8Array => {
    const result = new Uint8Array(source.length);
    for (let line = 0; line < sizePx; line += 1) {
      for (let place = 0; place < sizePx; place += 1) {
        if (source[line * other + place * step] === 0) continue;
        const end = Math.min(sizePx, place + reach + 1);
        for (let near = Math.max(0, place - reach); near < end; near += 1) result[line * other + near * step] = 1;
      }
    }
    return result;
  };
  return along(along(ignored, 1, sizePx, acrossPx), sizePx, 1, downPx);
}

/**
 * The places of a grid over the square that are looked at: those that are ignored by no more than half. Where a grid is so coarse that none is, those that are ignored least.
 *
 * @returns row by row, rising
 */
export function keptPlaces(
  mask: SquareMask,
  sizePx: number,
  { height, width }: { readonly height: number; readonly width: number },
): readonly number[] {
  const ignored = new Float64Array(height * width);
  const pixels = new Float64Array(height * width);
  const placeOf = (pixel: number): number =>
    Math.floor((Math.floor(pixel / sizePx) * height) / sizePx) * width +
    Math.floor(((pixel % sizePx) * width) / sizePx);
  for (let pixel = 0; pixel < sizePx ** 2; pixel += 1) pixels[placeOf(pixel)] = (pixels[placeOf(pixel)] as number) + 1;
  for (const [first, end] of ignoredRuns(mask)) {
    for (let pixel = first; pixel < end; pixel += 1) ignored[placeOf(pixel)] = (ignored[placeOf(pixel)] as number) + 1;
  }
  const shares = Array.from(ignored, (count, place) => count / Math.max(1, pixels[place] as number));
  const most = Math.max(
    0.5,
    shares.reduce((least, share) => Math.min(least, share), 1),
  );
  return [...shares.keys()].filter((place) => (shares[place] as number) <= most);
}
