import { z } from 'zod';
import { recipeIdSchema, sourceIdSchema, sourceOptionsSchema } from '../../../shared/domain/index.ts';

const sourceSettingsSchema = z.object({
  id: sourceIdSchema,
  name: z.string().trim().min(1).max(80),
  folder: z.string().min(1),
  recipeId: recipeIdSchema,
  options: sourceOptionsSchema.prefault({}),
});
export type SourceSettings = z.infer<typeof sourceSettingsSchema>;

/** What an engineer decided about this station. A field that is left out has its default. */
export const settingsSchema = z.object({
  stationName: z.string().trim().min(1).max(80).default('Station'),
  /** Local times of day at which a shift begins. */
  shiftStarts: z
    .array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/))
    .min(1)
    .default(['06:00', '14:00', '22:00']),
  /** Inference processes that run side by side; `auto` takes what a short measurement found quickest. */
  lanes: z.union([z.literal('auto'), z.number().int().min(1).max(16)]).default('auto'),
  /** What networks run on; `auto` takes the first of those here that agrees with the CPU. */
  executionProvider: z.union([z.literal('auto'), z.string().regex(/^[a-z]+$/)]).default('auto'),
  /** Which of the waiting files goes first. */
  judgeFirst: z.enum(['oldest', 'newest']).default('oldest'),
  sources: z.array(sourceSettingsSchema).default([]),
});
export type Settings = z.infer<typeof settingsSchema>;
