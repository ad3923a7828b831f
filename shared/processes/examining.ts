import { z } from 'zod';
import { benchPlacementSchema } from '../contract/bench.ts';
import { errorFactSchema, imageAreaSchema, imageMeasuresSchema } from '../domain/index.ts';

const key = z.string();

/** What tells a content of a file from another without reading it, as far as a copy to another disk keeps it. */
const contentMarkSchema = z.object({ size: z.number(), modifiedUs: z.number() });

/** What is known of an image that could be read, besides its pixels. */
export const imageFactsSchema = z.object({
  sha256: z.string(),
  content: contentMarkSchema,
  widthPx: z.number().int(),
  heightPx: z.number().int(),
  /** Of the pixels as they were decoded: the same for files of other bytes that hold the same picture. */
  pixels: z.string(),
  measures: imageMeasuresSchema,
  /** Images before it that are almost the same picture, the nearest first, as `likenessDistance` tells. */
  near: z.array(z.object({ key, distance: z.number() })),
});
export type ImageFacts = z.infer<typeof imageFactsSchema>;

export const examineRequestSchema = z.object({
  images: z.array(z.object({ key, path: z.string() })),
  /** Of all images that were examined before and still are compared with. */
  known: z.array(key),
  /** Gets a JPEG of each, by its key. */
  thumbnailFolder: z.string(),
  /** Where their likenesses are kept from one time to the next: it may be lost. */
  likenessFile: z.string(),
});
export type ExamineRequest = z.infer<typeof examineRequestSchema>;

export const examinedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('examined'), key, facts: imageFactsSchema }),
  z.object({ kind: z.literal('failed'), key, problem: errorFactSchema }),
]);
export type Examined = z.infer<typeof examinedSchema>;

/** How far apart pictures of the set usually lie; null where they are too few to tell. */
export const examineResultSchema = z.object({ usual: z.number().nullable() });
export type ExamineResult = z.infer<typeof examineResultSchema>;

export const surveyRequestSchema = z.object({
  images: z.array(z.object({ key, path: z.string(), sha256: z.string() })),
  area: imageAreaSchema,
  /** A PNG of the square that the network would look at, and how its places vary, as an array in levels of the colour scale. */
  averageFile: z.string(),
  variationFile: z.string(),
});
export type SurveyRequest = z.infer<typeof surveyRequestSchema>;

export const surveyResultSchema = z.object({
  placements: z.array(benchPlacementSchema),
  /** SHA-256 of the image by which all others are aligned, where they are. */
  reference: z.string().optional(),
  /** Share of the places where good images differ as strongly as the scale tells; older surveys did not say. */
  restless: z.number().min(0).max(1).optional(),
});
export type SurveyResult = z.infer<typeof surveyResultSchema>;
