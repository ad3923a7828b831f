import { z } from 'zod';
import { SigmalineError } from '../../shared/domain/index.ts';
import {
  type SurveyRequest,
  type SurveyResult,
  surveyRequestSchema,
  surveyResultSchema,
} from '../../shared/processes/examining.ts';
import type { Job } from '../hosts/index.ts';
import { bePatient } from './patience.ts';

/** Puts the good images of a calibration in the making on top of each other, beside the work. */
export const surveyImages: Job<SurveyRequest, never, SurveyResult> = {
  name: 'surveyImages',
  request: surveyRequestSchema,
  progress: z.never(),
  result: surveyResultSchema,
  crashed: (reason) => new SigmalineError('bench.survey-failed', { reason }),
  cancelled: () => new SigmalineError('bench.survey-failed', { reason: 'it was asked for again' }),
  async run(request) {
    bePatient();
    const { surveyImages: survey } = await import('../lane/examining/index.ts');
    return survey(request);
  },
};
