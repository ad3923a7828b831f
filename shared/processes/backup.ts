import { z } from 'zod';
import { errorReportSchema } from '../contract/errorReport.ts';

const depth = z.enum(['quick', 'full']);

/** The one message that the process for backups gets. Paths are absolute. */
export const backupRequestSchema = z.discriminatedUnion('kind', [
  /** Copies the database into the folder, which is made where it is missing, and checks the copy: only then it gets its name. */
  z.object({ kind: z.literal('backUp'), database: z.string(), folder: z.string(), depth }),
  /** Reads all of the database. */
  z.object({ kind: z.literal('check'), database: z.string(), depth }),
]);
export type BackupRequest = z.infer<typeof backupRequestSchema>;

export const backupMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({
    kind: z.literal('done'),
    /** Where the backup lies; null where the database was only checked. */
    file: z.string().nullable(),
    /** The last sequence number in what was checked. */
    lastSequence: z.number().int(),
    at: z.iso.datetime(),
  }),
  z.object({ kind: z.literal('failed'), error: errorReportSchema }),
]);
export type BackupMessage = z.infer<typeof backupMessageSchema>;
