import { setImmediate as nextTurn } from 'node:timers/promises';
import { reportOf } from '../../shared/domain/index.ts';
import type { LaneAnswer, LaneResult } from '../../shared/processes/lane.ts';
import type { StagedJob } from './jobs/index.ts';

type Job = StagedJob<LaneResult | null>;

/**
 * Runs jobs one at a time in the order in which they came. Just before the present one blocks this thread, the next ones are begun: their
 * images are read and decoded while the network runs.
 */
export class JobQueue {
  readonly #answer: (message: LaneAnswer) => void;
  readonly #ahead: () => number;
  readonly #waiting: { readonly id: number; readonly job: Job }[] = [];
  #running = false;

  /** @param ahead how many jobs are to be begun while one runs */
  constructor(answer: (message: LaneAnswer) => void, ahead: () => number = () => 1) {
    this.#answer = answer;
    this.#ahead = ahead;
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
        const { sha256, content } = job.known;
        this.#answer({ kind: 'failed', id, error: reportOf(thrown), sha256, content });
      }
    }
    this.#running = false;
  }

  async #beginNext(): Promise<boolean> {
    // Requests that have arrived already are seen only when the event loop turns.
    await nextTurn();
    for (const { job } of this.#waiting.slice(0, this.#ahead())) job.begin();
    return this.#waiting.length > 0;
  }
}
