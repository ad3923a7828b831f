import { z } from 'zod';
import { errorFactSchema } from '../domain/errors.ts';
import { recipeSummarySchema } from '../domain/recipe.ts';
import { defineEvents, defineRequests, ENGINEERS, EVERYONE } from './define.ts';
import { errorReportSchema } from './errorReport.ts';

export const calibrationProgressSchema = z.object({
  runId: z.uuid(),
  phase: z.enum(['reading', 'varying', 'fitting', 'compiling']),
  done: z.number().int().nonnegative(),
  total: z.number().int().positive(),
});
export type CalibrationProgress = z.infer<typeof calibrationProgressSchema>;

/** What keeps a calibration from starting, whoever asks for it. */
export const CALIBRATION_ERRORS = [
  'calibration.running',
  'calibration.too-few-images',
  'folder.not-found',
  'folder.unreadable',
  'folder.not-a-folder',
  'folder.no-images',
  'backbone.not-found',
  'backbone.corrupt',
  'station.data-folder',
] as const;

export const calibrationRequests = defineRequests({
  /** Starts a run and returns at once; `calibration.progress` and `calibration.ended` tell the rest. */
  'calibration.start': {
    input: z.object({
      recipeName: z.string().trim().min(1).max(80),
      goodFolder: z.string().min(1),
      backboneId: z.string().nullable(),
      target: z.number(),
    }),
    output: z.object({ runId: z.uuid() }),
    roles: ENGINEERS,
    errors: [...CALIBRATION_ERRORS, 'target.invalid', 'recipe.name'],
  },
  'calibration.cancel': {
    input: z.object({ runId: z.uuid() }),
    output: z.object({}),
    roles: ENGINEERS,
    errors: ['calibration.unknown-run'],
  },
});

export const calibrationEvents = defineEvents({
  'calibration.progress': calibrationProgressSchema,
  /** Exactly one of `recipe` and `error` is not null. */
  'calibration.ended': z.object({
    runId: z.uuid(),
    recipe: recipeSummarySchema.nullable(),
    error: errorReportSchema.nullable(),
  }),
});

export const recipeRequests = defineRequests({
  'recipe.list': {
    input: z.object({}),
    output: z.object({
      recipes: z.array(recipeSummarySchema),
      /** Recipes whose newest version cannot be used. */
      unusable: z.array(z.object({ id: z.string(), problem: errorFactSchema })),
    }),
    roles: EVERYONE,
    errors: [],
  },
});

export const demoRequests = defineRequests({
  /** Calibrates the sample product where that was not done yet, and lets a simulated camera deliver its parts. */
  'demo.start': {
    input: z.object({}),
    output: z.object({}),
    roles: ENGINEERS,
    errors: ['demo.running', ...CALIBRATION_ERRORS],
  },
  'demo.stop': { input: z.object({}), output: z.object({}), roles: ENGINEERS, errors: [] },
});
