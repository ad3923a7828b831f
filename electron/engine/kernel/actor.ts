import { AsyncLocalStorage } from 'node:async_hooks';
import type { Caller, Handlers, RequestName } from '../../../shared/contract/index.ts';
import type { AuditStatement } from '../storage/index.ts';

/** Who does what is written into the audit chain. */
export type Actor = Pick<AuditStatement, 'actor' | 'name' | 'role' | 'session'>;

const callers = new AsyncLocalStorage<Caller>();

/** The station itself: what it notices, and what it does by itself. */
export const THE_STATION: Actor = { actor: 'station', name: null, role: null, session: null };

/** Does something as a caller: whatever is written into the audit chain meanwhile is theirs. */
export function actingAs<Result>(caller: Caller, work: () => Result): Result {
  return callers.run(caller, work);
}

/** Who asked for what is being done; the station where nobody did. */
export function currentActor(): Actor {
  const caller = callers.getStore();
  if (caller === undefined) return THE_STATION;
  const { person, role, session } = caller;
  if (person === null) return { actor: 'open station', name: null, role: null, session };
  return { actor: person, name: null, role, session };
}

/** The handlers, each of which acts as its caller. */
export function asCallers(handlers: Handlers): Handlers {
  const acting: Record<string, unknown> = {};
  for (const [name, handle] of Object.entries(handlers) as [
    RequestName,
    (input: unknown, caller: Caller) => unknown,
  ][]) {
    acting[name] = (input: unknown, caller: Caller) => actingAs(caller, () => handle(input, caller));
  }
  // Each takes and gives what it did before.
  return acting as unknown as Handlers;
}
