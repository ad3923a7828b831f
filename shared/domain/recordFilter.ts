import { z } from 'zod';
import { dispositionStateSchema, listedWordsSchema } from './disposition.ts';
import { recipeIdSchema, sourceIdSchema } from './ids.ts';
import { verdictSchema } from './verdict.ts';

const textSchema = z.string().trim().min(1).max(200);

/** Which records are meant. Everything that is given must hold; null and an empty list ask for nothing. */
export const recordFilterSchema = z.object({
  /** [from, to), by the time that the station's shifts are counted by. */
  from: z.iso.datetime().nullable().default(null),
  to: z.iso.datetime().nullable().default(null),
  number: z.number().int().positive().nullable().default(null),
  /** The number of a record: all images of the part that it shows. */
  part: z.number().int().positive().nullable().default(null),
  lot: textSchema.nullable().default(null),
  /** What the serial, or the file's path, contains; upper and lower case are the same. */
  serial: textSchema.nullable().default(null),
  file: textSchema.nullable().default(null),
  recipe: z.object({ id: recipeIdSchema, version: z.number().int().positive().nullable() }).nullable().default(null),
  source: sourceIdSchema.nullable().default(null),
  verdicts: z.array(verdictSchema).default([]),
  /** Of the newest disposition; a record that passed has none, not even `open`. */
  dispositions: z.array(dispositionStateSchema).default([]),
  reason: listedWordsSchema.nullable().default(null),
  defect: listedWordsSchema.nullable().default(null),
  /** The sign-in id of whoever decided. */
  person: z.string().min(1).max(128).nullable().default(null),
  /** Scores in sigma, ends included. */
  scoreFrom: z.number().nullable().default(null),
  scoreTo: z.number().nullable().default(null),
  error: z.string().min(1).max(80).nullable().default(null),
});
export type RecordFilter = z.output<typeof recordFilterSchema>;

/** The filter that finds everything. */
export const EVERY_RECORD: RecordFilter = recordFilterSchema.parse({});

/** Time is the order of the records' numbers. Records without a score come last, whichever way scores are ordered. */
export const recordOrderSchema = z.object({ by: z.enum(['time', 'score']), descending: z.boolean() });
export type RecordOrder = z.infer<typeof recordOrderSchema>;

/** Where a page ended: the record there. */
export const recordCursorSchema = z.object({ number: z.number().int().positive(), score: z.number().nullable() });
export type RecordCursor = z.infer<typeof recordCursorSchema>;
