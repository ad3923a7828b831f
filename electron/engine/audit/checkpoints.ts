import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type ErrorFact,
  type ShiftStarts,
  SigmalineError,
  shiftStart,
  stationSubject,
} from '../../../shared/domain/index.ts';
import { type MerkleTree, MissingNode, parseCheckpoint, writeCheckpoint } from '../../audit/index.ts';
import { errnoReason, replaceWhole, unfinishedName } from '../../files/index.ts';
import type { Kernel, Repeated, Work } from '../kernel/index.ts';
import { AuditChain, type Statement } from '../storage/index.ts';
import type { StationKey } from './stationKey.ts';

export type CheckpointCause = 'entries' | 'shift' | 'asked' | 'export' | 'key';

/** A signed head of the chain. */
export interface StoredCheckpoint {
  /** How many entries it covers. */
  readonly size: number;
  readonly at: string;
  readonly cause: CheckpointCause;
  readonly note: string;
  readonly deliveredTo: string | null;
  readonly deliveredAt: string | null;
}

export interface CheckpointSettings {
  /** A share or a stick; null for none. */
  readonly folder: string | null;
  readonly everyEntries: number;
}

export interface CheckpointNeeds {
  readonly station: string;
  readonly key: StationKey;
  readonly settings: () => CheckpointSettings;
  readonly shiftStarts: () => ShiftStarts;
  /** There is a newer one, or it went somewhere. */
  readonly onChanged: () => void;
  readonly lookEveryMs?: number | undefined;
}

const LOOK_EVERY_MS = 5000;
const AFTER_FAILURE = { firstMs: 5000, longestMs: 5 * 60_000 };
/** Of 64 hexadecimal digits: enough to be compared by eye. */
const CODE_DIGITS = 16;

/** Signs the head of the chain now and then, and takes that out of the station: whoever has a checkpoint sees if entries below it are changed later. */
export class Checkpoints {
  readonly #kernel: Kernel;
  readonly #needs: CheckpointNeeds;
  readonly #work: Work;
  readonly #chain: AuditChain;
  /** Null while its first round runs. */
  readonly #loop: Repeated | null = null;
  readonly #insert: Statement<never>;
  readonly #deliver: Statement<never>;
  #last: StoredCheckpoint | null;
  #problem: ErrorFact | null = null;
  /** Why the chain has no head to be signed. */
  #noHead: ErrorFact | null = null;

