import { z } from 'zod';
import { SigmalineError } from '../../shared/domain/index.ts';
import type { Job } from '../hosts/index.ts';

const request = z.object({ backboneFolder: z.string(), threads: z.number().int().positive() });
const result = z.object({ imageMs: z.number() });

/** What a network takes for one image on this machine's processor, beside whatever else it does. */
export const measureBackbone: Job<z.infer<typeof request>, never, z.infer<typeof result>> = {
  name: 'measureBackbone',
  request,
  progress: z.never(),
  result,
  crashed: (reason) => new SigmalineError('backbone.crashed', { reason }),
  cancelled: () => new SigmalineError('backbone.cancelled'),
  async run({ backboneFolder, threads }) {
    const fitting = await import('../lane/fitting/index.ts');
    return { imageMs: await fitting.measuredMs(backboneFolder, threads) };
  },
};
