import { z } from 'zod';
import { backboneManifestSchema, SigmalineError } from '../../shared/domain/index.ts';
import type { Job } from '../hosts/index.ts';
import type { ImportRequest } from '../lane/importing/index.ts';

export type { ImportRequest };

const { id, name, licence, source, sha256, mean, std } = backboneManifestSchema.shape;
const origin = { licence, source };
const result = z.object({ manifest: backboneManifestSchema });

/** Adds a backbone: checks the network by running it, and writes it complete. A network that crashes its runtime takes only this process along. */
export const importBackbone: Job<ImportRequest, never, z.infer<typeof result>> = {
  name: 'importBackbone',
  request: z.object({
    network: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('efficientNet'),
        variant: z.string(),
        ...origin,
        tensorsSha256: sha256.nullable(),
      }),
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
    sha256,
    outputFolder: z.string(),
  }),
  progress: z.never(),
  result,
  crashed: (reason) => new SigmalineError('backbone.crashed', { reason }),
  cancelled: () => new SigmalineError('backbone.cancelled'),
  async run(request) {
    const importing = await import('../lane/importing/index.ts');
    return { manifest: await importing.importBackbone(request) };
  },
};
