import type { Kernel, Work } from '../kernel/index.ts';
import type { Statement } from '../storage/index.ts';
import type { HashedRecord } from './queries.ts';

export interface AdoptionNeeds {
  /** Reads and hashes records of (after, upTo] beside the writing, at most so many. */
  readonly hashed: (asked: { after: number; upTo: number; limit: number }) => Promise<readonly HashedRecord[]>;
  readonly onProgress: () => void;
  readonly stepEveryMs?: number | undefined;
}

/** Records of one transaction: some two milliseconds of work, so that no verdict waits long. A million take ten minutes. */
const STEP = 100;
const STEP_EVERY_MS = 50;
/** Should the disk be in trouble, it is tried again, more and more seldom. */
const AFTER_FAILURE = { firstMs: 1000, longestMs: 60_000 };

interface Range {
  readonly first: number;
  readonly next: number;
  readonly last: number;
}

/**
 * Takes records into the audit chain that were there before it, or that were read from a damaged database: in the order of their numbers, in small steps
 * beside the work. A station that is killed goes on with the next one.
 */
export class Adoption {
  readonly #kernel: Kernel;
  readonly #needs: AdoptionNeeds;
  readonly #work: Work;
  readonly #ranges: Statement<Range>;
  readonly #move: Statement<never>;
  readonly #end: Statement<never>;

  constructor(kernel: Kernel, needs: AdoptionNeeds) {
    const { database } = kernel;
    this.#kernel = kernel;
    this.#needs = needs;
    this.#work = kernel.work();
    this.#ranges = database.prepare('SELECT first, next, last FROM audit_adoption ORDER BY first');
    this.#move = database.prepare('UPDATE audit_adoption SET next = :next WHERE first = :first');
    this.#end = database.prepare('DELETE FROM audit_adoption WHERE first = ?');
    if (this.progress() === null) return;
    const pauseMs = needs.stepEveryMs ?? STEP_EVERY_MS;
    const loop = this.#work.repeat(
      () => (this.progress() === null ? 2 ** 30 : pauseMs),
      () => this.#step(),
      { afterFailure: AFTER_FAILURE },
    );
    loop.wake();
  }

  /** Null where every record is in the chain. */
  progress(): { readonly done: number; readonly total: number } | null {
    const ranges = this.#ranges.all();
    if (ranges.length === 0) return null;
    return {
      done: ranges.reduce((sum, { first, next }) => sum + next - first, 0),
      total: ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0),
    };
  }

  stop(graceMs: number): Promise<void> {
    return this.#work.stop(graceMs);
  }

  async #step(): Promise<void> {
    const [range] = this.#ranges.all();
    if (range === undefined) return;
    const { database, audit } = this.#kernel;
    const records = await this.#needs.hashed({ after: range.next - 1, upTo: range.last, limit: STEP });
    if (this.#work.isStopped) return;
    database.transaction(() => {
      for (const { number, id, verdict, record } of records) {
        const adopted = { number, record, verdict };
        audit.observed({ action: 'inspection.adopted', object: { kind: 'inspection', id }, new: adopted });
      }
      const next = (records.at(-1)?.number ?? range.last) + 1;
      if (next <= range.last) this.#move.run({ first: range.first, next });
      else {
        const { first, last } = range;
        this.#end.run(first);
        audit.observed({ action: 'chain.adopted', object: { kind: 'chain', id: 'records' }, new: { first, last } });
      }
    });
    this.#needs.onProgress();
  }
}
