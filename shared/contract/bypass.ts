import { z } from 'zod';
import { bypassIdSchema, bypassInputSchema, bypassSchema } from '../domain/bypass.ts';
import { signatureInputSchema } from '../domain/person.ts';
import { defineRequests, EVERYONE } from './define.ts';

/** A by-pass that lasts, as screens show it. */
export const lastingBypassSchema = bypassSchema.extend({
  /** By the station's clock: that of a browser may be wrong. */
  remainingSeconds: z.number().int().nonnegative(),
});
export type LastingBypass = z.infer<typeof lastingBypassSchema>;

const SWITCHING = { changes: true, roles: EVERYONE, right: 'bypass' } as const;

export const bypassRequests = defineRequests({
  /** What a person can choose from to switch inspection off, and what the policies ask for. */
  'bypass.words': {
    input: z.object({}),
    output: z.object({
      reasons: z.array(z.string()),
      mostMinutes: z.number().int().positive(),
      /** Whether it needs a signature. */
      signs: z.boolean(),
    }),
    roles: EVERYONE,
    errors: [],
  },
  /** Switches the inspection of one source, or of all, off for so many minutes. Parts that arrive meanwhile are recorded as not inspected. */
  'bypass.begin': {
    input: bypassInputSchema.extend({ signature: signatureInputSchema.optional() }),
    output: bypassSchema,
    ...SWITCHING,
    errors: [
      'source.not-found',
      'bypass.already',
      'bypass.too-long',
      'bypass.unknown-reason',
      'signature.needed',
      'signature.both',
      'signature.other-person',
    ],
  },
  /** Ends it before its time. */
  'bypass.end': {
    input: z.object({ id: bypassIdSchema }),
    output: bypassSchema,
    ...SWITCHING,
    errors: ['bypass.over'],
  },
  /** Those that lie in [from, to), whole or in part, the newest first. */
  'bypass.list': {
    input: z.object({
      from: z.iso.datetime(),
      to: z.iso.datetime(),
      limit: z.number().int().min(1).max(1000).default(100),
    }),
    output: z.array(bypassSchema),
    roles: EVERYONE,
    signedOut: 'view',
    errors: [],
  },
});
