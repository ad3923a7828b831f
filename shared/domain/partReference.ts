import { z } from 'zod';

const packed = z.base64();

/**
 * By what a recipe finds its part in each image: the directions in which good images get brighter, lying as in the image by which all others are aligned. A
 * direction is two signed bytes, 127 for length 1.
 */
export const partReferenceSchema = z.object({
  turns: z.boolean(),
  /** Width / height of that image. */
  proportion: z.number().positive(),
  /** About which the part turns, in longest sides of that image. */
  centre: z.object({ x: z.number(), y: z.number() }),
  /** Of every place of the coarsest level, row by row: the direction. */
  coarse: z.object({ widthPx: z.number().int().positive(), heightPx: z.number().int().positive(), directions: packed }),
  /** Of the finer levels, the next one first: of each of the strongest places its column and row (unsigned bytes) and its direction. */
  edges: z.tuple([packed, packed]),
  /** How alike good images are to it at the median, and at least a part that counts as found. */
  likeness: z.object({ usual: z.number(), least: z.number() }),
});
export type PartReference = z.infer<typeof partReferenceSchema>;
