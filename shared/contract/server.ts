import { reportOf, SigmalineError } from '../domain/errors.ts';
import { type Caller, COMMON_ERRORS, type RequestDefinition } from './define.ts';
import { type Channel, frameSchema } from './frames.ts';
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
  readonly #channels = new Set<Channel>();

  /** @param onUnforeseen is told of what no handler should throw: anything without a code, and codes that the table does not list for the request */
  constructor(handlers: Handlers, onUnforeseen: (error: unknown) => void) {
    this.#handlers = handlers;
    this.#onUnforeseen = onUnforeseen;
  }

  /** Serves the contract to whoever is at the other end of the channel. */
  attach(channel: Channel, caller: Caller): void {
    this.#channels.add(channel);
    channel.onClose(() => this.#channels.delete(channel));
    channel.onFrame((raw) => {
      const frame = frameSchema.safeParse(raw);
      if (!frame.success) return;
      if (frame.data.kind === 'ping') channel.send({ kind: 'pong', id: frame.data.id });
      if (frame.data.kind !== 'request') return;
      const { id, name, input } = frame.data;
      this.#answer(name, input, caller).then(
        (output) => channel.send({ kind: 'result', id, output }),
        (thrown: unknown) => channel.send({ kind: 'failure', id, error: reportOf(thrown) }),
      );
    });
  }

  /** A request from within this process, checked as any other. @throws SigmalineError of the request's `errors` */
  async ask<N extends RequestName>(name: N, input: RequestInput<N>, caller: Caller): Promise<RequestOutput<N>> {
    return (await this.#answer(name, input, caller)) as RequestOutput<N>;
  }

  /** Sends an event to every channel. */
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void {
    for (const channel of this.#channels) channel.send({ kind: 'event', name, payload });
  }

  async #answer(name: string, input: unknown, caller: Caller): Promise<unknown> {
    if (!Object.hasOwn(requests, name)) throw new SigmalineError('request.unknown', { request: name });
    const request = name as RequestName;
    const handler = this.#handlers[request] as (input: unknown, caller: Caller) => unknown;
    const parsed = acceptedInput(request, input, caller);
    try {
      return await handler(parsed, caller);
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

/** @throws SigmalineError `request.forbidden`, `request.invalid` */
function acceptedInput(request: RequestName, input: unknown, caller: Caller): unknown {
  const { input: schema, roles, channel } = definitionOf(request);
  if (channel !== undefined && channel !== caller.channel) {
    throw new SigmalineError('request.forbidden', { request, role: channel });
  }
  if (!roles.includes(caller.role))
    throw new SigmalineError('request.forbidden', { request, role: roles.join(' or ') });
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const reason = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`).join('; ');
  throw new SigmalineError('request.invalid', { request, reason });
}

function definitionOf(request: RequestName): RequestDefinition {
  return requests[request];
}
