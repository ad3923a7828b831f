import { z } from 'zod';
import { fileNameSchema } from './files.ts';

/** How an output holds its places, row by row, where it is not N x channels x height x width. */
const layoutSchema = z.discriminatedUnion('order', [
  /** N x tokens x channels, the output of a transformer's block; `skipped` tokens at the start (class and register tokens) are no places. */
  z.object({ order: z.literal('tokens'), skipped: z.number().int().nonnegative() }),
  /** N x height x width x channels. */
  z.object({ order: z.literal('channels-last') }),
]);

/** One stage of a backbone whose output is used. `output` names it in the ONNX graph; several levels may be made of one. */
export const levelSchema = z.object({
  output: z.string().min(1),
  level: z.number().int().positive(),
  channels: z.number().int().positive(),
  height: z.number().int().positive(),
  width: z.number().int().positive(),
  layout: layoutSchema.optional(),
  /** The grid of the output, where height x width places are means over areas of it. */
  averagedFrom: z.object({ height: z.number().int().positive(), width: z.number().int().positive() }).optional(),
});
export type Level = z.infer<typeof levelSchema>;

/** What is known of a backbone: everything needed to feed it an image and to name it in a record. */
export const backboneManifestSchema = z.object({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  name: z.string().min(1),
  /** ONNX file beside the manifest. */
  file: fileNameSchema,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  licence: z.string().min(1),
  /** Where the weights come from: an address, a file or the script that made them. */
  source: z.string().min(1),
  /** Side of the square input in pixels. */
  sizePx: z.number().int().positive(),
  /** Name of the graph's input: float32, N x 3 x sizePx x sizePx, RGB in 0..1 after (value - mean) / std. */
  input: z.string().min(1),
  mean: z.tuple([z.number(), z.number(), z.number()]),
  std: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]),
  levels: z.array(levelSchema).min(1),
  /** Which levels (by number) the default scores use. */
  scoring: z.object({
    part: z.number().int().positive(),
    patch: z.number().int().positive(),
    map: z.number().int().positive(),
    /** The level of the map holds the features of the patch level, less averaged: it is drawn, and does not count. */
    mapIsDrawnOnly: z.boolean().optional(),
  }),
});
export type BackboneManifest = z.infer<typeof backboneManifestSchema>;

/** The levels whose part distances are compared: means over another level's places have the same one. */
export function comparedLevels({ levels }: Pick<BackboneManifest, 'levels'>): readonly Level[] {
  return levels.filter(({ averagedFrom }) => averagedFrom === undefined);
}

/** The levels between that of the anomaly map and that of the patch score, the finest first: the score uses them too. */
export function levelsBetween({ levels, scoring }: Pick<BackboneManifest, 'levels' | 'scoring'>): readonly number[] {
  if (scoring.mapIsDrawnOnly === true) return [];
  return levels
    .filter(({ level, height, width }) => scoring.map < level && level < scoring.patch && height * width > 1)
    .map(({ level }) => level);
}

/** All levels that the score uses, by number. */
export function scoredLevels(manifest: Pick<BackboneManifest, 'levels' | 'scoring'>): readonly number[] {
  const { part, patch, map } = manifest.scoring;
  return [...new Set([part, patch, map, ...levelsBetween(manifest)])];
}
