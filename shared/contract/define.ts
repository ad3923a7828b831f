import type { z } from 'zod';
import type { ErrorCode } from '../domain/errors.ts';

/** The roles of persons. */
export type Role = 'operator' | 'engineer' | 'quality' | 'administrator' | 'auditor';

/** The sets of roles that requests name. */
export const EVERYONE: readonly Role[] = ['operator', 'engineer', 'quality', 'administrator', 'auditor'];
export const ENGINEERS: readonly Role[] = ['engineer', 'administrator'];

/** What a caller speaks over. `host` is the process that owns the window: the only one that may learn a file's path. */
export type ChannelKind = 'window' | 'browser' | 'host';

/** Who asks. */
export interface Caller {
  /** Null at an open station, which has no people yet. */
  readonly person: string | null;
  readonly role: Role;
  /** One connection, from its first frame to its end. */
  readonly session: string;
  readonly channel: ChannelKind;
}

/** The caller that everybody is at an open station. */
export function openStationCaller(channel: ChannelKind, session: string): Caller {
  return { person: null, role: 'engineer', session, channel };
}

export interface RequestDefinition {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly roles: readonly Role[];
  /** Given where only this kind of channel may ask. */
  readonly channel?: ChannelKind;
  /** The codes that this request can answer with, besides `COMMON_ERRORS`: the server lets no other out. */
  readonly errors: readonly ErrorCode[];
}

/** What every request can answer with: it was refused before its handler, the records cannot be used, or something failed that was not foreseen. */
export const COMMON_ERRORS: readonly ErrorCode[] = [
  'request.unknown',
  'request.invalid',
  'request.forbidden',
  'storage.failed',
  'storage.corrupt',
  'storage.read-only',
  'storage.moved',
  'station.disk-full',
  'internal',
];

/** Keeps the exact types of a table of requests while checking its shape. */
export function defineRequests<const T extends Record<`${string}.${string}`, RequestDefinition>>(requests: T): T {
  return requests;
}

/** Events by name, each with the schema of its payload. */
export function defineEvents<const T extends Record<`${string}.${string}`, z.ZodType>>(events: T): T {
  return events;
}