  constructor(kernel: Kernel, needs: CheckpointNeeds) {
    const { database } = kernel;
    this.#kernel = kernel;
    this.#needs = needs;
    this.#work = kernel.work();
    this.#chain = new AuditChain(database);
    this.#insert = database.prepare(
      'INSERT INTO audit_checkpoint (size, at, note, cause) VALUES (:size, :at, :note, :cause) ON CONFLICT DO NOTHING',
    );
    this.#deliver = database.prepare(
      'UPDATE audit_checkpoint SET delivered_to = :folder, delivered_at = :at WHERE size = :size',
    );
    this.#last =
      database
        .prepare<StoredCheckpoint>(
          `SELECT size, at, note, cause, delivered_to AS deliveredTo, delivered_at AS deliveredAt
           FROM audit_checkpoint ORDER BY size DESC LIMIT 1`,
        )
        .get() ?? null;
    kernel.conditions.register(() => {
      const problems = [needs.key.problem, this.#noHead, this.#problem].filter((problem) => problem !== null);
      return problems.map((problem) => ({ ...problem, subject: stationSubject(), severity: 'warning' }));
    });
    this.#loop = this.#work.repeat(needs.lookEveryMs ?? LOOK_EVERY_MS, () => this.#look(), {
      afterFailure: AFTER_FAILURE,
    });
  }

  get last(): StoredCheckpoint | null {
    return this.#last;
  }

  /** Why the newest is not in its folder. */
  get problem(): ErrorFact | null {
    return this.#problem;
  }

  /**
   * Signs the chain as it is now, and writes that down in it.
   *
   * @throws SigmalineError `audit.no-key`, `audit.no-head`, `storage.*`
   */
  make(cause: CheckpointCause): StoredCheckpoint {
    const { current: key, problem } = this.#needs.key;
    if (key === null) throw new SigmalineError('audit.no-key', { problem: problem ?? '' });
    const { database, audit, clock } = this.#kernel;
    const made = database.transaction(() => {
      const tree = this.#tree();
      const { at } = clock.moment();
      const { size } = tree;
      const root = tree.root();
      const note = writeCheckpoint({ size, root, at }, key);
      this.#insert.run({ size, at, note, cause });
      const object = { kind: 'checkpoint', id: String(size) };
      audit.append({ action: 'checkpoint.made', object, new: { size, root: root.toString('hex'), cause } });
      return { size, at, note, cause, deliveredTo: null, deliveredAt: null };
    });
    this.#last = made;
    this.#loop?.wake();
    this.#needs.onChanged();
    return made;
  }

  /** Null where no key can sign, or there is no head: a condition tells of that. @throws SigmalineError `storage.*` */
  makeWhereItCan(cause: CheckpointCause): StoredCheckpoint | null {
    if (this.#needs.key.current === null) return null;
    try {
      return this.make(cause);
    } catch (thrown) {
      if (this.#noHead === null) throw thrown;
      return null;
    }
  }

  /** @throws SigmalineError `audit.no-head` where somebody removed entries, or nodes of the tree */
  #tree(): MerkleTree {
    try {
      const tree = this.#chain.tree();
      this.#noHead = null;
      return tree;
    } catch (thrown) {
      if (!(thrown instanceof MissingNode)) throw thrown;
      const noHead = { code: 'audit.no-head', details: { reason: thrown.message } } as const;
      if (this.#noHead === null) this.#kernel.changed();
      this.#noHead = noHead;
      throw new SigmalineError(noHead);
    }
  }

  stop(graceMs: number): Promise<void> {
    return this.#work.stop(graceMs);
  }

  async #look(): Promise<void> {
    const cause = this.#dueBy();
    if (cause !== null) this.makeWhereItCan(cause);
    await this.#deliverLast();
  }

  #dueBy(): CheckpointCause | null {
    const since = this.#chain.size() - (this.#last?.size ?? 0);
    // The last one's own entry is nothing new.
    if (since <= 1) return null;
    if (since >= this.#needs.settings().everyEntries) return 'entries';
    const began = shiftStart(this.#kernel.clock.now(), this.#needs.shiftStarts());
    return this.#last === null || Date.parse(this.#last.at) < began.getTime() ? 'shift' : null;
  }

  async #deliverLast(): Promise<void> {
    const { folder } = this.#needs.settings();
    const last = this.#last;
    if (last === null || folder === null || last.deliveredTo === folder) {
      if (folder === null) this.#told(null);
      return;
    }
    try {
      // A folder that is missing is not made: it would lie on the station's own disk, where the stick or the share is to be.
      const file = join(folder, checkpointFileName(this.#needs.station, last.size));
      await replaceWhole(file, (partial) => writeFile(partial, last.note), unfinishedName(file));
    } catch (thrown) {
      this.#told({ code: 'audit.checkpoint-folder', details: { folder, reason: errnoReason(thrown) } });
      return;
    }
    const { at } = this.#kernel.clock.moment();
    this.#kernel.database.transaction(() => this.#deliver.run({ folder, at, size: last.size }));
    if (this.#last?.size === last.size) this.#last = { ...last, deliveredTo: folder, deliveredAt: at };
    this.#told(null);
    this.#needs.onChanged();
  }

  #told(problem: ErrorFact | null): void {
    const isNews = problem?.details.reason !== this.#problem?.details.reason;
    this.#problem = problem;
    if (!isNews) return;
    if (problem !== null) this.#kernel.report(new SigmalineError(problem));
    this.#kernel.changed();
    this.#needs.onChanged();
  }
}

/** Sorts by size. */
export function checkpointFileName(station: string, size: number): string {
  return `sigmaline-${station.slice(0, 8)}-${String(size).padStart(10, '0')}.checkpoint`;
}

/** The head of a checkpoint in short: "3F9A-01BC-...". */
export function codeOf(note: string): string {
  const digits = parseCheckpoint(note)?.root.toString('hex').slice(0, CODE_DIGITS).toUpperCase() ?? '';
  return digits.replace(/(.{4})(?=.)/g, '$1-');
}
