import { z } from 'zod';
import {
  recipeIdSchema,
  sourceIdSchema,
  sourceOptionsSchema,
  storedStationSettingsSchema,
} from '../../../shared/domain/index.ts';

export const sourceSettingsSchema = z.object({
  id: sourceIdSchema,
  name: z.string().trim().min(1).max(80),
  folder: z.string().min(1),
  recipeId: recipeIdSchema,
  options: sourceOptionsSchema.prefault({}),
});
export type SourceSettings = z.infer<typeof sourceSettingsSchema>;

/** Older stations kept a number of lanes, or had it measured. */
const olderLanes = z.union([z.literal('auto'), z.number().int().min(1).max(16)]);

function goalOfOlder(stored: unknown): unknown {
  const older = olderLanes.safeParse(stored);
  if (!older.success) return stored;
  return older.data === 'auto' || older.data === 1 ? 'latency' : 'throughput';
}

/** What an engineer decided about this station and its sources. A field that is left out has its default. */
export const settingsSchema = storedStationSettingsSchema.extend({
  lanes: z.preprocess(goalOfOlder, storedStationSettingsSchema.shape.lanes),
  sources: z.array(sourceSettingsSchema).default([]),
});
export type Settings = z.infer<typeof settingsSchema>;
