import { z } from 'zod';
import { auditFaultSchema } from '../../shared/contract/index.ts';
import { SigmalineError } from '../../shared/domain/index.ts';
import type { Job } from '../hosts/index.ts';
import { bePatient } from './patience.ts';

const request = z.object({
  /** Of a station, which may be at work. Absolute. */
  database: z.string(),
});

const progress = z.object({ done: z.number().int(), total: z.number().int() });

const result = z.object({
  entries: z.number().int(),
  /** The first of them. */
  faults: z.array(auditFaultSchema),
  faultCount: z.number().int(),
});

/** As many as people read. */
const MOST_TOLD = 20;

/** Verifies the whole audit chain of a station and the records against it, beside the work. */
export const verifyChain: Job<z.infer<typeof request>, z.infer<typeof progress>, z.infer<typeof result>> = {
  name: 'verifyChain',
  request,
  progress,
  result,
  crashed: (reason) => new SigmalineError('audit.verifier-crashed', { reason }),
  cancelled: () => new SigmalineError('audit.verifier-crashed', { reason: 'it was cancelled' }),
  async run({ database }, tell) {
    bePatient();
    const { verifyStationChain } = await import('../engine/storage/index.ts');
    const { entries, faults, faultCount } = verifyStationChain(database, tell);
    const told = faults
      .slice(0, MOST_TOLD)
      .map(({ code, sequence, text, details }) => ({ code, sequence, text, details }));
    return { entries, faults: told, faultCount };
  },
};
