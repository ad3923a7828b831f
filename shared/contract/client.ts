import { SigmalineError } from '../domain/errors.ts';
import { type Channel, frameSchema } from './frames.ts';
import {
  type EventName,
  type EventPayload,
  events,
  type RequestInput,
  type RequestName,
  type RequestOutput,
  requests,
} from './table.ts';

export interface ContractClient {
  /** @throws SigmalineError with the code that the engine gave, or `connection.lost` */
  request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>>;
  /** @returns the function that ends the subscription */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
}

interface Pending {
  readonly name: RequestName;
  readonly resolve: (output: never) => void;
  readonly reject: (error: SigmalineError) => void;
}

/** The typed client of the contract over one channel. What comes back is validated: the engine may be of another version. */
export function createClient(channel: Channel): ContractClient {
  const pending = new Map<number, Pending>();
  const listeners = new Map<string, Set<(payload: never) => void>>();
  let nextId = 1;
  let closed = false;

  channel.onFrame((raw) => {
    const parsed = frameSchema.safeParse(raw);
    if (!parsed.success) return;
    const frame = parsed.data;
    switch (frame.kind) {
      case 'event':
        deliver(frame.name, frame.payload);
        return;
      case 'result':
        settle(frame.id, (request) => {
          const output = requests[request.name].output.safeParse(frame.output);
          if (output.success) request.resolve(output.data as never);
          else request.reject(new SigmalineError('internal', { reason: `${request.name}: ${output.error.message}` }));
        });
        return;
      case 'failure':
        settle(frame.id, (request) => request.reject(new SigmalineError(frame.error)));
        return;
      case 'request':
        return;
    }
  });

  channel.onClose(() => {
    closed = true;
    for (const request of pending.values()) request.reject(new SigmalineError('connection.lost'));
    pending.clear();
  });

  function settle(id: number, action: (request: Pending) => void): void {
    const request = pending.get(id);
    if (request === undefined) return;
    pending.delete(id);
    action(request);
  }

  function deliver(name: string, payload: unknown): void {
    if (!Object.hasOwn(events, name)) return;
    const parsed = events[name as EventName].safeParse(payload);
    if (!parsed.success) return;
    for (const listener of listeners.get(name) ?? []) listener(parsed.data as never);
  }

  return {
    request(name, input) {
      return new Promise((resolve, reject) => {
        if (closed) {
          reject(new SigmalineError('connection.lost'));
          return;
        }
        const id = nextId++;
        pending.set(id, { name, resolve, reject });
        channel.send({ kind: 'request', id, name, input });
      });
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
  };
}
