import { z } from 'zod';
import { errorReportSchema } from '../contract/errorReport.ts';
import { placementSchema } from '../domain/imageArea.ts';
import { imageTraitsSchema, type SizedTraits } from '../domain/imageTraits.ts';

/** Messages between the engine (or the command line) and a lane. Never pixels: paths in, numbers and file names out. */
const execution = {
  /** What the network runs on; where it is left out, what the lane's own environment says. */
  executionProvider: z.string().optional(),
};

/** All images that a lane decodes at once are read and decoded by libuv's threads, of which a process has four. */
export const MOST_DECODERS = 4;

/** How many images a lane decodes at once at most: on as many cores as its network may use. */
export function mostDecoders(threads: number): number {
  return Math.min(threads, MOST_DECODERS);
}

const laneJobSchema = z.discriminatedUnion('kind', [
  /** Judges one image; writes the anomaly map (.npy, float32) and the thumbnail (JPEG) where a path is given. */
  z.object({
    kind: z.literal('inspect'),
    imagePath: z.string(),
    recipeFolder: z.string(),
    mapPath: z.string().nullable(),
    thumbnailPath: z.string().nullable(),
    ...execution,
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
    /** Where the map lies in the image; null where it covers all of it. */
    placement: placementSchema.nullable(),
    outputPath: z.string(),
  }),
  /** Scales a ground-truth mask to sizePx x sizePx and writes it as .npy (uint8, 1 where the part is defective). */
  z.object({ kind: z.literal('mask'), imagePath: z.string(), outputPath: z.string(), sizePx: z.number().int() }),
  /** Comes first, where it comes at all: how many threads a network may use, and the memory above which a lane keeps no network that it could open again. */
  z.object({
    kind: z.literal('configure'),
    threads: z.number().int().positive().nullable(),
    memoryBytes: z.number().positive().nullable(),
  }),
  /** Opens the recipe's network and runs it once, so that its first image does not wait for that. */
  z.object({ kind: z.literal('warm'), recipeFolder: z.string(), ...execution }),
  /** Gives back the networks of all other recipes. */
  z.object({
    kind: z.literal('retain'),
    recipes: z.array(z.object({ recipeFolder: z.string(), ...execution })),
  }),
  /** Runs the recipe's golden pictures and answers everything that the network said of them. */
  z.object({
    kind: z.literal('golden'),
    recipeFolder: z.string(),
    ...execution,
    /** How often the pictures are run; the first run includes what the provider compiles. */
    runs: z.number().int().positive(),
  }),
]);
export type LaneJob = z.infer<typeof laneJobSchema>;

export const laneRequestSchema = z.object({ id: z.number().int(), job: laneJobSchema });
export type LaneRequest = z.infer<typeof laneRequestSchema>;

/** Size and time of the very file that was read, whatever had its name before and afterwards. */
const contentSchema = z.object({
  size: z.number(),
  modifiedUs: z.number(),
  changedUs: z.number().nullable(),
  fileId: z.string().nullable(),
});

export const inspectionResultSchema = z.object({
  sha256: z.string(),
  content: contentSchema,
  imageWidthPx: z.number().int(),
  imageHeightPx: z.number().int(),
  traits: imageTraitsSchema,
  score: z.number(),
  partDistance: z.number(),
  patchScore: z.number(),
  /** How much of the score is due to the part as a whole, 0..1; null where the recipe, of an earlier version, does not say. */
  partShare: z.number().nullable(),
  /** Which of the looks of the recipe's good parts it has, from 1; null where there is only one. */
  look: z.number().int().nullable(),
  /** The part distance of every level of the backbone, in the order of its manifest; empty where the recipe does not compare them. */
  levelDistances: z.array(z.number()),
  /** Of the map's file; left out where none was asked for. */
  mapSha256: z.string().optional(),
  mapMaximum: z.number(),
  /** The highest place of the map, in shares of the whole image. */
  mapMaximumX: z.number(),
  mapMaximumY: z.number(),
  /** Where the map lies in the image; null where it covers all of it. */
  placement: placementSchema.nullable(),
  /** The share of places that are unusual for their place, 0..1; where the image was relit, as it is then. */
  unusualShare: z.number(),
  /** The score that the image would have if it were as bright as the good ones; null where that was not asked. */
  relitScore: z.number().nullable(),
  executionProvider: z.string(),
  /** Reading, decoding and scaling; the network with scores and map; everything from first byte to answer. */
  decodeMs: z.number(),
  networkMs: z.number(),
  durationMs: z.number(),
  /** How long the lane was there for this image: since the one before was answered, or since it came to an idle lane. */
  occupiedMs: z.number(),
  /** It was read while the one before was judged, and the next was there when it was judged: no lane does more in the time. */
  wasKeptBusy: z.boolean(),
});
export type InspectionResult = z.infer<typeof inspectionResultSchema>;

/** What the image was like, its size included. */
export function sizedTraitsOf({ traits, imageWidthPx, imageHeightPx }: InspectionResult): SizedTraits {
  return { ...traits, widthPx: imageWidthPx, heightPx: imageHeightPx };
}

/** What a network says of one picture. Values that are no numbers arrive as null. */
export const goldenOutputSchema = z.object({
  score: z.number().nullable(),
  partDistance: z.number().nullable(),
  patchScore: z.number().nullable(),
  levelDistances: z.array(z.number().nullable()),
  map: z.array(z.number().nullable()),
});
export type GoldenOutput = z.infer<typeof goldenOutputSchema>;

const goldenResultSchema = z.object({
  /** For each run, the outputs of all golden pictures in their order. */
  runs: z.array(z.object({ outputs: z.array(goldenOutputSchema), durationMs: z.number() })),
  executionProvider: z.string(),
});
export type GoldenResult = z.infer<typeof goldenResultSchema>;

const laneResultSchema = z.union([inspectionResultSchema, goldenResultSchema]);
export type LaneResult = z.infer<typeof laneResultSchema>;

/** ONNX Runtime as the lane has loaded it. */
const laneRuntimeSchema = z.object({
  version: z.string(),
  /** All that it offers on this machine, whether or not there is a device for it. */
  offeredProviders: z.array(z.string()),
});
export type LaneRuntime = z.infer<typeof laneRuntimeSchema>;

/** What the lane's process holds of the machine's memory, told with every answer. */
const memory = { memoryBytes: z.number().optional() };

/** `result` is null for jobs that answer nothing. */
export const laneMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), executionProvider: z.string(), runtime: laneRuntimeSchema.optional() }),
  z.object({ kind: z.literal('done'), id: z.number().int(), result: laneResultSchema.nullable(), ...memory }),
  /** `sha256` and `content` are known where the file could be read at all. */
  z.object({
    kind: z.literal('failed'),
    id: z.number().int(),
    error: errorReportSchema,
    sha256: z.string().nullable(),
    content: contentSchema.nullable().default(null),
    ...memory,
  }),
]);
export type LaneMessage = z.infer<typeof laneMessageSchema>;
export type LaneAnswer = Exclude<LaneMessage, { kind: 'ready' }>;
