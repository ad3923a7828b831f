import { z } from 'zod';
import { errorDetailsSchema, errorFactSchema } from '../domain/errors.ts';
import { signatureInputSchema } from '../domain/person.ts';
import { ADMINISTRATORS, defineEvents, defineRequests, READERS } from './define.ts';

const objectSchema = z.object({ kind: z.string(), id: z.string() });

/** One line of the audit trail. */
export const auditItemSchema = z.object({
  sequence: z.number().int().positive(),
  at: z.iso.datetime(),
  /** A person's sign-in id, or `station`, `open station`, `command line`. */
  actor: z.string(),
  /** The person's printed name. */
  name: z.string().nullable(),
  role: z.string().nullable(),
  /** `area.verb`, the verb in the past. */
  action: z.string(),
  object: objectSchema,
  reason: z.string().nullable(),
});
export type AuditItem = z.infer<typeof auditItemSchema>;

export const auditEntrySchema = auditItemSchema.extend({
  session: z.string().nullable(),
  /** Time of operation. */
  livedMs: z.number(),
  /** What differs, before and after; null where there is nothing to say. */
  old: z.unknown(),
  new: z.unknown(),
  /** The version of the database's schema that wrote it. */
  schema: z.number().int(),
  /** SHA-256 of the entry, and of the one before it, in hexadecimal digits. */
  hash: z.string(),
  previousHash: z.string(),
});

export const auditFilterSchema = z.object({
  /** From here, and to before there, by the clock as it was. */
  from: z.iso.datetime().nullable().default(null),
  to: z.iso.datetime().nullable().default(null),
  /** An action, or with nothing behind its dot an area: `settings.` */
  action: z.string().max(80).nullable().default(null),
  actor: z.string().max(128).nullable().default(null),
  object: objectSchema.nullable().default(null),
});
export type AuditFilter = z.output<typeof auditFilterSchema>;

const progressSchema = z.object({ done: z.number().int(), total: z.number().int() });

export const checkpointSchema = z.object({
  /** How many entries it covers. */
  size: z.number().int().positive(),
  at: z.iso.datetime(),
  cause: z.enum(['entries', 'shift', 'asked', 'export', 'key']),
  /** A signed note, as it is written into a file. */
  note: z.string(),
  /** The head of the tree in short, to be compared by eye. */
  code: z.string(),
  /** The folder outside of the station that has it. */
  deliveredTo: z.string().nullable(),
  deliveredAt: z.iso.datetime().nullable(),
});

/** What a verification found wrong, at an entry or as a whole: in English, and, but of earlier versions, with the details of its sentence in any language. */
export const auditFaultSchema = z.object({
  code: z.string(),
  sequence: z.number().int().nullable(),
  text: z.string(),
  details: errorDetailsSchema.optional(),
});

export const auditVerificationSchema = z.object({
  state: z.enum(['never', 'running', 'intact', 'broken']),
  progress: progressSchema.nullable(),
  /** When the last one ended, and how many entries it looked at. */
  at: z.iso.datetime().nullable(),
  entries: z.number().int().nullable(),
  /** The first of them. */
  faults: z.array(auditFaultSchema),
  faultCount: z.number().int(),
  /** Who said that they know of it. */
  acknowledged: z.object({ by: z.string(), at: z.iso.datetime() }).nullable(),
});

export const auditStateSchema = z.object({
  /** Names the chain of this station in checkpoints. */
  station: z.string(),
  entries: z.number().int(),
  /** How far the records of before the chain are in it; null where all are. */
  adoption: progressSchema.nullable(),
  key: z.object({
    /** The public key as people are given it. */
    text: z.string(),
    keeping: z.enum(['system', 'file']),
    problem: errorFactSchema.nullable(),
  }),
  checkpoint: checkpointSchema.nullable(),
  /** Why the newest checkpoint is not in the folder that the settings name. */
  deliveryProblem: errorFactSchema.nullable(),
  verification: auditVerificationSchema,
  review: z.object({
    lastAt: z.iso.datetime().nullable(),
    lastBy: z.string().nullable(),
    /** Null where reviews are not asked for. */
    dueAt: z.iso.datetime().nullable(),
  }),
});
export type AuditState = z.infer<typeof auditStateSchema>;

/** Left out at an open station alone, which has nobody who could sign. */
const signature = signatureInputSchema.optional();

export const auditRequests = defineRequests({
  /** The newest first; `before` is the number where the last page ended. */
  'audit.page': {
    input: z.object({
      before: z.number().int().positive().nullable(),
      limit: z.number().int().min(1).max(500),
      filter: auditFilterSchema.prefault({}),
    }),
    output: z.object({ items: z.array(auditItemSchema), hasMore: z.boolean() }),
    roles: READERS,
    errors: [],
  },
  /** What pages can be filtered by: every action but those of inspections, and everybody who acted. */
  'audit.choices': {
    input: z.object({}),
    output: z.object({ actions: z.array(z.string()), actors: z.array(z.string()) }),
    roles: READERS,
    errors: [],
  },
  'audit.entry': {
    input: z.object({ sequence: z.number().int().positive() }),
    output: auditEntrySchema,
    roles: READERS,
    errors: ['audit.no-entry'],
  },
  'audit.state': { input: z.object({}), output: auditStateSchema, roles: READERS, errors: [] },
  /** Verifies the whole chain in the background; `audit.changed` tells the progress. Does nothing where that is being done. */
  'audit.verify': { input: z.object({}), output: z.object({}), roles: READERS, errors: [] },
  'audit.cancelVerify': { input: z.object({}), output: z.object({}), roles: READERS, errors: [] },
  /** Signs the head of the chain as it is now. */
  'audit.checkpoint': {
    input: z.object({}),
    output: checkpointSchema,
    changes: true,
    roles: ['engineer', 'quality', 'administrator'],
    errors: ['audit.no-key', 'audit.no-head'],
  },
  /** Another key signs from now on. Where the old one is there it signs for the new one. */
  'audit.changeKey': {
    input: z.object({ reason: z.string().trim().min(1).max(500) }),
    output: auditStateSchema,
    changes: true,
    roles: ADMINISTRATORS,
    errors: [],
  },
  /** An administrator knows that the chain does not verify: the alarm becomes a note. Nothing is repaired. */
  'audit.acknowledge': {
    input: z.object({ signature }),
    output: auditStateSchema,
    changes: true,
    roles: ADMINISTRATORS,
    errors: ['audit.not-broken', 'signature.needed', 'signature.both', 'signature.other-person'],
  },
  /** Signs that the entries of a period were reviewed, and what was found. */
  'audit.review': {
    input: z.object({
      from: z.iso.datetime(),
      to: z.iso.datetime(),
      found: z.string().trim().min(1).max(4000),
      signature,
    }),
    output: auditStateSchema,
    changes: true,
    roles: ['quality', 'administrator'],
    errors: ['audit.period', 'signature.needed', 'signature.both', 'signature.other-person'],
  },
});

export const auditEvents = defineEvents({
  /** Sent when anything in the state changed but the number of entries, at most four times a second. */
  'audit.changed': auditStateSchema,
});
