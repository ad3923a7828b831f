import type { z } from 'zod';
import type { ErrorCode } from '../domain/errors.ts';

/** `host` is the process that owns the window: the only one that may learn a file's path. */
export type Role = 'operator' | 'engineer' | 'host';

export interface RequestDefinition {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly role: Role;
  /** The codes this request can answer with, besides `internal` and the `request.*` ones. */
  readonly errors: readonly ErrorCode[];
}

/** Keeps the exact types of a table of requests while checking its shape. */
export function defineRequests<const T extends Record<`${string}.${string}`, RequestDefinition>>(requests: T): T {
  return requests;
}

/** Events by name, each with the schema of its payload. */
export function defineEvents<const T extends Record<`${string}.${string}`, z.ZodType>>(events: T): T {
  return events;
}
