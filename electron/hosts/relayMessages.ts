import { z } from 'zod';

/**
 * How an engine inside Electron's utilityProcess, which can start no process of its kind itself, has the main process start its lanes.
 * These messages travel beside those of `shared/processes/engine.ts`; each lane is known by a number that the engine gives.
 */
const lane = { id: z.number().int() };

export const relayRequestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('relay.start'), ...lane, role: z.enum(['lane', 'task']) }),
  z.object({ kind: z.literal('relay.send'), ...lane, message: z.unknown() }),
  z.object({ kind: z.literal('relay.kill'), ...lane }),
]);
export type RelayRequest = z.infer<typeof relayRequestSchema>;

export const relayMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('relay.spawned'), ...lane, pid: z.number().int() }),
  z.object({ kind: z.literal('relay.message'), ...lane, message: z.unknown() }),
  z.object({ kind: z.literal('relay.exited'), ...lane, code: z.number().int().nullable() }),
]);
export type RelayMessage = z.infer<typeof relayMessageSchema>;

/** Whether a message belongs to the relay and is nothing for whoever else listens at the same port. */
export function belongsToRelay(message: unknown): boolean {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  return typeof message.kind === 'string' && message.kind.startsWith('relay.');
}
