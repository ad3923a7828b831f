import { z } from 'zod';
import { inspectionIdSchema } from '../domain/ids.ts';
import { feedItemSchema } from '../domain/inspection.ts';
import { partSchema } from '../domain/part.ts';
import { verdictSchema } from '../domain/verdict.ts';
import { defineRequests, EVERYONE } from './define.ts';
import { foundRecordSchema } from './records.ts';

const countSchema = z.number().int().nonnegative();
const screenNameSchema = z.string().trim().min(1).max(40);

/** Who looks at a part of the review queue now. */
const claimSchema = z.object({
  number: z.number().int().positive(),
  /** The person's printed name; null at an open station. */
  name: z.string().nullable(),
  /** What the screen is called; null where nobody gave it a name. */
  screen: screenNameSchema.nullable(),
  since: z.iso.datetime(),
});
export type Claim = z.infer<typeof claimSchema>;

/** Parts that wait for a decision: everything that did not pass and that nobody has decided about. */
export const waitingPartsSchema = z.object({
  parts: countSchema,
  /** The oldest part that its source holds on the operator's screen, and how many it holds of each verdict, this one included; null where there is none. */
  held: z.object({ part: feedItemSchema, verdicts: z.record(verdictSchema.exclude(['pass']), countSchema) }).nullable(),
  /** By the parts' numbers. */
  claims: z.array(claimSchema),
});
/** A part of the queue: the record of its image, or of its first view, with the verdict of the part. */
const queuedPartSchema = z.object({
  record: foundRecordSchema,
  /** All views; null where the image shows a part of its own. */
  part: partSchema.nullable(),
});
export type QueuedPart = z.infer<typeof queuedPartSchema>;
export type WaitingParts = z.infer<typeof waitingPartsSchema>;

const CLAIMING = { roles: EVERYONE, right: 'dispose', errors: ['inspection.not-found'] } as const;

export const reviewRequests = defineRequests({
  /**
   * Takes the next part of the review queue, the oldest first, that nobody else looks at; behind the last comes the first again. Whoever takes one gives the one
   * of before back. A claim ends by itself after a minute, unless `review.keep` renews it, and with the connection.
   */
  'review.take': {
    input: z.object({
      /** The number of the part to go on from; null begins at the oldest. */
      after: z.number().int().positive().nullable().default(null),
      backwards: z.boolean().default(false),
      screen: screenNameSchema.nullable().default(null),
    }),
    /** Null where no part waits that nobody else looks at. */
    output: z.object({ queued: queuedPartSchema.nullable() }),
    ...CLAIMING,
  },
  /** Takes the very part that a record shows. Where another looks at it, the part is shown all the same, and who that is. */
  'review.open': {
    input: z.object({ id: inspectionIdSchema, screen: screenNameSchema.nullable().default(null) }),
    output: z.object({ queued: queuedPartSchema, claimedBy: claimSchema.nullable() }),
    ...CLAIMING,
  },
  'review.keep': { input: z.object({}), output: z.object({}), ...CLAIMING },
  'review.leave': { input: z.object({}), output: z.object({}), ...CLAIMING },
});
