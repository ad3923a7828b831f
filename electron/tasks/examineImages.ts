import { SigmalineError } from '../../shared/domain/index.ts';
import {
  type Examined,
  type ExamineRequest,
  type ExamineResult,
  examinedSchema,
  examineRequestSchema,
  examineResultSchema,
} from '../../shared/processes/examining.ts';
import type { Job } from '../hosts/index.ts';
import { bePatient } from './patience.ts';

/** Looks at the images of a calibration in the making, beside the work. */
export const examineImages: Job<ExamineRequest, Examined, ExamineResult> = {
  name: 'examineImages',
  request: examineRequestSchema,
  progress: examinedSchema,
  result: examineResultSchema,
  crashed: (reason) => new SigmalineError('bench.examining', { reason }),
  cancelled: () => new SigmalineError('bench.examining', { reason: 'it was stopped' }),
  async run(request, tell) {
    bePatient();
    const { examineImages: examine } = await import('../lane/examining/index.ts');
    return examine(request, tell);
  },
};
