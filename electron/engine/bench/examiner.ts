import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ErrorReport, reportOf, SigmalineError } from '../../../shared/domain/index.ts';
import { isThere } from '../../files/index.ts';
import { type ProcessHost, runTask } from '../../hosts/index.ts';
import { jobs } from '../../tasks/index.ts';
import { storing } from '../gathering/index.ts';
import type { Kernel, Repeated, Work } from '../kernel/index.ts';
import type { Draft } from './draft.ts';
import type { DraftImage } from './imageList.ts';

export interface ExaminerNeeds {
  readonly host: ProcessHost;
  readonly drafts: () => Iterable<Draft>;
  /** Images of a draft were examined. */
  readonly onExamined: (draft: Draft) => void;
  /** Where the file of a record lies by now; null where it is gone. */
  readonly pathOfRecord: (record: NonNullable<DraftImage['record']>) => Promise<string | null>;
}

/** A process takes a moment to start, and one that crashes takes the rest of its images along. */
const BATCH = 200;
const IDLE_MS = 60_000;
const AFTER_FAILURE = { firstMs: 1000, longestMs: 60_000 } as const;
/** As often as people see pictures come. */
const TOLD_EVERY_MS = 500;

/** Has the images of all drafts examined, one draft after the other, in processes of their own behind the work. */
export class Examiner {
  readonly #kernel: Kernel;
  readonly #needs: ExaminerNeeds;
  readonly #work: Work;
  readonly #loop: Repeated;
  #current: { readonly draft: Draft; readonly cancellation: AbortController } | null = null;
  /** After a crash images are examined one by one until the one that did it was met. */
  #carefulLeft = 0;

  constructor(kernel: Kernel, needs: ExaminerNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#work = kernel.work();
    this.#loop = this.#work.repeat(IDLE_MS, () => this.#examineAll(), { afterFailure: AFTER_FAILURE });
  }

  /** There are images that wait. */
  wake(): void {
    this.#loop.wake();
  }

  /** Lets go of the files of a draft that is to be removed. */
  forget(draft: Draft): void {
    if (this.#current?.draft === draft) this.#current.cancellation.abort();
  }

  async stop(graceMs: number): Promise<void> {
    this.#current?.cancellation.abort();
    await this.#work.stop(graceMs);
  }

  async #examineAll(): Promise<void> {
    for (let draft = this.#next(); draft !== undefined && !this.#work.isStopped; draft = this.#next()) {
      await this.#examineSome(draft);
    }
  }

  #next(): Draft | undefined {
    return [...this.#needs.drafts()].find(({ waiting }) => waiting.length > 0);
  }

  async #examineSome(draft: Draft): Promise<void> {
    const batch = draft.waiting.slice(0, this.#carefulLeft > 0 ? 1 : BATCH);
    for (const image of batch) await this.#findAgain(draft, image);
    const cancellation = new AbortController();
    this.#current = { draft, cancellation };
    const teller = new Teller(() => this.#needs.onExamined(draft));
    try {
      await this.#run(draft, batch, cancellation.signal, () => teller.tell());
      this.#carefulLeft = Math.max(0, this.#carefulLeft - 1);
    } catch (thrown) {
      if (cancellation.signal.aborted) return;
      if (!(thrown instanceof SigmalineError) || thrown.code !== 'bench.examining') {
        this.#kernel.emit('bench.failed', { id: draft.id, error: reportOf(thrown) });
        throw thrown;
      }
      this.#crashed(draft, batch, reportOf(thrown));
    } finally {
      this.#current = null;
      teller.end();
    }
  }

  async #run(draft: Draft, batch: readonly DraftImage[], signal: AbortSignal, onProgress: () => void): Promise<void> {
    const thumbnailFolder = join(draft.folder, 'thumbnails');
    storing(draft.folder, () => mkdirSync(thumbnailFolder, { recursive: true }));
    const request = {
      images: batch.map((image) => ({ key: image.key, path: draft.pathOf(image) })),
      known: draft.images.filter(({ removed, seen }) => !removed && seen?.kind === 'examined').map(({ key }) => key),
      thumbnailFolder,
      likenessFile: join(draft.folder, 'likeness.bin'),
    };
    // What cannot be written down ends the process, and is told by whoever waits for it.
    const broken = new AbortController();
    const { usual } = await runTask(this.#needs.host, jobs.examineImages, request, {
      signal: AbortSignal.any([signal, broken.signal]),
      onProgress: (seen) => {
        try {
          draft.examined(seen);
          onProgress();
        } catch (thrown) {
          broken.abort(thrown);
        }
      },
    }).catch((thrown: unknown) => {
      throw broken.signal.aborted ? broken.signal.reason : thrown;
    });
    draft.foundUsual(usual);
  }

  /** Which of several images did it is not known: they are examined again, each alone. */
  #crashed(draft: Draft, batch: readonly DraftImage[], error: ErrorReport): void {
    this.#kernel.report(error);
    const unanswered = batch.filter(({ key }) => draft.find(key)?.seen === null);
    const [first] = unanswered;
    if (batch.length === 1 && first !== undefined) {
      const { code, details } = error;
      draft.examined({ kind: 'failed', key: first.key, problem: { code, details } });
    } else this.#carefulLeft = unanswered.length;
  }

  /** The file of a record may have been archived since. */
  async #findAgain(draft: Draft, image: DraftImage): Promise<void> {
    if (image.record === null || (await isThere(draft.pathOf(image)))) return;
    const path = await this.#needs.pathOfRecord(image.record);
    if (path !== null) draft.moved(image.key, path);
  }
}

/** Tells at once, then now and then, and at the end what was not told. */
class Teller {
  readonly #told: () => void;
  #lastMs = Number.NEGATIVE_INFINITY;
  #isDue = false;

  constructor(told: () => void) {
    this.#told = told;
  }

  tell(): void {
    this.#isDue = true;
    if (performance.now() - this.#lastMs >= TOLD_EVERY_MS) this.end();
  }

  end(): void {
    if (!this.#isDue) return;
    this.#isDue = false;
    this.#lastMs = performance.now();
    this.#told();
  }
}
