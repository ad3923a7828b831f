import { z } from 'zod';
import { fileNameSchema } from './files.ts';

/** One stage of a backbone whose output is used. `output` names the feature map in the ONNX graph (N x channels x height x width). */
export const levelSchema = z.object({
  output: z.string().min(1),
  level: z.number().int().positive(),
  channels: z.number().int().positive(),
  height: z.number().int().positive(),
  width: z.number().int().positive(),
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
  }),
});
export type BackboneManifest = z.infer<typeof backboneManifestSchema>;
