import { z } from 'zod';
import { backboneManifestSchema, SigmalineError } from '../../shared/domain/index.ts';
import { type ImportRequest, importRequestSchema } from '../../shared/processes/jobs.ts';
import type { Job } from '../hosts/index.ts';

const result = z.object({ manifest: backboneManifestSchema });

/** Adds a backbone: checks the network by running it, and writes it complete. A network that crashes its runtime takes only this process along. */
export const importBackbone: Job<ImportRequest, never, z.infer<typeof result>> = {
  name: 'importBackbone',
  request: importRequestSchema,
  progress: z.never(),
  result,
  crashed: (reason) => new SigmalineError('backbone.crashed', { reason }),
  cancelled: () => new SigmalineError('backbone.cancelled'),
  async run(request) {
    const importing = await import('../lane/importing/index.ts');
    return { manifest: await importing.importBackbone(request) };
  },
};
