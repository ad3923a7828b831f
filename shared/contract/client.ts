import { SigmalineError } from '../domain/errors.ts';
import type { Credentials } from './define.ts';
import { type Channel, type Frame, frameSchema } from './frames.ts';
import {
  type EventName,
  type EventPayload,
  events,
  type RequestInput,
  type RequestName,
  type RequestOutput,
  requests,
} from './table.ts';

interface Pending {
  readonly settle: (output: unknown) => void;
  readonly reject: (error: SigmalineError) => void;
}

/** The typed client of the contract over one channel. What comes back is validated: the engine may be of another version. */
export class ContractClient {
  readonly #channel: Channel;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<string, Set<(payload: never) => void>>();
  #nextId = 1;
  #closed = false;

  constructor(channel: Channel) {
    this.#channel = channel;
    channel.onFrame((raw) => {
      const frame = frameSchema.safeParse(raw);
      if (frame.success) this.#receive(frame.data);
    });
    channel.onClose(() => {
      this.#closed = true;
      for (const { reject } of this.#pending.values()) reject(new SigmalineError('connection.lost'));
      this.#pending.clear();
    });
  }

  /**
   * @param as who asks this once, without signing in
   * @throws SigmalineError with the code that the engine gave, or `connection.lost`
   */
  async request<N extends RequestName>(name: N, input: RequestInput<N>, as?: Credentials): Promise<RequestOutput<N>> {
    const answer = await this.#exchange((id) => ({ kind: 'request', id, name, input, as }));
    const output = requests[name].output.safeParse(answer);
    if (output.success) return output.data as RequestOutput<N>;
    throw new SigmalineError('internal', { reason: `${name}: ${output.error.message}` });
  }

  /** Resolves with the engine's sign of life. @throws SigmalineError `connection.lost` */
  async ping(): Promise<void> {
    await this.#exchange((id) => ({ kind: 'ping', id }));
  }

  /** @returns the function that ends the subscription */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set.add(listener));
    return () => set.delete(listener);
  }

  #exchange(frameOf: (id: number) => Frame): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new SigmalineError('connection.lost'));
        return;
      }
      const id = this.#nextId++;
      this.#pending.set(id, { settle: resolve, reject });
      this.#channel.send(frameOf(id));
    });
  }

  #receive(frame: Frame): void {
    switch (frame.kind) {
      case 'event':
        this.#deliver(frame.name, frame.payload);
        return;
      case 'result':
        this.#take(frame.id)?.settle(frame.output);
        return;
      case 'failure':
        this.#take(frame.id)?.reject(new SigmalineError(frame.error));
        return;
      case 'pong':
        this.#take(frame.id)?.settle(undefined);
        return;
      case 'request':
      case 'ping':
        return;
    }
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #deliver(name: string, payload: unknown): void {
    if (!Object.hasOwn(events, name)) return;
    const parsed = events[name as EventName].safeParse(payload);
    if (!parsed.success) return;
    for (const listener of this.#listeners.get(name) ?? []) listener(parsed.data as never);
  }
}
