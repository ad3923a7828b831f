import { z } from 'zod';
import { errorFactSchema } from '../domain/errors.ts';

/** An error as it crosses a process boundary. */
export const errorReportSchema = errorFactSchema.extend({ message: z.string() });
