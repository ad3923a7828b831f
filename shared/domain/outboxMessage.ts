import { z } from 'zod';
import type { Verdict } from './verdict.ts';

/** What a message of the outbox tells of. `test`: somebody pressed the test button; it is about no part. */
export const messageTypeSchema = z.enum(['record', 'disposition', 'part', 'event', 'test']);
export type MessageType = z.infer<typeof messageTypeSchema>;

/** The version of the form of a message; a receiver refuses what it does not know. */
export const MESSAGE_SCHEMA = 'sigmaline.message/1';

/**
 * One message of the outbox: an entry of the audit chain, and the record that it tells of. Keys are those of exported columns, which never change.
 * `docs/connections/messages.md` tells receivers.
 */
export const outboxMessageSchema = z.object({
  schema: z.literal(MESSAGE_SCHEMA),
  /** The same whenever it is sent again, and no other message's. */
  id: z.string(),
  type: messageTypeSchema,
  /** Of the audit entry; 0 of a test. */
  sequence: z.number().int().nonnegative(),
  time_utc: z.iso.datetime(),
  station: z.object({ id: z.string(), name: z.string() }),
  /** `area.verb`, the verb in the past. */
  action: z.string(),
  object: z.object({ kind: z.string(), id: z.string() }),
  actor: z.string(),
  name: z.string().nullable(),
  role: z.string().nullable(),
  reason: z.string().nullable(),
  /** What differs, before and after, as the audit entry has it. */
  old: z.unknown(),
  new: z.unknown(),
  /** SHA-256 of the audit entry, hexadecimal; empty of a test. */
  hash: z.string(),
  /** The columns of the record as an export has them; null where it is about none. */
  record: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).nullable(),
  /** The image of the record as the station found it, as a path of the station and as a link. Where images are archived or deleted it lies there for a time only. */
  image: z.object({ path: z.string(), url: z.string() }).nullable(),
});
export type OutboxMessage = z.infer<typeof outboxMessageSchema>;

/** Which messages a connection sends. */
export interface WantedMessages {
  readonly types: readonly MessageType[];
  /** Of records: those with one of these verdicts. */
  readonly verdicts: readonly Verdict[];
}

/** @param verdict of the record that a message of the type `record` tells of */
export function wantsMessage({ types, verdicts }: WantedMessages, type: MessageType, verdict: unknown): boolean {
  if (!types.includes(type)) return false;
  return type !== 'record' || verdicts.some((each) => each === verdict);
}

/** What an entry's action tells receivers of. */
export function messageTypeOf(action: string): MessageType {
  if (action === 'inspection.recorded' || action === 'inspection.adopted') return 'record';
  if (action.startsWith('disposition.')) return 'disposition';
  return action.startsWith('part.') ? 'part' : 'event';
}
