import { z } from 'zod';

/** A rectangle of an image: shares of its width and height (0..1), from its upper left corner. */
export const regionSchema = z
  .object({ x: z.number(), y: z.number(), width: z.number().positive(), height: z.number().positive() })
  .refine(({ x, y, width, height }) => x >= 0 && y >= 0 && x + width <= 1.000001 && y + height <= 1.000001);
export type Region = z.infer<typeof regionSchema>;

/**
 * How the part lies: `fixed` where it always lies in the same place; found in each image and brought to one place by a `shift`, or by a `turn` and a shift.
 */
export const positionChoiceSchema = z.enum(['fixed', 'shift', 'turn']);
export type PositionChoice = z.infer<typeof positionChoiceSchema>;

const pointSchema = z.tuple([z.number().min(-1).max(2), z.number().min(-1).max(2)]);

/**
 * What was drawn on the mask, in the order in which it was drawn: later shapes win. Where the first one says what to inspect, all else is ignored. Points are in shares
 * of the region's width and height.
 */
export const maskShapeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('polygon'),
    does: z.enum(['ignore', 'inspect']),
    points: z.array(pointSchema).min(3).max(500),
  }),
  z.object({
    kind: z.literal('stroke'),
    does: z.enum(['ignore', 'inspect']),
    points: z.array(pointSchema).min(1).max(5000),
    /** Of the brush, as a share of the region's width. */
    width: z.number().gt(0).max(1),
  }),
]);
export type MaskShape = z.infer<typeof maskShapeSchema>;

/** Whether all is ignored before the first shape is drawn. */
export function isIgnoredAtFirst(mask: readonly MaskShape[]): boolean {
  return mask[0]?.does === 'inspect';
}

/** Which part of an image a recipe looks at. Without anything it is all of it. */
export const imageAreaSchema = z.object({
  /** Null for the whole image. Where the part is found, the region lies on the image by which all others are aligned. */
  region: regionSchema.nullable().default(null),
  position: positionChoiceSchema.default('fixed'),
  /** SHA-256 of the image by which all others are aligned. Where nothing is said it is the first of the good images, and without a region the most usual one. */
  reference: z.string().optional(),
  mask: z.array(maskShapeSchema).max(500).readonly().default([]),
});
export type ImageArea = z.infer<typeof imageAreaSchema>;

export const WHOLE_IMAGE: ImageArea = { region: null, position: 'fixed', mask: [] };

/**
 * Where the square that a network looks at, and so the anomaly map, lies in its image: `x = a u + c v + e`, `y = b u + d v + f`, of shares `u`, `v` of the
 * square and shares `x`, `y` of the image. Null where it is the whole image.
 */
export const placementSchema = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]);
export type Placement = z.infer<typeof placementSchema>;

/** The placement of a region that is not moved. */
export function placementOf({ x, y, width, height }: Region): Placement {
  return [width, 0, 0, height, x, y];
}

/** A point of the square, in shares of the image. */
export function placedPoint([a, b, c, d, e, f]: Placement, [u, v]: readonly [number, number]): [number, number] {
  return [a * u + c * v + e, b * u + d * v + f];
}

/** The corners of the square that the network looks at, in shares of the image, clockwise. */
export function outlineOf(placement: Placement): [number, number][] {
  return (
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ] as const
  ).map((corner) => placedPoint(placement, corner));
}

/** The opposite: a point of the image, in shares of the square. */
export function pointInSquare([a, b, c, d, e, f]: Placement, [x, y]: readonly [number, number]): [number, number] {
  const determinant = a * d - b * c;
  const [right, down] = [x - e, y - f];
  return [(d * right - c * down) / determinant, (a * down - b * right) / determinant];
}

/** What of the square is ignored, pixel by pixel, as a recipe keeps it. */
export const squareMaskSchema = z.object({
  /** The one colour that all ignored pixels have: red, green, blue, 0..255. */
  fill: z.tuple([z.number().int(), z.number().int(), z.number().int()]),
  /** Row by row, how many pixels are looked at, how many are ignored, how many are looked at again, and so on: numbers with a space between. */
  runs: z.string().regex(/^\d+( \d+)*$/),
});
export type SquareMask = z.infer<typeof squareMaskSchema>;

/** @param isIgnored 1 where a pixel is ignored, row by row */
export function runsOf(isIgnored: ArrayLike<number>): string {
  const runs: number[] = [];
  let [state, length] = [0, 0];
  for (let pixel = 0; pixel < isIgnored.length; pixel += 1) {
    if (isIgnored[pixel] !== state) {
      runs.push(length);
      [state, length] = [1 - state, 0];
    }
    length += 1;
  }
  return [...runs, length].join(' ');
}

/** @returns the ignored runs: the first pixel of each, and the one after its last */
export function ignoredRuns({ runs }: Pick<SquareMask, 'runs'>): readonly (readonly [number, number])[] {
  const ignored: [number, number][] = [];
  let place = 0;
  for (const [index, length] of runs.split(' ').map(Number).entries()) {
    if (index % 2 === 1) ignored.push([place, place + length]);
    place += length;
  }
  return ignored;
}
