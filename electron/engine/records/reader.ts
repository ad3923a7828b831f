import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type ErrorReport, SigmalineError } from '../../../shared/domain/index.ts';
import { entryOf } from '../../hosts/index.ts';
import { isStorageTrouble } from '../storage/index.ts';
import type { RecordQueries } from './queries.ts';

/** Functions by name, which a thread answers with. */
type Answers = Readonly<Record<string, (parameters: never) => unknown>>;
type Asked<Known extends Answers, Name extends keyof Known> = Parameters<Known[Name]>[0];
type Answer<Known extends Answers, Name extends keyof Known> = Promise<ReturnType<Known[Name]>>;

export interface QueryRequest<Known extends Answers> {
  readonly id: number;
  readonly name: keyof Known;
  readonly parameters: unknown;
}

export type QueryAnswer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: ErrorReport };

/** Longer than a query may take on the database of many years. */
const CLOSING_MS = 3000;

/** Asks the database on a thread of its own. */
export interface Reader<Known extends Answers = RecordQueries> {
  /** @throws SigmalineError `storage.*` */
  run<Name extends keyof Known>(name: Name, parameters: Asked<Known, Name>): Answer<Known, Name>;
}

/**
 * A thread with a connection that can write nothing: however long a query takes, records are written meanwhile. Should the thread end, what it was
 * asked fails, and the next query starts another.
 */
export class ReaderThread<Known extends Answers = RecordQueries> implements Reader<Known> {
  readonly #dataFolder: string;
  readonly #onTrouble: (error: SigmalineError) => void;
  readonly #entry: URL;
  readonly #pending = new Map<number, PromiseWithResolvers<unknown>>();
  #worker: Worker | null = null;
  #lastId = 0;

  /** @param onTrouble told of every trouble of the disk or the database, with which the query fails all the same */
  constructor(dataFolder: string, onTrouble: (error: SigmalineError) => void, entry = entryOf('reader')) {
    this.#dataFolder = dataFolder;
    this.#onTrouble = onTrouble;
    this.#entry = entry;
  }

  run<Name extends keyof Known>(name: Name, parameters: Asked<Known, Name>): Answer<Known, Name> {
    this.#lastId += 1;
    const pending = Promise.withResolvers<unknown>();
    this.#pending.set(this.#lastId, pending);
    this.#worker ??= this.#start();
    // The process lives on for an answer that somebody waits for, and for nothing else of the thread.
    this.#worker.ref();
    this.#worker.postMessage({ id: this.#lastId, name, parameters } satisfies QueryRequest<Known>);
    // The thread answers a query of this name with that query's result.
    return pending.promise as Answer<Known, Name>;
  }

  /** The thread closes its connections and ends by itself; one that is still busy after a while is ended. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker === null) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.ref();
    worker.postMessage(null);
    await Promise.race([ended, setTimeout(CLOSING_MS, undefined, { ref: false })]);
    await worker.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.#entry, { workerData: this.#dataFolder });
    let reason = 'the thread that reads them has ended';
    worker.on('message', (answer: QueryAnswer) => this.#receive(answer));
    worker.on('error', (error) => {
      reason = String(error);
    });
    worker.on('exit', () => {
      this.#worker = null;
      const failure = new SigmalineError('storage.failed', { file: this.#dataFolder, reason });
      for (const { reject } of this.#pending.values()) reject(failure);
      this.#pending.clear();
    });
    return worker;
  }

  #receive(answer: QueryAnswer): void {
    const pending = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if (this.#pending.size === 0) this.#worker?.unref();
    if ('result' in answer) {
      pending?.resolve(answer.result);
      return;
    }
    const error = new SigmalineError(answer.error);
    if (isStorageTrouble(error)) this.#onTrouble(error);
    pending?.reject(error);
  }
}
