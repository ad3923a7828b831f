import { z } from 'zod';
import { errorReportSchema } from '../contract/errorReport.ts';

/** Messages between the engine (or the command line) and a lane. Never pixels: paths in, numbers and file names out. */
const laneJobSchema = z.discriminatedUnion('kind', [
  /** Judges one image; writes the anomaly map (.npy, float32) and the thumbnail (JPEG) where a path is given. */
  z.object({
    kind: z.literal('inspect'),
    imagePath: z.string(),
    recipeFolder: z.string(),
    mapPath: z.string().nullable(),
    thumbnailPath: z.string().nullable(),
  }),
  /** Writes a JPEG that a browser can show of any image that can be read. */
  z.object({
    kind: z.literal('preview'),
    imagePath: z.string(),
    outputPath: z.string(),
    maximumSizePx: z.number().int(),
  }),
  /** Draws the anomaly map over the image, in the recipe's fixed colour scale, as a PNG. */
  z.object({
    kind: z.literal('heatmap'),
    imagePath: z.string(),
    mapPath: z.string(),
    outputPath: z.string(),
  }),
  /** Scales a ground-truth mask to sizePx x sizePx and writes it as .npy (uint8, 1 where the part is defective). */
  z.object({ kind: z.literal('mask'), imagePath: z.string(), outputPath: z.string(), sizePx: z.number().int() }),
]);
export type LaneJob = z.infer<typeof laneJobSchema>;

export const laneRequestSchema = z.object({ id: z.number().int(), job: laneJobSchema });
export type LaneRequest = z.infer<typeof laneRequestSchema>;

export const inspectionResultSchema = z.object({
  sha256: z.string(),
  imageWidthPx: z.number().int(),
  imageHeightPx: z.number().int(),
  score: z.number(),
  partDistance: z.number(),
  patchScore: z.number(),
  /** The part distance of every level of the backbone, in the order of its manifest; empty where the recipe does not compare them. */
  levelDistances: z.array(z.number()),
  mapMaximum: z.number(),
  mapMaximumX: z.number(),
  mapMaximumY: z.number(),
  executionProvider: z.string(),
  /** Reading, decoding and scaling; the network with scores and map; everything from first byte to answer. */
  decodeMs: z.number(),
  networkMs: z.number(),
  durationMs: z.number(),
});
export type InspectionResult = z.infer<typeof inspectionResultSchema>;

/** `result` is null for jobs that only write a file. */
export const laneMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), executionProvider: z.string() }),
  z.object({ kind: z.literal('done'), id: z.number().int(), result: inspectionResultSchema.nullable() }),
  /** `sha256` is known where the file could be read at all. */
  z.object({
    kind: z.literal('failed'),
    id: z.number().int(),
    error: errorReportSchema,
    sha256: z.string().nullable(),
  }),
]);
export type LaneMessage = z.infer<typeof laneMessageSchema>;
