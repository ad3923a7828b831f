import { z } from 'zod';
import { credentialsSchema } from './define.ts';
import { errorReportSchema } from './errorReport.ts';

/** What travels over a channel, the same over IPC, MessagePort and WebSocket. */
export const frameSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('request'),
    id: z.number().int(),
    name: z.string(),
    input: z.unknown(),
    /** Whoever asks this once, without signing in. */
    as: credentialsSchema.optional(),
  }),
  z.object({ kind: z.literal('result'), id: z.number().int(), output: z.unknown() }),
  z.object({ kind: z.literal('failure'), id: z.number().int(), error: errorReportSchema }),
  /** Asks for a sign of life. Whoever serves the contract answers with a `pong` of the same number. */
  z.object({ kind: z.literal('ping'), id: z.number().int() }),
  z.object({ kind: z.literal('pong'), id: z.number().int() }),
  z.object({ kind: z.literal('event'), name: z.string(), payload: z.unknown() }),
]);
export type Frame = z.infer<typeof frameSchema>;

/** Two ends that exchange frames. A transport makes one; client and server know nothing else of it. */
export interface Channel {
  send(frame: Frame): void;
  /** Frames come unvalidated: they may have been sent by anything. */
  onFrame(listener: (frame: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** A channel whose other end is fed by a transport. */
export class ListenedChannel implements Channel {
  readonly close: () => void;
  readonly #send: (frame: Frame) => void;
  readonly #frameListeners: ((frame: unknown) => void)[] = [];
  readonly #closeListeners: (() => void)[] = [];
  #hasEnded = false;

  constructor(send: (frame: Frame) => void, close: () => void) {
    this.#send = send;
    this.close = close;
  }

  send(frame: Frame): void {
    if (!this.#hasEnded) this.#send(frame);
  }

  onFrame(listener: (frame: unknown) => void): void {
    this.#frameListeners.push(listener);
  }

  onClose(listener: () => void): void {
    this.#closeListeners.push(listener);
  }

  receive(frame: unknown): void {
    if (!this.#hasEnded) for (const listener of this.#frameListeners) listener(frame);
  }

  /** Tells the listeners, once, that nothing will come any more. */
  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    for (const listener of this.#closeListeners) listener();
  }
}
