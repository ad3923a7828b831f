import { z } from 'zod';
import { calibrationProgressSchema, exportFileSchema } from '../contract/index.ts';
import {
  advancedSettingsSchema,
  backboneManifestSchema,
  excludedImageSchema,
  exportContentsSchema,
  gateSettingsSchema,
  imageAreaSchema,
  kindsChoiceSchema,
  precisionChoiceSchema,
  recipeIdSchema,
  recipeVersionSchema,
  recordFilterSchema,
  releasedPartSchema,
} from '../domain/index.ts';

/** What the lane's jobs that run in a task are asked for and answer. All paths are absolute; output folders exist and are empty. */
export const fitRequestSchema = z.object({
  recipe: z.object({ id: recipeIdSchema, name: z.string(), version: z.number().int().positive() }),
  imagePaths: z.array(z.string()).readonly(),
  /** The part that each of them shows, in their order; found by the images themselves where it is not told. */
  parts: z.array(z.string()).readonly().optional(),
  /** Images of the same folder that are not among them, for whoever reads the recipe. */
  excluded: z.array(excludedImageSchema).readonly().optional(),
  /** Which of them are parts of the line that people released, for whoever reads the recipe. */
  released: z.array(releasedPartSchema).readonly().optional(),
  /** Folder of the backbone: manifest.json and its ONNX file. */
  backboneFolder: z.string(),
  target: z.number(),
  /** Whether too few good images for the target give a draft. */
  draft: z.boolean().optional(),
  /** Whether the recipe is to be computed in 8-bit integers too; `auto` where it then separates no worse. */
  precision: precisionChoiceSchema.optional(),
  /** Which part of the images it looks at; all of it where nothing is said. */
  area: imageAreaSchema.optional(),
  gate: gateSettingsSchema.optional(),
  /** Share of good parts in the review band below the limit. */
  reviewTarget: z.number().nullable().optional(),
  kinds: kindsChoiceSchema.optional(),
  advanced: advancedSettingsSchema.optional(),
  outputFolder: z.string(),
  /**
   * Whether the graph also gives the part distance of every level of the backbone. Only an evaluation asks for it: recipes on the line
   * compute nothing that no verdict takes.
   */
  comparesLevels: z.boolean().optional(),
});
export type FitRequest = z.infer<typeof fitRequestSchema>;

export const fitProgressSchema = calibrationProgressSchema.omit({ runId: true });
export type FitProgress = z.infer<typeof fitProgressSchema>;

export const fitResultSchema = z.object({
  recipe: recipeVersionSchema,
  /** Median milliseconds of the backbone alone for one image, and of all of fitting after the features were there. */
  backboneMs: z.number(),
  fitMs: z.number(),
  /** Of the backbone in integers; there where the recipe has it. */
  int8BackboneMs: z.number().optional(),
  /** How many good images were left out because another one has the same content. */
  duplicates: z.number().int().nonnegative(),
});
export type FitResult = z.infer<typeof fitResultSchema>;

const { id, name, licence, source, sha256, mean, std } = backboneManifestSchema.shape;

export const importRequestSchema = z.object({
  network: z.discriminatedUnion('kind', [
    /** Published weights. */
    z.object({
      kind: z.literal('efficientNet'),
      variant: z.string(),
      licence,
      source,
      /** What the tensors that are built in must hash to; null where the file's own hash was known. */
      tensorsSha256: sha256.nullable(),
    }),
    /** What a person says of an ONNX file. */
    z.object({
      kind: z.literal('onnx'),
      ...{ id, name, licence, source, mean, std },
      /** Null where the file itself fixes it. */
      sizePx: z.number().int().positive().nullable(),
      /** How many tokens at the start of its outputs are no places; null finds it out, where its outputs are tokens at all. */
      tokensSkipped: z.number().int().nonnegative().nullable(),
      /** Names of its outputs, shallow to deep. */
      outputs: z.array(z.string().min(1)).min(1),
    }),
  ]),
  file: z.string(),
  /** What the bytes of the file must hash to. */
  sha256,
  outputFolder: z.string(),
});
export type ImportRequest = z.infer<typeof importRequestSchema>;

const count = z.number().int().nonnegative();

export const exportRequestSchema = z.object({
  exportId: z.string(),
  dataFolder: z.string(),
  /** Gets all files of the export, whose names begin with `name`. */
  folder: z.string(),
  name: z.string(),
  filter: recordFilterSchema,
  contents: exportContentsSchema,
  /** The newest record, and the newest disposition, that can be in it. */
  bounds: z.object({ records: count, dispositions: count }),
  station: z.string(),
  at: z.iso.datetime(),
  /** The printed name of whoever asked, or what did. */
  by: z.string(),
  /** How many bytes the disk of the folder can take. */
  spareBytes: z.number(),
  /** A signed note. */
  checkpoint: z.string().nullable(),
});
export type ExportRequest = z.infer<typeof exportRequestSchema>;

export const exportProgressSchema = z.object({ done: count, total: count });
export type ExportProgress = z.infer<typeof exportProgressSchema>;

export const exportResultSchema = z.object({ rows: count, files: z.array(exportFileSchema) });
export type ExportResult = z.infer<typeof exportResultSchema>;
