import { reportOf, SigmalineError } from '../domain/errors.ts';
import { type Caller, COMMON_ERRORS, type Credentials, type RequestDefinition, type Visitor } from './define.ts';
import { type Channel, frameSchema } from './frames.ts';
import { mayHear, refusalOf } from './permission.ts';
import {
  type EventName,
  type EventPayload,
  type Handlers,
  type RequestInput,
  type RequestName,
  type RequestOutput,
  requests,
} from './table.ts';

/** Dispatches requests to their handlers: name, role, channel, input and the code of an error are checked here, once, for every transport. */
export class ContractServer {
  readonly #handlers: Handlers;
  readonly #onUnforeseen: (error: unknown) => void;
  readonly #visitors = new Map<Channel, Visitor>();

  /** @param onUnforeseen is told of what no handler should throw: anything without a code, and codes that the table does not list for the request */
  constructor(handlers: Handlers, onUnforeseen: (error: unknown) => void) {
    this.#handlers = handlers;
    this.#onUnforeseen = onUnforeseen;
  }

  /** Serves the contract to whoever is at the other end of the channel. */
  attach(channel: Channel, visitor: Visitor): void {
    this.#visitors.set(channel, visitor);
    channel.onClose(() => this.#visitors.delete(channel));
    channel.onFrame((raw) => {
      const frame = frameSchema.safeParse(raw);
      if (!frame.success) return;
      if (frame.data.kind === 'ping') channel.send({ kind: 'pong', id: frame.data.id });
      if (frame.data.kind !== 'request') return;
      const { id, name, input, as } = frame.data;
      this.#answer(name, input, visitor, as).then(
        (output) => channel.send({ kind: 'result', id, output }),
        (thrown: unknown) => channel.send({ kind: 'failure', id, error: reportOf(thrown) }),
      );
    });
  }

  /** A request from within this process, checked as any other. @throws SigmalineError of the request's `errors` */
  async ask<N extends RequestName>(name: N, input: RequestInput<N>, caller: Caller): Promise<RequestOutput<N>> {
    return (await this.#answer(name, input, { caller: () => caller })) as RequestOutput<N>;
  }

  /** Sends an event to everybody who may ask for what it tells. */
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void {
    for (const [channel, visitor] of this.#visitors) {
      if (mayHear(name, visitor.caller())) channel.send({ kind: 'event', name, payload });
    }
  }

  async #answer(name: string, input: unknown, visitor: Visitor, as?: Credentials): Promise<unknown> {
    if (!Object.hasOwn(requests, name)) throw new SigmalineError('request.unknown', { request: name });
    const request = name as RequestName;
    const handler = this.#handlers[request] as (input: unknown, caller: Caller) => unknown;
    try {
      const caller = await callerOf(visitor, as);
      const accepted = acceptedInput(request, input, caller);
      // What screens ask by themselves says nothing about whether somebody is there.
      if (as === undefined && definitionOf(request).signedOut === undefined) visitor.touch?.();
      return await handler(accepted, caller);
    } catch (thrown) {
      throw this.#foreseen(request, thrown);
    }
  }

  /** The error as it may leave: one that the contract does not promise is a fault of the handler, and is told as such. */
  #foreseen(request: RequestName, thrown: unknown): SigmalineError {
    if (thrown instanceof SigmalineError) {
      const listed = [...COMMON_ERRORS, ...requests[request].errors];
      if (listed.includes(thrown.code)) return thrown as SigmalineError;
      const reason = `${request} answered ${thrown.code}, which the contract does not list: ${thrown.message}`;
      const unlisted = new SigmalineError('internal', { reason }, thrown);
      this.#onUnforeseen(unlisted);
      return unlisted;
    }
    this.#onUnforeseen(thrown);
    return new SigmalineError(reportOf(thrown));
  }
}

/** Who shows id and secret with a request asks it, whoever is signed in. */
function callerOf(visitor: Visitor, as: Credentials | undefined): Caller | Promise<Caller> {
  if (as === undefined) return visitor.caller();
  if (visitor.actAs === undefined) throw new SigmalineError('access.refused');
  return visitor.actAs(as);
}

/** @throws SigmalineError `request.*`, `access.*` */
function acceptedInput(request: RequestName, input: unknown, caller: Caller): unknown {
  const refusal = refusalOf(request, caller);
  if (refusal !== null) throw refusal;
  const parsed = definitionOf(request).input.safeParse(input);
  if (parsed.success) return parsed.data;
  const reason = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`).join('; ');
  throw new SigmalineError('request.invalid', { request, reason });
}

function definitionOf(request: RequestName): RequestDefinition {
  return requests[request];
}
