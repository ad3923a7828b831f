import type { CalibrationProgress } from '../../../../shared/contract/index.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { Refusal, type Sentence } from '../../lib/sentence.ts';
import type { OpenDraft } from './openDraft.svelte.ts';

/** The fit of a draft, as the station tells of it: also one that began on another screen, or before a reload. */
export class FitRun {
  readonly #connection: StationConnection;
  readonly #bench: OpenDraft;
  #progress = $state.raw<CalibrationProgress | null>(null);
  #problem = $state<Sentence | null>(null);
  #isStarting = $state(false);
  #isCancelling = $state(false);

  constructor(connection: StationConnection, bench: OpenDraft) {
    this.#connection = connection;
    this.#bench = bench;
  }

  get isRunning(): boolean {
    return this.#bench.draft?.runId !== null && this.#bench.draft !== null;
  }

  get isStarting(): boolean {
    return this.#isStarting;
  }

  get isCancelling(): boolean {
    return this.#isCancelling;
  }

  /** Why it could not begin, or ended without a version. */
  get problem(): Sentence | null {
    return this.#problem;
  }

  /** Milliseconds; null while nobody can say. */
  get remainingMs(): number | null {
    return this.#progress?.remainingMs ?? null;
  }

  /** Null until the station has told of it. */
  get progress(): CalibrationProgress | null {
    return this.#progress;
  }

  /** @returns the function that ends it */
  follow(): () => void {
    const leave = [
      this.#connection.on('calibration.progress', (progress) => {
        if (progress.runId === this.#bench.draft?.runId) this.#progress = progress;
      }),
      this.#connection.on('calibration.ended', ({ runId, error }) => {
        if (runId !== this.#bench.draft?.runId && runId !== this.#progress?.runId) return;
        this.#progress = null;
        this.#isCancelling = false;
        if (error !== null && error.code !== 'calibration.cancelled') this.#problem = new Refusal(error);
      }),
    ];
    return () => {
      for (const each of leave) each();
    };
  }

  async start(): Promise<void> {
    this.#isStarting = true;
    this.#problem = null;
    this.#progress = null;
    try {
      await this.#bench.save();
      const draft = this.#bench.draft;
      if (draft === null) return;
      await this.#connection.request('bench.fit', { id: draft.id, revision: draft.revision });
      await this.#bench.read();
    } catch (thrown) {
      this.#problem = Refusal.of(thrown);
    } finally {
      this.#isStarting = false;
    }
  }

  async cancel(): Promise<void> {
    const runId = this.#bench.draft?.runId ?? null;
    if (runId === null) return;
    this.#isCancelling = true;
    try {
      await this.#connection.request('calibration.cancel', { runId });
    } catch {
      // It ended at the same moment, which its event tells.
      this.#isCancelling = false;
    }
  }
}
