import { z } from 'zod';
import { errorReportSchema } from '../contract/errorReport.ts';

/** The one message that a task's process gets: the name of its job, and what that job asks for. */
export const taskRequestSchema = z.object({ job: z.string(), request: z.unknown() });
export type TaskRequest = z.infer<typeof taskRequestSchema>;

/** What a task's process says. What is in `progress` and `result` belongs to its job. */
export const taskMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('progress'), progress: z.unknown() }),
  z.object({ kind: z.literal('done'), result: z.unknown() }),
  z.object({ kind: z.literal('failed'), error: errorReportSchema }),
]);
export type TaskMessage = z.infer<typeof taskMessageSchema>;
