import { z } from 'zod';
import { errorReportSchema } from '../contract/errorReport.ts';
import { backboneManifestSchema } from '../domain/backbone.ts';

const { id, name, licence, source, sha256, mean, std } = backboneManifestSchema.shape;

/** What is said of the weights, as it will stand in the manifest and in every recipe. */
const origin = { licence, source };

/** The one message an importer gets. It checks the network by running it, writes a complete backbone into `outputFolder` and ends. */
export const importerRequestSchema = z.object({
  network: z.discriminatedUnion('kind', [
    /** Published weights of EfficientNet, a safetensors file. */
    z.object({
      kind: z.literal('efficientNet'),
      variant: z.string(),
      ...origin,
      /** What the tensors that are built in must hash to; null where the file's own hash was known. */
      tensorsSha256: sha256.nullable(),
    }),
    /** Any ONNX file. `outputs` are its feature maps, shallow to deep; `sizePx` is null where the file itself fixes it. */
    z.object({
      kind: z.literal('onnx'),
      id,
      name,
      ...origin,
      mean,
      std,
      sizePx: z.number().int().positive().nullable(),
      outputs: z.array(z.string().min(1)).min(1),
    }),
  ]),
  file: z.string(),
  /** What the bytes of the file must hash to. */
  sha256,
  /** Exists and is empty. */
  outputFolder: z.string(),
});
export type ImporterRequest = z.infer<typeof importerRequestSchema>;

export const importerMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('done'), manifest: backboneManifestSchema }),
  z.object({ kind: z.literal('failed'), error: errorReportSchema }),
]);
export type ImporterMessage = z.infer<typeof importerMessageSchema>;
