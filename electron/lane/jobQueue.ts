import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { reportOf } from '../../shared/domain/index.ts';
import type { LaneAnswer, LaneResult } from '../../shared/processes/lane.ts';
import type { StagedJob } from './jobs/index.ts';

/** How long the present job may wait for the next one's bytes. */
const PATIENCE_MS = 25;

type Job = StagedJob<LaneResult | null>;

/**
 * Runs jobs one at a time in the order in which they came. Just before the present one blocks this thread, the next one is begun: its
 * image is read and decoded while the network runs.
 */
export class JobQueue {
  readonly #answer: (message: LaneAnswer) => void;
  readonly #waiting: { readonly id: number; readonly job: Job }[] = [];
  #running = false;

  constructor(answer: (message: LaneAnswer) => void) {
    this.#answer = answer;
  }

  add(id: number, job: Job): void {
    this.#waiting.push({ id, job });
    if (!this.#running) void this.#run();
  }

  /** Never rejects: whatever a job throws is its answer. */
  async #run(): Promise<void> {
    this.#running = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const { id, job } = next;
      try {
        const result = await job.finish(() => this.#beginNext());
        this.#answer({ kind: 'done', id, result });
      } catch (thrown) {
        this.#answer({ kind: 'failed', id, error: reportOf(thrown), sha256: job.sha256 });
      }
    }
    this.#running = false;
  }

  async #beginNext(): Promise<void> {
    // Requests that have arrived already are seen only when the event loop turns.
    await nextTurn();
    const next = this.#waiting[0];
    // A share that answers slowly must not hold up the verdict that is due.
    if (next !== undefined) await Promise.race([next.job.begin(), delay(PATIENCE_MS)]);
  }
}
