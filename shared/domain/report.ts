import { z } from 'zod';
import { errorFactSchema } from './errors.ts';
import { inspectionIdSchema, recipeIdSchema } from './ids.ts';

/** What a report is about. */
export const reportSubjectSchema = z.discriminatedUnion('kind', [
  /** The parts of [from, to), by the time that the station's shifts are counted by. */
  z.object({
    kind: z.literal('shift'),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    /** What the station called the shift when the report was asked for; none for any other span. */
    name: z.string().max(40).optional(),
  }),
  /** One record: its certificate. */
  z.object({ kind: z.literal('part'), id: inspectionIdSchema }),
  /** One version of a recipe. */
  z.object({ kind: z.literal('calibration'), recipe: recipeIdSchema, version: z.number().int().positive() }),
  /** One test of a version with a test set. */
  z.object({ kind: z.literal('test'), run: z.number().int().positive() }),
]);
export type ReportSubject = z.infer<typeof reportSubjectSchema>;

export const paperSchema = z.enum(['a4', 'letter']);
export type Paper = z.infer<typeof paperSchema>;

/** Spans of time that people ask for by name. */
export const namedSpanSchema = z.enum(['running-shift', 'last-shift', 'last-night', 'yesterday']);
export type NamedSpan = z.infer<typeof namedSpanSchema>;

/** A report that was made, is being made, or could not be made. */
export const reportSchema = z.object({
  id: z.uuid(),
  subject: reportSubjectSchema,
  /** When it was asked for. */
  at: z.iso.datetime(),
  /** `shift-end`: the station made it by itself. */
  cause: z.enum(['asked', 'shift-end']),
  /** The printed name of whoever asked; null at an open station, and where nobody did. */
  by: z.string().nullable(),
  state: z.enum(['waiting', 'made', 'failed']),
  /** 0..1 while it is being made. */
  progress: z.number().min(0).max(1).nullable(),
  /** Null until it is made. */
  file: z
    .object({
      name: z.string(),
      /** SHA-256 in hexadecimal digits. */
      sha256: z.string(),
      bytes: z.number().int().positive(),
      pages: z.number().int().positive(),
      isSigned: z.boolean(),
    })
    .nullable(),
  /** Why there is none. */
  error: errorFactSchema.nullable(),
});
export type Report = z.infer<typeof reportSchema>;

/** The certificate that reports are signed with, as people know it. */
export const reportSignerSchema = z.object({
  /** The common names of its holder and of who issued it. */
  subject: z.string(),
  issuer: z.string(),
  validFrom: z.iso.datetime(),
  validTo: z.iso.datetime(),
  /** Where its key is kept: sealed by a secret in the operating system's store, or in a file that its owner alone can read. */
  keeping: z.enum(['system', 'file']),
  problem: errorFactSchema.nullable(),
});
export type ReportSigner = z.infer<typeof reportSignerSchema>;
