import { z } from 'zod';
import { paperSchema, reportSubjectSchema, SigmalineError } from '../../shared/domain/index.ts';
import type { Job } from '../hosts/index.ts';
import { bePatient } from './patience.ts';

/** Paths are absolute. */
const request = z.object({
  dataFolder: z.string(),
  subject: reportSubjectSchema,
  paper: paperSchema,
  madeAt: z.iso.datetime(),
  by: z.union([z.string(), z.object({ word: z.enum(['station', 'openStation', 'commandLine']) })]),
  /** Its folder exists. */
  outputPath: z.string(),
  /** PEM; null where it is not to be signed. */
  signer: z.object({ key: z.string(), certificates: z.array(z.string()).min(1).readonly() }).nullable(),
});

const result = z.object({
  sha256: z.string(),
  bytes: z.number().int().positive(),
  pages: z.number().int().positive(),
});

/** Writes a report as a PDF, so that neither the engine nor the line waits for it. */
export const report: Job<z.infer<typeof request>, number, z.infer<typeof result>> = {
  name: 'report',
  request,
  /** 0..1 */
  progress: z.number(),
  result,
  crashed: (reason) => new SigmalineError('report.crashed', { reason }),
  cancelled: () => new SigmalineError('report.cancelled'),
  async run(asked, tell) {
    bePatient();
    const { writeReport } = await import('../engine/reports/index.ts');
    return writeReport(asked, tell);
  },
};
