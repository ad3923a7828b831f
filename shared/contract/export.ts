import { z } from 'zod';
import { defineRequests, EVERYONE } from './define.ts';

export const exportRequests = defineRequests({
  /** Writes a CSV of the inspections recorded in [from, to) into the station's exports folder. */
  'export.csv': {
    input: z.object({ from: z.iso.datetime().nullable(), to: z.iso.datetime().nullable() }),
    output: z.object({ id: z.uuid(), fileName: z.string(), rows: z.number().int().nonnegative() }),
    roles: EVERYONE,
    errors: ['export.failed'],
  },
  'export.locate': {
    input: z.object({ id: z.uuid() }),
    output: z.object({ path: z.string(), fileName: z.string() }),
    roles: EVERYONE,
    channel: 'host',
    errors: ['resource.not-found'],
  },
});
