import { mostDecoders } from '../../../shared/processes/lane.ts';
import { type Decoding, DecodingThread } from './decodingThread.ts';
import type { DecodingRequest } from './messages.ts';

/** The share of the newest image in what is usual. */
const NEWEST_SHARE = 0.2;

/**
 * The decoding threads of a lane: as many as keep its network busy, which the images themselves tell. They end in any order; whoever waits for them
 * takes them in the order in which it asked.
 */
export class Decoders {
  readonly #threads: DecodingThread[] = [];
  readonly #turn = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  #most = 1;
  /** What decoding takes as a multiple of what the network takes. */
  #usualRatio = 0;

  constructor(threads = 1) {
    this.setThreads(threads);
    this.#start();
  }

  /** How many images are worth decoding at once, and so to be begun while one is judged. */
  get ahead(): number {
    return Math.min(this.#most, Math.max(1, Math.ceil(this.#usualRatio)));
  }

  /** @param threads that the network may use */
  setThreads(threads: number): void {
    this.#most = mostDecoders(threads);
  }

  /** Hands the request over at once, to a thread that has nothing to decode, if there is one or may be one. */
  decode(request: DecodingRequest): Decoding {
    const [idlest = this.#start()] = this.#threads.toSorted((a, b) => a.waiting - b.waiting);
    const mayStart = idlest.waiting > 0 && this.#threads.length < this.ahead;
    return (mayStart ? this.#start() : idlest).decode(request);
  }

  /** An image took so long to be decoded, and so long to be judged. */
  judged(decodeMs: number, networkMs: number): void {
    this.#usualRatio += NEWEST_SHARE * (decodeMs / networkMs - this.#usualRatio);
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  #start(): DecodingThread {
    const thread = new DecodingThread(this.#turn);
    this.#threads.push(thread);
    return thread;
  }
}
