import { AsyncLocalStorage } from 'node:async_hooks';
import type { Caller, Handlers, RequestName } from '../../../shared/contract/index.ts';
import { NOBODY } from '../../audit/index.ts';
import type { AuditStatement } from '../storage/index.ts';

/** Who does what is written into the audit chain. */
export type Actor = Pick<AuditStatement, 'actor' | 'name' | 'role' | 'session'>;

interface Acting {
  readonly caller: Caller;
  /** What goes on after the answer is done in the caller's name, whether they are still there or not. */
  isAnswered: boolean;
}

const callers = new AsyncLocalStorage<Acting | 'command'>();

/** The station itself: what it notices, and what it does by itself. */
export const THE_STATION: Actor = { actor: NOBODY.station, name: null, role: null, session: null };

/** Does something as a caller: whatever is written into the audit chain meanwhile is theirs. */
export function actingAs<Result>(caller: Caller, work: () => Result): Result {
  const acting: Acting = { caller, isAnswered: false };
  const answered = (): void => {
    acting.isAnswered = true;
  };
  const result = callers.run(acting, work);
  if (result instanceof Promise) result.then(answered, answered);
  else answered();
  return result;
}

/** Does something that the station does by itself, whatever a caller did that led to it. */
export function actingAsStation<Result>(work: () => Result): Result {
  return callers.exit(work);
}

/** Does something for a command, beside a station that does not run. */
export function actingAsCommand<Result>(work: () => Result): Result {
  return callers.run('command', work);
}

/**
 * Who asked for what is being done; the station where nobody did.
 *
 * @throws SigmalineError `access.signed-out` where they were signed out before the answer: it must not be done any more
 */
export function currentActor(): Actor {
  const acting = callers.getStore();
  if (acting === undefined) return THE_STATION;
  if (acting === 'command') return { ...THE_STATION, actor: NOBODY.commandLine };
  const { station, person, name, role, session, requireSession } = acting.caller;
  if (!acting.isAnswered) requireSession();
  if (person !== null) return { actor: person, name, role, session };
  return station === 'open' ? { actor: NOBODY.open, name: null, role: null, session } : THE_STATION;
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
