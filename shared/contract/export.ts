import { z } from 'zod';
import { defineRequests } from './define.ts';

export const exportRequests = defineRequests({
  /** Writes a CSV of the inspections recorded in [from, to) into the station's exports folder. */
  'export.csv': {
    input: z.object({ from: z.iso.datetime().nullable(), to: z.iso.datetime().nullable() }),
    output: z.object({ id: z.uuid(), fileName: z.string(), rows: z.number().int().nonnegative() }),
    role: 'operator',
    errors: ['export.failed'],
  },
  'export.locate': {
    input: z.object({ id: z.uuid() }),
    output: z.object({ path: z.string(), fileName: z.string() }),
    role: 'host',
    errors: ['resource.not-found'],
  },
});
