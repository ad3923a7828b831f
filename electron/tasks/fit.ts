import { SigmalineError } from '../../shared/domain/index.ts';
import {
  type FitProgress,
  type FitRequest,
  type FitResult,
  fitProgressSchema,
  fitRequestSchema,
  fitResultSchema,
} from '../../shared/processes/jobs.ts';
import type { Job } from '../hosts/index.ts';
import { bePatient } from './patience.ts';

/** Fits one calibration and writes a complete recipe version, behind the work of the line. */
export const fit: Job<FitRequest, FitProgress, FitResult> = {
  name: 'fit',
  request: fitRequestSchema,
  progress: fitProgressSchema,
  result: fitResultSchema,
  crashed: (reason) => new SigmalineError('calibration.crashed', { reason }),
  cancelled: () => new SigmalineError('calibration.cancelled'),
  async run(request, report) {
    bePatient();
    const { fitRecipe } = await import('../lane/fitting/index.ts');
    return fitRecipe(request, report);
  },
};
