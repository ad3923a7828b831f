import { z } from 'zod';
import { calibrationProgressSchema } from '../../shared/contract/index.ts';
import { recipeIdSchema, recipeVersionSchema, SigmalineError } from '../../shared/domain/index.ts';
import type { Job } from '../hosts/index.ts';
import type { FitProgress, FitRequest, FitResult } from '../lane/fitting/index.ts';

export type { FitProgress, FitResult };

/** Fits one calibration and writes a complete recipe version. */
export const fit: Job<FitRequest, FitProgress, FitResult> = {
  name: 'fit',
  request: z.object({
    recipe: z.object({ id: recipeIdSchema, name: z.string(), version: z.number().int().positive() }),
    imagePaths: z.array(z.string()),
    backboneFolder: z.string(),
    target: z.number(),
    outputFolder: z.string(),
    comparesLevels: z.boolean().optional(),
  }),
  progress: calibrationProgressSchema.omit({ runId: true }),
  result: z.object({
    recipe: recipeVersionSchema,
    backboneMs: z.number(),
    fitMs: z.number(),
    duplicates: z.number().int().nonnegative(),
  }),
  crashed: (reason) => new SigmalineError('calibration.crashed', { reason }),
  cancelled: () => new SigmalineError('calibration.cancelled'),
  async run(request, report) {
    const { fitRecipe } = await import('../lane/fitting/index.ts');
    return fitRecipe(request, report);
  },
};
