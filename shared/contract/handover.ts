import { z } from 'zod';
import { handoverNoteSchema, handoverTextSchema } from '../domain/handover.ts';
import { defineRequests, EVERYONE } from './define.ts';

/** A note that nobody has read yet. */
export const waitingNoteSchema = handoverNoteSchema.extend({
  /** The shift in which it was written is over: the shift of now is to read it. */
  isDue: z.boolean(),
});
export type WaitingNote = z.infer<typeof waitingNoteSchema>;

export const handoverRequests = defineRequests({
  /** Writes a note for the next shift. */
  'handover.write': {
    input: z.object({ text: handoverTextSchema }),
    output: handoverNoteSchema,
    changes: true,
    roles: EVERYONE,
    errors: ['handover.too-many'],
  },
  /** Somebody has read a note: screens stop showing it. In the shift in which it was written its writer cannot say so. */
  'handover.read': {
    input: handoverNoteSchema.pick({ id: true }),
    output: handoverNoteSchema,
    changes: true,
    roles: EVERYONE,
    errors: ['handover.not-found', 'handover.read-already', 'handover.own'],
  },
  /** The last notes, the newest first. */
  'handover.list': {
    input: z.object({ limit: z.number().int().min(1).max(200).default(20) }),
    output: z.array(handoverNoteSchema),
    roles: EVERYONE,
    signedOut: 'view',
    errors: [],
  },
});
