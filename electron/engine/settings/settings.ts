import { z } from 'zod';
import {
  recipeIdSchema,
  sourceIdSchema,
  sourceOptionsSchema,
  stationSettingsSchema,
} from '../../../shared/domain/index.ts';

export const sourceSettingsSchema = z.object({
  id: sourceIdSchema,
  name: z.string().trim().min(1).max(80),
  folder: z.string().min(1),
  recipeId: recipeIdSchema,
  options: sourceOptionsSchema.prefault({}),
});
export type SourceSettings = z.infer<typeof sourceSettingsSchema>;

const { stationName, shiftStarts, shiftsBy, lanes, executionProvider, judgeFirst, backups } =
  stationSettingsSchema.shape;

/** Older stations kept a number of lanes, or had it measured. */
const olderLanes = z.union([z.literal('auto'), z.number().int().min(1).max(16)]);

function goalOfOlder(stored: unknown): unknown {
  const older = olderLanes.safeParse(stored);
  if (!older.success) return stored;
  return older.data === 'auto' || older.data === 1 ? 'latency' : 'throughput';
}

/** What an engineer decided about this station and its sources. A field that is left out has its default. */
export const settingsSchema = z.object({
  stationName: stationName.default('Station'),
  shiftStarts: shiftStarts.default(['06:00', '14:00', '22:00']),
  shiftsBy: shiftsBy.default('arrival'),
  lanes: z.preprocess(goalOfOlder, lanes).default('latency'),
  executionProvider: executionProvider.default('auto'),
  judgeFirst: judgeFirst.default('oldest'),
  backups: backups.default({ folder: null, everyMinutes: 60, hourly: 24, daily: 14 }),
  sources: z.array(sourceSettingsSchema).default([]),
});
export type Settings = z.infer<typeof settingsSchema>;
