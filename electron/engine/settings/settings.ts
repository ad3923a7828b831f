import { z } from 'zod';
import { recipeIdSchema, sourceIdSchema } from '../../../shared/domain/index.ts';

const sourceSettingsSchema = z.object({
  id: sourceIdSchema,
  name: z.string().trim().min(1).max(80),
  folder: z.string().min(1),
  recipeId: recipeIdSchema,
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
  /** Inference processes that run side by side. */
  lanes: z.number().int().min(1).max(16).default(1),
  sources: z.array(sourceSettingsSchema).default([]),
});
export type Settings = z.infer<typeof settingsSchema>;
