import { z } from 'zod';
import { feedItemSchema, inspectionSchema } from '../domain/inspection.ts';
import { verdictSchema } from '../domain/verdict.ts';
import { defineEvents, defineRequests, EVERYONE } from './define.ts';

export const feedRequests = defineRequests({
  /** The newest inspections first; `before` is the number where the last page ended. */
  'feed.page': {
    input: z.object({
      before: z.number().int().positive().nullable(),
      limit: z.number().int().min(1).max(1000),
    }),
    output: z.object({ items: z.array(feedItemSchema), total: z.number().int().nonnegative() }),
    roles: EVERYONE,
    signedOut: 'view',
    errors: [],
  },
  /** The newest inspections with one of these verdicts first, and how many such there are. */
  'feed.filtered': {
    input: z.object({
      verdicts: z.array(verdictSchema).min(1),
      before: z.number().int().positive().nullable(),
      limit: z.number().int().min(1).max(200),
    }),
    output: z.object({
      items: z.array(feedItemSchema),
      total: z.number().int().nonnegative(),
      /** The number of the newest inspection that was looked at. */
      upTo: z.number().int().nonnegative(),
    }),
    roles: EVERYONE,
    signedOut: 'view',
    errors: [],
  },
});

/** A new record with all that the operator's screen shows of it, so that no verdict makes a second trip. */
const arrivalSchema = inspectionSchema.extend({
  /** Whether it passed when the line had gone on (`overtaken` of its source). */
  isOvertaken: z.boolean(),
  /** The numbers of the records that this one names. */
  links: z.object({
    sameContentAs: z.number().int().positive().nullable(),
    followsError: z.number().int().positive().nullable(),
  }),
});
export type Arrival = z.infer<typeof arrivalSchema>;

export const feedEvents = defineEvents({
  /** New inspections in the order of their numbers. A gap means that events were missed: fetch the page. */
  'feed.appended': z.object({ items: z.array(arrivalSchema) }),
});
