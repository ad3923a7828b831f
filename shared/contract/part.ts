import { z } from 'zod';
import { inspectionIdSchema } from '../domain/ids.ts';
import { partSchema } from '../domain/part.ts';
import { verdictSchema } from '../domain/verdict.ts';
import { defineEvents, defineRequests, EVERYONE } from './define.ts';

export const partRequests = defineRequests({
  /** The part of several views that a record shows; null where its image shows a part of its own. */
  'part.of': {
    input: z.object({ id: inspectionIdSchema }),
    output: z.object({ part: partSchema.nullable() }),
    roles: EVERYONE,
    signedOut: 'view',
    errors: ['inspection.not-found'],
  },
  /** Parts of several views, the newest first; `before` is the number where the last page ended. */
  'part.page': {
    input: z.object({
      before: z.number().int().positive().nullable().default(null),
      limit: z.number().int().min(1).max(200).default(50),
      /** Those with one of these verdicts; null for all. */
      verdicts: z
        .array(verdictSchema.exclude(['pass']))
        .min(1)
        .nullable()
        .default(null),
    }),
    output: z.object({ parts: z.array(partSchema) }),
    roles: EVERYONE,
    signedOut: 'view',
    errors: [],
  },
});

export const partEvents = defineEvents({
  /** A view of a part came, its time is over, or a late view opened it again. `overtaken`: the number of its new record, where that came when the line had gone on (`overtaken` of its source). */
  'part.changed': z.object({ part: partSchema, overtaken: z.number().int().positive().nullable() }),
});
