import { z } from 'zod';
import { errorFactSchema } from '../domain/errors.ts';
import { exportContentsSchema, holdsAnything } from '../domain/exportContents.ts';
import { recordFilterSchema } from '../domain/recordFilter.ts';
import { defineEvents, defineRequests, EVERYONE } from './define.ts';

const countSchema = z.number().int().nonnegative();

export const exportFileSchema = z.object({ name: z.string(), bytes: countSchema, sha256: z.string() });
export type ExportFile = z.infer<typeof exportFileSchema>;

export const exportStateSchema = z.object({
  id: z.uuid(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** Whether somebody asked for it, or what of the schedule came to its end. */
  cause: z.enum(['asked', 'shift', 'lot', 'day']),
  at: z.iso.datetime(),
  /** The printed name of whoever asked; null at an open station, and for what is scheduled. */
  by: z.string().nullable(),
  filter: recordFilterSchema,
  contents: exportContentsSchema,
  rows: z.object({ done: countSchema, total: countSchema }),
  /** The manifest is the last but one, the checkpoint the last. */
  files: z.array(exportFileSchema),
  error: errorFactSchema.nullable(),
});
export type ExportState = z.infer<typeof exportStateSchema>;

const EXPORTING = { roles: EVERYONE, right: 'export' } as const;

export const exportRequests = defineRequests({
  /** Begins to write exactly what the filter finds now. One export is written at a time; another waits for it. */
  'export.start': {
    input: z.object({
      filter: recordFilterSchema.prefault({}),
      contents: exportContentsSchema.prefault({}).refine(holdsAnything, 'nothing is to be exported'),
    }),
    output: exportStateSchema,
    changes: true,
    ...EXPORTING,
    errors: ['export.too-many'],
  },
  /** Those that are kept, the newest first. */
  'export.list': { input: z.object({}), output: z.array(exportStateSchema), ...EXPORTING, errors: [] },
  'export.cancel': {
    input: z.object({ id: z.uuid() }),
    output: z.array(exportStateSchema),
    ...EXPORTING,
    errors: [],
  },
  /** One of the files of an export, by its place in the list. */
  'export.locate': {
    input: z.object({ id: z.uuid(), place: countSchema }),
    output: z.object({ path: z.string(), fileName: z.string(), mediaType: z.string() }),
    ...EXPORTING,
    channel: 'host',
    errors: ['resource.not-found'],
  },
});

export const exportEvents = defineEvents({ 'export.changed': exportStateSchema });
