import { z } from 'zod';
import type { ErrorFact } from './errors.ts';
import { sourceIdSchema } from './ids.ts';
import { signatureSchema } from './person.ts';

export const bypassIdSchema = z.uuid();

/** The longest by-pass that any station can allow: a day. */
export const LONGEST_BYPASS_MINUTES = 1440;

/** What a person says who switches inspection off. */
export const bypassInputSchema = z.object({
  /** Null for all sources, also those that are added meanwhile. */
  source: sourceIdSchema.nullable(),
  reason: z.string().trim().min(1).max(60),
  comment: z.string().trim().min(1).max(500).nullable(),
  minutes: z.number().int().min(1).max(LONGEST_BYPASS_MINUTES),
});

/** A time in which inspection was switched off by a person, who said why and for how long at most. */
export const bypassSchema = bypassInputSchema.omit({ source: true, minutes: true }).extend({
  id: bypassIdSchema,
  /** What the source was called then; null for all sources. */
  source: z.object({ id: sourceIdSchema, name: z.string() }).nullable(),
  began: z.iso.datetime(),
  /** When it ends by itself. */
  until: z.iso.datetime(),
  /** Null at an open station. */
  person: z.string().nullable(),
  name: z.string().nullable(),
  signature: signatureSchema.nullable(),
  /** Null while it lasts. */
  ended: z.iso.datetime().nullable(),
  /** Who ended it early, as their name is printed; null where its time was up, and at an open station. */
  endedBy: z.string().nullable(),
  endedEarly: z.boolean(),
  /** How many parts were recorded without being inspected because of it. */
  parts: z.number().int().nonnegative(),
});
export type Bypass = z.infer<typeof bypassSchema>;

/** The code of a record whose part was not inspected because of a by-pass. */
export const BYPASSED_CODE = 'bypass.not-inspected';

/** What the sentences of a by-pass name. */
export function bypassDetails({ source, name, reason }: Pick<Bypass, 'source' | 'name' | 'reason'>) {
  const details = {
    source: source === null ? { code: 'bypass.all-sources', details: {} } : source.name,
    who: name ?? { code: 'bypass.somebody', details: {} },
    why: reason,
  } satisfies ErrorFact['details'];
  return details;
}

/** Which by-pass kept the part of a record from being inspected; null where none did. */
export function bypassIdIn(error: { readonly code: string; readonly details: unknown } | null): string | null {
  if (error?.code !== BYPASSED_CODE) return null;
  return z.object({ bypass: bypassIdSchema }).safeParse(error.details).data?.bypass ?? null;
}
