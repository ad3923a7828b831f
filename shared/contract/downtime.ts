import { z } from 'zod';
import { downtimePeriodSchema } from '../domain/downtime.ts';
import { sourceIdSchema } from '../domain/ids.ts';
import { defineRequests, EVERYONE } from './define.ts';

export const downtimeRequests = defineRequests({
  /** The times in [from, to) in which sources did not inspect, the newest first. Each is told whole, also where it began before or goes on after. */
  'downtime.list': {
    input: z
      .object({
        from: z.iso.datetime(),
        to: z.iso.datetime(),
        /** Of this source alone; of all without it. */
        sourceId: sourceIdSchema.optional(),
        limit: z.number().int().min(1).max(5000).default(1000),
      })
      .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { message: 'the time span ends before it begins' }),
    output: z.object({
      periods: z.array(downtimePeriodSchema),
      /** There are more in this span than were asked for: ask again up to the beginning of the last one. */
      isMore: z.boolean(),
      /** In how many seconds of the span at least one of the sources did not inspect, whether listed here or not. */
      seconds: z.number().int().nonnegative(),
    }),
    roles: EVERYONE,
    signedOut: 'view',
    errors: [],
  },
});
