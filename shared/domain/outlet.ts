import { z } from 'zod';
import { inspectionIdSchema, recipeIdSchema, sourceIdSchema } from './ids.ts';
import { verdictSchema } from './verdict.ts';

/** What a machine is told of one part. */
export const outletResultSchema = z.object({
  /** The number of the audit entry that tells of it: it grows with every result, over restarts too, and no two results have the same. */
  sequence: z.number().int().positive(),
  /** That of its record; of a part with several views that of its first one. */
  number: z.number().int().positive(),
  recordId: inspectionIdSchema,
  serial: z.string().nullable(),
  lot: z.string().nullable(),
  view: z.string().nullable(),
  verdict: verdictSchema,
  /** It came after the time in which the line can act on it: never a pass at the outlet, whatever the record says. */
  isLate: z.boolean(),
  score: z.number().nullable(),
  limit: z.number().nullable(),
  recipeId: recipeIdSchema.nullable(),
  recipeVersion: z.number().int().positive().nullable(),
  /** ms since 1970: when the station found its file complete, and when its record was committed. */
  completeAtMs: z.number(),
  recordedAtMs: z.number(),
  /** True where it was taken back because its source did not inspect: nobody may act on it any more. */
  isOver: z.boolean().optional(),
  /** How long ago its record was committed when this was sent, by a clock that nobody sets. */
  ageMs: z.number().nonnegative(),
});
export type OutletResult = z.infer<typeof outletResultSchema>;

export const outletStateSchema = z.enum(['inspecting', 'by-passed', 'not-inspecting']);

/** What the engine tells machines of one source: how it stands now. The newest replaces what was told before; nothing is kept for later. */
export const outletSchema = z.object({
  sourceId: sourceIdSchema,
  sourceName: z.string(),
  state: outletStateSchema,
  /** Code of the condition because of which it does not inspect. */
  reason: z.string().nullable(),
  /** Whether an image is there that has no verdict yet. */
  isBusy: z.boolean(),
  result: outletResultSchema.nullable(),
  /** The recipe that judges, and its number in the order that the station's recipes were made, from 1. */
  recipe: z
    .object({
      id: recipeIdSchema,
      number: z.number().int().positive(),
      version: z.number().int().positive().nullable(),
    })
    .nullable(),
  /** Of the shift that runs, in parts. */
  counters: z.object({
    inspected: z.number().int(),
    pass: z.number().int(),
    review: z.number().int(),
    fail: z.number().int(),
    error: z.number().int(),
  }),
  /** The part that the line announced and whose image has not come. */
  announced: z.object({ serial: z.string().nullable(), lot: z.string().nullable() }).nullable(),
});
export type Outlet = z.infer<typeof outletSchema>;

/**
 * What a machine may read of a source at this very moment. It is safe as it is: a result that is over, acknowledged, or told by an engine that is silent is not in it, so
 * that whoever shows it needs no clock of its own.
 */
export const outletViewSchema = outletSchema.extend({
  /** `engine-away`: the engine has been silent for a second. */
  state: z.enum([...outletStateSchema.options, 'engine-away']),
  /** Null where no result may be acted on now. */
  result: outletResultSchema.nullable(),
  /** That of the last result, over or not; 0 where the engine has told of none since it was started or was reset. */
  sequence: z.number().int().nonnegative(),
  /** How long the result is valid still, ms; 0 without one. */
  validForMs: z.number().nonnegative(),
  /** True only for a part that passed in time at a source that inspects: the one thing that may open a gate. */
  isPass: z.boolean(),
});
export type OutletView = z.infer<typeof outletViewSchema>;
