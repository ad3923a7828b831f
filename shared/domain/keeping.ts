import { z } from 'zod';
import { dispositionStateSchema } from './disposition.ts';
import { recipeIdSchema } from './ids.ts';
import { verdictSchema } from './verdict.ts';

/** What rules can remove. Images are those that the station archived; records are never removed. */
export const keptKindSchema = z.enum(['images', 'maps', 'thumbnails', 'exports', 'reports']);
export type KeptKind = z.infer<typeof keptKindSchema>;

/**
 * What is removed by itself. Everything that is given must hold: files of records that are older than so many days, and, where a size is given, the
 * oldest of them until those that are left take no more room than that. Verdicts, recipe and dispositions say nothing of exports and reports.
 */
export const keepingRuleSchema = z
  .object({
    name: z.string().trim().min(1).max(60),
    what: z.array(keptKindSchema).min(1),
    /** In time of operation. */
    olderThanDays: z.number().int().min(1).max(36_500).nullable(),
    /** Of 10^9 bytes. */
    overGigabytes: z.number().positive().max(1_000_000).nullable(),
    /** Empty for every verdict. */
    verdicts: z.array(verdictSchema).default([]),
    recipe: recipeIdSchema.nullable().default(null),
    /** Of the newest disposition; empty for all, and for records that passed. */
    dispositions: z.array(dispositionStateSchema).default([]),
    /** It waits until the data folder's disk is nearly full, and stops when there is room again. */
    onlyWhenDiskIsLow: z.boolean().default(false),
  })
  .refine(({ olderThanDays, overGigabytes }) => olderThanDays !== null || overGigabytes !== null);
export type KeepingRule = z.infer<typeof keepingRuleSchema>;

export const keepingSettingsSchema = z.object({
  /** Local time of day at which the rules are applied. */
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  rules: z.array(keepingRuleSchema).max(20),
});
export type KeepingSettings = z.infer<typeof keepingSettingsSchema>;

/** What a hold is on: every part of a lot, every record of a serial, or one record by its id. */
export const heldSchema = z.object({
  kind: z.enum(['lot', 'serial', 'record']),
  value: z.string().trim().min(1).max(200),
});
export type Held = z.infer<typeof heldSchema>;
