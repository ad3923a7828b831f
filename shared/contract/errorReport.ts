import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../i18n/errors.ts';

/** An error as it crosses a process boundary. */
export const errorReportSchema = z.object({
  code: z.custom<ErrorCode>((value) => (ERROR_CODES as readonly unknown[]).includes(value)),
  message: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
});
