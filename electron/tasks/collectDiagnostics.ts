import { z } from 'zod';
import { diagnosticsOptionsSchema, diagnosticsPartSchema } from '../../shared/contract/index.ts';
import { SigmalineError } from '../../shared/domain/index.ts';
import type { Job } from '../hosts/index.ts';

const request = z.object({
  /** Absolute; its station may be at work. */
  dataFolder: z.string(),
  options: diagnosticsOptionsSchema,
  /** What only the running station knows. */
  live: z.unknown(),
  /** Where the bundle goes; null only says what it would hold. */
  out: z.string().nullable(),
});
const result = z.object({ parts: z.array(diagnosticsPartSchema) });

/** Collects the bundle for support, beside the work. */
export const collectDiagnostics: Job<z.infer<typeof request>, never, z.infer<typeof result>> = {
  name: 'collectDiagnostics',
  request,
  progress: z.never(),
  result,
  crashed: (reason) => new SigmalineError('diagnostics.failed', { reason }),
  cancelled: () => new SigmalineError('diagnostics.failed', { reason: 'the station is closing' }),
  async run({ dataFolder, options, live, out }) {
    const { collectDiagnostics: collect } = await import('../engine/diagnostics/index.ts');
    return { parts: await collect(dataFolder, options, live, out) };
  },
};
