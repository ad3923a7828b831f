import { Worker } from 'node:worker_threads';
import { type ErrorReport, SigmalineError } from '../../../shared/domain/index.ts';
import { entryOf } from '../../hosts/index.ts';
import type { DecodedImage, DecodingMessage, DecodingRequest, KnownContent, NumberedRequest } from './messages.ts';

/** An image that could not be read or decoded. */
export class RefusedImage extends SigmalineError {
  readonly known: KnownContent;

  constructor(report: ErrorReport, { sha256, content }: KnownContent) {
    super(report);
    this.known = { sha256, content };
  }
}

/** What becomes of one request. Neither promise counts as unhandled where nobody waits for it. */
export interface Decoding {
  /** Rejects with RefusedImage. */
  readonly image: Promise<DecodedImage>;
  /** Resolves when the thumbnail is written, or was not asked for; rejects as `writeResult`, and never settles where the image was refused. */
  readonly thumbnail: Promise<void>;
}

interface Pending {
  readonly image: PromiseWithResolvers<DecodedImage>;
  readonly thumbnail: PromiseWithResolvers<void>;
}

/**
 * Decodes images one after the other on a thread of its own, because ONNX Runtime blocks the thread of the lane while a network runs: reading,
 * checking, hashing and writing the thumbnail of the next image would wait for it at each step. Only images are handled there: a thread that is ended
 * while ONNX Runtime runs on it takes the process along.
 *
 * Where the thread ends by itself the lane ends too: whoever started it starts another.
 */
export class DecodingThread {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #waiting = 0;
  #closing = false;

  /** @param turn shared by all threads of the lane */
  constructor(turn: SharedArrayBuffer, entry = entryOf('decoder')) {
    this.#worker = new Worker(entry, { workerData: turn });
    this.#worker.on('message', (message: DecodingMessage) => this.#receive(message));
    // Thrown where nobody catches it; so is what the thread itself did not catch, because 'error' has no listener.
    this.#worker.on('exit', (code) => {
      if (!this.#closing) throw new Error(`the decoding thread ended with exit code ${code}`);
    });
  }

  /** How many images are not decoded yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Hands the request over at once: it is worked on whether or not this thread is blocked afterwards. */
  decode(request: DecodingRequest): Decoding {
    this.#lastId += 1;
    this.#waiting += 1;
    const pending = { image: Promise.withResolvers<DecodedImage>(), thumbnail: Promise.withResolvers<void>() };
    pending.image.promise.catch(() => undefined);
    pending.thumbnail.promise.catch(() => undefined);
    this.#pending.set(this.#lastId, pending);
    this.#worker.postMessage({ ...request, id: this.#lastId } satisfies NumberedRequest);
    return { image: pending.image.promise, thumbnail: pending.thumbnail.promise };
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#worker.terminate();
  }

  #receive(message: DecodingMessage): void {
    const pending = this.#pending.get(message.id);
    if (message.kind !== 'thumbnail') this.#waiting -= 1;
    switch (message.kind) {
      case 'decoded':
        pending?.image.resolve(message.image);
        return;
      case 'refused':
        this.#pending.delete(message.id);
        pending?.image.reject(new RefusedImage(message.error, message));
        return;
      case 'thumbnail':
        this.#pending.delete(message.id);
        if (message.error === null) pending?.thumbnail.resolve();
        else pending?.thumbnail.reject(new SigmalineError(message.error));
        return;
    }
  }
}
