import { z } from 'zod';
import { SigmalineError } from '../../shared/domain/index.ts';
import {
  type FindTestImagesRequest,
  type FindTestImagesResult,
  findTestImagesRequestSchema,
  findTestImagesResultSchema,
} from '../../shared/processes/testing.ts';
import type { Job } from '../hosts/index.ts';

/** Compares the images of a calibration with those of test sets, which no version may learn from. */
export const findTestImages: Job<FindTestImagesRequest, never, FindTestImagesResult> = {
  name: 'findTestImages',
  request: findTestImagesRequestSchema,
  progress: z.never(),
  result: findTestImagesResultSchema,
  crashed: (reason) => new SigmalineError('test-set.not-compared', { reason }),
  cancelled: () => new SigmalineError('calibration.cancelled'),
  async run(request) {
    const { findTestImages: find } = await import('../lane/comparing/index.ts');
    return { found: await find(request) };
  },
};
