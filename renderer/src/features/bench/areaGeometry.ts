import type { MaskShape, Region } from '../../../../shared/domain/index.ts';

/** A place in shares of a picture's width and height. */
export type Point = readonly [number, number];

/** A region that a finger can still take hold of: the share of the image that each side has at least. */
export const SMALLEST_SIDE = 0.02;

const inside = (value: number, from = 0, to = 1): number => Math.min(to, Math.max(from, value));

/** The region between two corners, as large as a region has to be, and within the image. */
export function regionBetween([x1, y1]: Point, [x2, y2]: Point): Region {
  const [left, right] = spanOf(x1, x2);
  const [top, bottom] = spanOf(y1, y2);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function spanOf(one: number, other: number): [number, number] {
  const [from, to] = [inside(Math.min(one, other)), inside(Math.max(one, other))];
  if (to - from >= SMALLEST_SIDE) return [from, to];
  const start = inside(from, 0, 1 - SMALLEST_SIDE);
  return [start, start + SMALLEST_SIDE];
}

/** The same region elsewhere, as far as the image goes. */
export function movedRegion({ x, y, width, height }: Region, [byX, byY]: Point): Region {
  return { x: inside(x + byX, 0, 1 - width), y: inside(y + byY, 0, 1 - height), width, height };
}

/** A side or a corner of a region: −1 for left and top, 1 for right and bottom, 0 for neither. */
export interface Handle {
  readonly x: -1 | 0 | 1;
  readonly y: -1 | 0 | 1;
}

export const HANDLES: readonly Handle[] = ([-1, 0, 1] as const).flatMap((y) =>
  ([-1, 0, 1] as const).flatMap((x) => (x === 0 && y === 0 ? [] : [{ x, y }])),
);

/** The region whose side or corner was pulled; the opposite one stays. */
export function pulledRegion({ x, y, width, height }: Region, handle: Handle, [byX, byY]: Point): Region {
  const pulled = (start: number, size: number, side: -1 | 0 | 1, by: number): [number, number] => {
    const end = start + size;
    if (side === -1) {
      const now = inside(start + by, 0, end - SMALLEST_SIDE);
      return [now, end - now];
    }
    return [start, side === 1 ? inside(size + by, SMALLEST_SIDE, 1 - start) : size];
  };
  const [nowX, nowWidth] = pulled(x, width, handle.x, byX);
  const [nowY, nowHeight] = pulled(y, height, handle.y, byY);
  return { x: nowX, y: nowY, width: nowWidth, height: nowHeight };
}

/** Width / height of a region as it is seen: its square is stretched to that. */
export function proportionOf(region: Region | null, image: { widthPx: number; heightPx: number }): number {
  return (image.widthPx * (region?.width ?? 1)) / (image.heightPx * (region?.height ?? 1));
}

/** @param by in shares of the region */
export function movedShape(shape: MaskShape, [byX, byY]: Point): MaskShape {
  return withPoints(shape, (point) => clipped([point[0] + byX, point[1] + byY]));
}

export function movedPoint(shape: MaskShape, index: number, [byX, byY]: Point): MaskShape {
  return withPoints(shape, (point, at) => (at === index ? clipped([point[0] + byX, point[1] + byY]) : [...point]));
}

/** A polygon without one of its points; null where fewer than three would be left. */
export function withoutPoint(shape: MaskShape, index: number): MaskShape | null {
  if (shape.kind !== 'polygon' || shape.points.length <= 3) return null;
  return { ...shape, points: shape.points.filter((_, at) => at !== index) };
}

function withPoints(shape: MaskShape, change: (point: Point, index: number) => [number, number]): MaskShape {
  const points = shape.points.map((point, index) => change(point, index));
  return shape.kind === 'polygon' ? { ...shape, points } : { ...shape, points };
}

/** Points may lie a little outside: whoever draws up to the edge goes beyond it. */
export function clipped([x, y]: Point): [number, number] {
  return [inside(x, -0.5, 1.5), inside(y, -0.5, 1.5)];
}

/**
 * The uppermost shape at a place, as an index; −1 where there is none.
 *
 * @param proportion width / height of the region as it is seen: a brush is round there
 * @param reach how far beside a shape it is still met, as a share of the region's width
 */
export function shapeAt(mask: readonly MaskShape[], at: Point, proportion: number, reach: number): number {
  return mask.findLastIndex((shape) => isMet(shape, at, proportion, reach));
}

function isMet(shape: MaskShape, at: Point, proportion: number, reach: number): boolean {
  const distances = sidesOf(shape).map(([from, to]) => distance(at, from, to, proportion));
  const nearest = Math.min(...distances);
  if (shape.kind === 'stroke') return nearest <= shape.width / 2 + reach;
  return nearest <= reach || isInPolygon(shape.points, at);
}

/** The nearest point of a shape within reach, as an index; −1 where there is none. */
export function pointAt(shape: MaskShape, at: Point, proportion: number, reach: number): number {
  const distances = shape.points.map((point) => distance(at, point, point, proportion));
  const nearest = Math.min(...distances);
  return nearest <= reach ? distances.indexOf(nearest) : -1;
}

function sidesOf({ kind, points }: MaskShape): (readonly [Point, Point])[] {
  const [first] = points;
  if (points.length === 1 && first !== undefined) return [[first, first]];
  return points.flatMap((point, index) => {
    const next = points[index + 1] ?? (kind === 'polygon' ? first : undefined);
    return next === undefined ? [] : [[point, next] as const];
  });
}

/** Even-odd rule. */
function isInPolygon(points: readonly Point[], [x, y]: Point): boolean {
  let isIn = false;
  for (const [index, [x1, y1]] of points.entries()) {
    const [x2, y2] = points[(index + 1) % points.length] ?? [x1, y1];
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) isIn = !isIn;
  }
  return isIn;
}

/** From a place to a line between two points, as a share of the region's width. */
function distance([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point, proportion: number): number {
  const [across, down] = [x2 - x1, (y2 - y1) / proportion];
  const [toX, toY] = [x - x1, (y - y1) / proportion];
  const squared = across ** 2 + down ** 2;
  const along = squared === 0 ? 0 : inside((toX * across + toY * down) / squared);
  return Math.hypot(toX - along * across, toY - along * down);
}

/** A line that a finger drew with fewer points: none is dropped that lies further than `reach` from what is left (Douglas and Peucker 1973). */
export function thinned(points: readonly Point[], proportion: number, reach: number): [number, number][] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (points.length < 3) return points.map(([x, y]) => [x, y]);
  const distances = points.map((point) => distance(point, first, last, proportion));
  const farthest = Math.max(...distances);
  if (farthest <= reach) return [[...first], [...last]];
  const at = distances.indexOf(farthest);
  return [
    ...thinned(points.slice(0, at + 1), proportion, reach).slice(0, -1),
    ...thinned(points.slice(at), proportion, reach),
  ];
}
