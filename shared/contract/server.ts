import { reportOf, SigmalineError } from '../domain/errors.ts';
import type { Role } from './define.ts';
import { type Channel, frameSchema } from './frames.ts';
import { type EventName, type EventPayload, type Handlers, type RequestName, requests } from './table.ts';

export interface ContractServer {
  /** Serves the contract to whoever is at the other end of the channel, with the rights of `role`. */
  attach(channel: Channel, role: Role): void;
  /** Sends an event to every channel. */
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
}

const RANK: Record<Role, number> = { operator: 0, engineer: 1, host: 2 };

/** Dispatches requests to their handlers: name, role and input are checked here, once, for every transport. */
export function createServer(handlers: Handlers, onUnforeseen: (error: unknown) => void): ContractServer {
  const channels = new Set<Channel>();

  async function answer(name: string, input: unknown, role: Role): Promise<unknown> {
    if (!Object.hasOwn(requests, name)) throw new SigmalineError('request.unknown', { request: name });
    const request = name as RequestName;
    const definition = requests[request];
    if (RANK[role] < RANK[definition.role]) {
      throw new SigmalineError('request.forbidden', { request, role: definition.role });
    }
    const parsed = definition.input.safeParse(input);
    if (!parsed.success) {
      const reason = parsed.error.issues
        .map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`)
        .join('; ');
      throw new SigmalineError('request.invalid', { request, reason });
    }
    const handler = handlers[request] as (input: unknown) => unknown;
    return handler(parsed.data);
  }

  return {
    attach(channel, role) {
      channels.add(channel);
      channel.onClose(() => channels.delete(channel));
      channel.onFrame((raw) => {
        const parsed = frameSchema.safeParse(raw);
        if (!parsed.success || parsed.data.kind !== 'request') return;
        const { id, name, input } = parsed.data;
        answer(name, input, role).then(
          (output) => channel.send({ kind: 'result', id, output }),
          (thrown: unknown) => {
            if (!(thrown instanceof SigmalineError)) onUnforeseen(thrown);
            channel.send({ kind: 'failure', id, error: reportOf(thrown) });
          },
        );
      });
    },
    emit(name, payload) {
      for (const channel of channels) channel.send({ kind: 'event', name, payload });
    },
  };
}
