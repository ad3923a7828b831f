import { z } from 'zod';

export const handoverTextSchema = z.string().trim().min(1).max(1000);

const actSchema = z.object({
  at: z.iso.datetime(),
  /** The sign-in id, and the name as it is printed; null at an open station. */
  person: z.string().nullable(),
  name: z.string().nullable(),
});

/** What a person tells the next shift. A note never changes; it is read once, by whoever says so first. */
export const handoverNoteSchema = actSchema.extend({
  id: z.number().int().positive(),
  text: handoverTextSchema,
  /** Who of the next shift has read it; null until somebody has. */
  read: actSchema.nullable(),
});
export type HandoverNote = z.infer<typeof handoverNoteSchema>;
