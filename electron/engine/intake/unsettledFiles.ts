import { join } from 'node:path';
import type { Fingerprint, SourceId } from '../../../shared/domain/index.ts';
import { atMost, type Probe, probeFile } from '../../files/index.ts';
import { probeCompleteness, probeForNoImage } from './completeness.ts';
import { DueQueue } from './dueQueue.ts';
import { mayBeForeign } from './foreignFiles.ts';
import type { Lack, Ledger, NamedContent } from './ledger.ts';
import { identify } from './secondLooks.ts';
import {
  beginSettling,
  decideSettling,
  isEndless,
  lookAgain,
  postpone,
  type Release,
  type SettlingTimes,
  type Unsettled,
} from './settling.ts';
import type { IntakeTimings, SourceRules } from './sourceRules.ts';

export interface UnsettledFilesNeeds {
  readonly sourceId: SourceId;
  readonly folder: string;
  readonly ledger: Ledger;
  readonly timings: IntakeTimings;
  readonly rules: () => SourceRules;
  readonly isStopped: () => boolean;
  readonly onProgress: () => void;
  /** They wait to be judged; `lack` is what they had not got when their time was up. */
  readonly onSettled: (file: SettledFile) => void;
  /** It has the content of this row after all. */
  readonly onSame: (file: NamedContent, ledgerId: number) => void;
  /** It is no image and no part. */
  readonly onForeign: (file: NamedContent, ledgerId: number) => void;
  readonly onWithdrawn: (path: string) => void;
}

export interface SettledFile extends NamedContent {
  readonly ledgerId: number;
  readonly lack: Lack | null;
  /** Its name has had another content before. */
  readonly isReused: boolean;
}

interface Waiting {
  readonly path: string;
  /** The row of the content that the name had before; null where there was none. */
  readonly before: number | null;
  file: Unsettled;
  /** The last walk that met it. */
  walk: number;
}

/** What becomes of a file after one more look. */
type Step =
  | { readonly kind: 'wait'; readonly waiting: Waiting; readonly file: Unsettled; readonly isUnfinished: boolean }
  | { readonly kind: 'settle'; readonly waiting: Waiting; readonly lack: Lack | null; readonly sample: string | null }
  /** It is not another content than its name has had: it was written once more. */
  | { readonly kind: 'same'; readonly waiting: Waiting; readonly ledgerId: number }
  /** It is no image, and nobody said that it is one. */
  | { readonly kind: 'foreign'; readonly waiting: Waiting }
  | { readonly kind: 'withdraw'; readonly waiting: Waiting };

/** Files that one round looks at; also the most that one transaction holds. */
const BATCH = 256;
const LOOKS_AT_ONCE = 4;
/** For so long, one round begins to read files whose name is used again: new ones are not to wait for those. */
const READ_MS = 100;

/** The files of one source that are perhaps still being written. Memory follows the ledger: it changes after a transaction, never before. */
export class UnsettledFiles {
  readonly #needs: UnsettledFilesNeeds;
  readonly #files = new Map<string, Waiting>();
  readonly #due = new DueQueue<Waiting>();
  readonly #unfinished = new Set<Waiting>();
  #walk = 0;
  /** When this round has read enough. */
  #readUntilMs = 0;

  constructor(needs: UnsettledFilesNeeds) {
    this.#needs = needs;
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** Entered in the ledger as `seen`. */
  begin(path: string, ledgerId: number, fingerprint: Fingerprint, before: number | null): void {
    const file = beginSettling(ledgerId, fingerprint, performance.now(), this.#times());
    const waiting = { path, before, file, walk: this.#walk };
    this.#files.set(path, waiting);
    this.#due.push(waiting, file.nextLookMs);
  }

  beginWalk(): void {
    this.#walk += 1;
  }

  /** @returns false if no such file is waited for */
  meet(path: string): boolean {
    const waiting = this.#files.get(path);
    if (waiting === undefined) return false;
    waiting.walk = this.#walk;
    return true;
  }

  /** The walk is over and was whole: what it has not met is not there any more, or not selected. */
  withdrawUnmet(): void {
    this.#withdraw([...this.#files.values()].filter(({ walk }) => walk !== this.#walk));
  }

  /** Withdraws what is not wanted any more. */
  keepOnly(isWanted: (path: string) => boolean): void {
    this.#withdraw([...this.#files.values()].filter(({ path }) => !isWanted(path)));
  }

  /** Something happened that may make this file whole. */
  hasten(path: string): void {
    const waiting = this.#files.get(path);
    if (waiting !== undefined) this.#wait(waiting, { ...waiting.file, nextLookMs: performance.now() });
  }

  /** Looks again at some of those that are due. @returns how many were settled */
  async lookAgainAtDue(): Promise<number> {
    const batch = this.#takeDue();
    if (batch.length === 0) return 0;
    this.#readUntilMs = performance.now() + READ_MS;
    try {
      const steps = await atMost(LOOKS_AT_ONCE, batch, (waiting) => this.#step(waiting));
      if (this.#needs.isStopped()) return 0;
      this.#needs.onProgress();
      this.#enter(steps);
      return steps.filter(({ kind }) => kind === 'settle').length;
    } catch (thrown) {
      for (const waiting of batch) {
        if (this.#files.get(waiting.path) === waiting) this.#due.push(waiting, waiting.file.nextLookMs);
      }
      throw thrown;
    }
  }

  nextDueMs(): number {
    return this.#due.nextDueMs();
  }

  /** The name that has been written to for so long that people should hear of it, and for how long. */
  endless(): { readonly path: string; readonly forMs: number } | null {
    // In the order in which they were met: the first is endless, or will be settled before any of the others could be.
    const [first] = this.#files.values();
    if (first === undefined || !isEndless(first.file, this.#times())) return null;
    return { path: first.path, forMs: performance.now() - first.file.metMs };
  }

  /** Files that are not whole and have not changed for a while: their camera has stopped in the middle. */
  unfinished(): { readonly count: number; readonly path: string } | null {
    const [first] = this.#unfinished;
    return first === undefined ? null : { count: this.#unfinished.size, path: first.path };
  }

  /** By their rows in the ledger. */
  unfinishedIds(): number[] {
    return [...this.#unfinished].map(({ file }) => file.ledgerId);
  }

  #times(): SettlingTimes {
    const { completion, incompleteMs } = this.#needs.rules();
    const { settleMs, unknownFormatMs, releasedMs } = this.#needs.timings;
    return { settleMs: completion.kind === 'rename' ? 0 : settleMs, unknownFormatMs, releasedMs, incompleteMs };
  }

  async #step(waiting: Waiting): Promise<Step> {
    const { path, file } = waiting;
    const found = await this.#probeOrUnchanged(path, file.fingerprint);
    if (found.kind !== 'file') return { kind: 'withdraw', waiting };
    const look = lookAgain(file, found.fingerprint, performance.now(), this.#times());
    waiting.file = look.unsettled;
    if (look.kind === 'wait') return { kind: 'wait', waiting, file: look.unsettled, isUnfinished: false };
    const place = join(this.#needs.folder, path);
    const { completeness, sample } = await probeCompleteness(place, found.fingerprint);
    const release = await this.#releaseOf(path);
    const isPerhapsForeign = completeness === 'unknown' && release !== 'given' && mayBeForeign(path);
    if (isPerhapsForeign && (await probeForNoImage(place, found.fingerprint))) return { kind: 'foreign', waiting };
    const nowMs = performance.now();
    const decision = decideSettling(completeness, release, nowMs - file.unchangedSinceMs, this.#times());
    if (decision.kind === 'settle') return this.#settle(waiting, place, decision.lack, sample);
    const hasStopped = nowMs - file.unchangedSinceMs >= this.#needs.timings.unknownFormatMs;
    const isUnfinished = completeness === 'incomplete' && hasStopped;
    return { kind: 'wait', waiting, file: postpone(file, nowMs, this.#times()), isUnfinished };
  }

  /** Unless its name has had this very content: nobody is to be told twice of one picture. */
  async #settle(waiting: Waiting, place: string, lack: Lack | null, sample: string | null): Promise<Step> {
    const { ledger, sourceId } = this.#needs;
    const { path, before, file } = waiting;
    const settle: Step = { kind: 'settle', waiting, lack, sample };
    if (before === null) return settle;
    const { fingerprint } = file;
    const comparison = ledger.contents.compare({ sourceId, path, fingerprint, before });
    if (comparison.kind === 'new') return settle;
    if (comparison.kind === 'known') return { kind: 'same', waiting, ledgerId: comparison.ledgerId };
    const wait: Step = {
      kind: 'wait',
      waiting,
      file: postpone(file, performance.now(), this.#times()),
      isUnfinished: false,
    };
    if (performance.now() > this.#readUntilMs) return wait;
    const identity = await identify(place, fingerprint, comparison.suspects).catch(() => 'other' as const);
    if (identity === 'other') return settle;
    return identity === 'changing' ? wait : { kind: 'same', waiting, ledgerId: identity.ledgerId };
  }

  /** A file that cannot even be asked for its size waits like one that is cut: in the end the lane says why. */
  async #probeOrUnchanged(path: string, fingerprint: Fingerprint): Promise<Probe> {
    try {
      return await probeFile(join(this.#needs.folder, path));
    } catch {
      return { kind: 'file', fingerprint };
    }
  }

  async #releaseOf(path: string): Promise<Release> {
    const { completion } = this.#needs.rules();
    if (completion.kind !== 'sidecar') return 'not-used';
    try {
      const sidecar = await probeFile(join(this.#needs.folder, path + completion.ending));
      return sidecar.kind === 'file' ? 'given' : 'awaited';
    } catch {
      return 'awaited';
    }
  }

  /** Those of the due that still matter: a file may have been withdrawn, or hastened and looked at since it was put there. */
  #takeDue(): Waiting[] {
    const nowMs = performance.now();
    return [...new Set(this.#due.take(nowMs, BATCH))].filter(
      (waiting) => this.#files.get(waiting.path) === waiting && waiting.file.nextLookMs <= nowMs,
    );
  }

  #enter(steps: readonly Step[]): void {
    const { ledger, sourceId, onSettled, onSame, onForeign, onWithdrawn } = this.#needs;
    const settled = steps.filter((one) => one.kind === 'settle');
    const same = steps.filter((one) => one.kind === 'same');
    const foreign = steps.filter((one) => one.kind === 'foreign');
    const withdrawn = steps.filter((one) => one.kind === 'withdraw');
    if (settled.length + same.length + foreign.length + withdrawn.length > 0) {
      ledger.transaction(() => {
        for (const { waiting, lack, sample } of settled) {
          const isOther = waiting.before !== null;
          ledger.settle(waiting.file.ledgerId, waiting.file.fingerprint, { lack, sample, isOther });
        }
        for (const { waiting } of [...same, ...foreign, ...withdrawn]) ledger.withdraw(waiting.file.ledgerId);
        for (const { waiting, ledgerId } of same) {
          const { path, file } = waiting;
          ledger.contents.confirm({ sourceId, path, fingerprint: file.fingerprint }, ledgerId);
        }
      });
    }
    for (const one of steps) {
      if (one.kind === 'wait' && one.isUnfinished) this.#unfinished.add(one.waiting);
      else this.#unfinished.delete(one.waiting);
    }
    for (const { waiting, lack } of settled) {
      this.#files.delete(waiting.path);
      const { path, file, before } = waiting;
      onSettled({ path, ...file.fingerprint, ledgerId: file.ledgerId, lack, isReused: before !== null });
    }
    for (const { waiting, ledgerId } of same) {
      this.#files.delete(waiting.path);
      onSame({ path: waiting.path, ...waiting.file.fingerprint }, ledgerId);
    }
    for (const { waiting } of foreign) {
      this.#files.delete(waiting.path);
      onForeign({ path: waiting.path, ...waiting.file.fingerprint }, waiting.file.ledgerId);
    }
    for (const { waiting } of withdrawn) {
      this.#files.delete(waiting.path);
      onWithdrawn(waiting.path);
    }
    for (const one of steps) if (one.kind === 'wait') this.#wait(one.waiting, one.file);
  }

  #wait(waiting: Waiting, file: Unsettled): void {
    waiting.file = file;
    this.#due.push(waiting, file.nextLookMs);
  }

  #withdraw(unwanted: readonly Waiting[]): void {
    for (let start = 0; start < unwanted.length; start += BATCH) {
      this.#enter(unwanted.slice(start, start + BATCH).map((waiting) => ({ kind: 'withdraw', waiting })));
    }
  }
}
