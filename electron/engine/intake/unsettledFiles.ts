import { join } from 'node:path';
import type { Fingerprint } from '../../../shared/domain/index.ts';
import { atMost, type Probe, probeFile } from '../../files/index.ts';
import { probeCompleteness } from './completeness.ts';
import { createDueQueue } from './dueQueue.ts';
import type { Lack, Ledger, NamedContent } from './ledger.ts';
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
import type { SourceRules } from './sourceRules.ts';
import type { IntakeTimings } from './timings.ts';

export interface UnsettledFilesOptions {
  readonly folder: string;
  readonly ledger: Ledger;
  readonly timings: IntakeTimings;
  readonly rules: () => SourceRules;
  readonly isStopped: () => boolean;
  readonly onProgress: () => void;
  /** They wait to be judged; `lack` is what they had not got when their time was up. */
  readonly onSettled: (file: NamedContent, lack: Lack | null) => void;
  readonly onWithdrawn: (path: string) => void;
}

/** The files of one source that are perhaps still being written. Memory follows the ledger: it changes after a transaction, never before. */
export interface UnsettledFiles {
  has(path: string): boolean;
  /** Entered in the ledger as `seen`. */
  begin(path: string, ledgerId: number, fingerprint: Fingerprint): void;
  beginWalk(): void;
  /** @returns false where no such file is waited for */
  meet(path: string): boolean;
  /** The walk is over and was whole: what it has not met is not there any more, or not selected. */
  withdrawUnmet(): void;
  /** Withdraws what is not wanted any more. */
  keepOnly(isWanted: (path: string) => boolean): void;
  /** Something happened that may make this file whole. */
  hasten(path: string): void;
  /** Looks again at some of those that are due. @returns how many were settled */
  lookAgainAtDue(): Promise<number>;
  nextDueMs(): number;
  /** The name that has been written to for so long that people should hear of it, and for how long. */
  endless(): { readonly path: string; readonly forMs: number } | null;
}

interface Waiting {
  readonly path: string;
  file: Unsettled;
  /** The last walk that met it. */
  walk: number;
}

/** What becomes of a file after one more look. */
type Step =
  | { readonly kind: 'wait'; readonly waiting: Waiting; readonly file: Unsettled }
  | { readonly kind: 'settle'; readonly waiting: Waiting; readonly lack: Lack | null }
  | { readonly kind: 'withdraw'; readonly waiting: Waiting };

/** Files that one round looks at; also the most that one transaction holds. */
const BATCH = 256;
const LOOKS_AT_ONCE = 4;

export function createUnsettledFiles(options: UnsettledFilesOptions): UnsettledFiles {
  const { folder, ledger, timings, rules, onProgress } = options;
  const files = new Map<string, Waiting>();
  const due = createDueQueue<Waiting>();
  let walk = 0;

  function times(): SettlingTimes {
    const { completion, incompleteMs } = rules();
    const { settleMs, unknownFormatMs, releasedMs } = timings;
    return { settleMs: completion.kind === 'rename' ? 0 : settleMs, unknownFormatMs, releasedMs, incompleteMs };
  }

  async function step(waiting: Waiting): Promise<Step> {
    const { path, file } = waiting;
    const found = await probeOrUnchanged(path, file.fingerprint);
    if (found.kind !== 'file') return { kind: 'withdraw', waiting };
    const look = lookAgain(file, found.fingerprint, performance.now(), times());
    if (look.kind === 'wait') return { kind: 'wait', waiting, file: look.unsettled };
    const completeness = await probeCompleteness(join(folder, path), found.fingerprint);
    const release = await releaseOf(path);
    const nowMs = performance.now();
    const decision = decideSettling(completeness, release, nowMs - file.unchangedSinceMs, times());
    if (decision.kind === 'settle') return { kind: 'settle', waiting, lack: decision.lack };
    return { kind: 'wait', waiting, file: postpone(file, nowMs, times()) };
  }

  /** A file that cannot even be asked for its size waits like one that is cut: in the end the lane says why. */
  async function probeOrUnchanged(path: string, fingerprint: Fingerprint): Promise<Probe> {
    try {
      return await probeFile(join(folder, path));
    } catch {
      return { kind: 'file', fingerprint };
    }
  }

  async function releaseOf(path: string): Promise<Release> {
    const { completion } = rules();
    if (completion.kind !== 'sidecar') return 'not-used';
    try {
      const sidecar = await probeFile(join(folder, path + completion.ending));
      return sidecar.kind === 'file' ? 'given' : 'awaited';
    } catch {
      return 'awaited';
    }
  }

  /** Those of the due that still matter: a file may have been withdrawn, or hastened and looked at since it was put there. */
  function takeDue(): Waiting[] {
    const nowMs = performance.now();
    return [...new Set(due.take(nowMs, BATCH))].filter(
      (waiting) => files.get(waiting.path) === waiting && waiting.file.nextLookMs <= nowMs,
    );
  }

  function enter(steps: readonly Step[]): void {
    const settled = steps.filter((one) => one.kind === 'settle');
    const withdrawn = steps.filter((one) => one.kind === 'withdraw');
    if (settled.length + withdrawn.length > 0) {
      ledger.transaction(() => {
        for (const { waiting, lack } of settled) ledger.settle(waiting.file.ledgerId, waiting.file.fingerprint, lack);
        for (const { waiting } of withdrawn) ledger.withdraw(waiting.file.ledgerId);
      });
    }
    for (const { waiting, lack } of settled) {
      files.delete(waiting.path);
      options.onSettled({ path: waiting.path, ...waiting.file.fingerprint }, lack);
    }
    for (const { waiting } of withdrawn) {
      files.delete(waiting.path);
      options.onWithdrawn(waiting.path);
    }
    for (const one of steps) if (one.kind === 'wait') wait(one.waiting, one.file);
  }

  function wait(waiting: Waiting, file: Unsettled): void {
    waiting.file = file;
    due.push(waiting, file.nextLookMs);
  }

  function withdraw(unwanted: readonly Waiting[]): void {
    for (let start = 0; start < unwanted.length; start += BATCH) {
      enter(unwanted.slice(start, start + BATCH).map((waiting) => ({ kind: 'withdraw', waiting })));
    }
  }

  return {
    has: (path) => files.has(path),
    begin(path, ledgerId, fingerprint) {
      const file = beginSettling(ledgerId, fingerprint, performance.now(), times());
      const waiting = { path, file, walk };
      files.set(path, waiting);
      due.push(waiting, file.nextLookMs);
    },
    beginWalk() {
      walk += 1;
    },
    meet(path) {
      const waiting = files.get(path);
      if (waiting === undefined) return false;
      waiting.walk = walk;
      return true;
    },
    withdrawUnmet: () => withdraw([...files.values()].filter((waiting) => waiting.walk !== walk)),
    keepOnly: (isWanted) => withdraw([...files.values()].filter(({ path }) => !isWanted(path))),
    hasten(path) {
      const waiting = files.get(path);
      if (waiting !== undefined) wait(waiting, { ...waiting.file, nextLookMs: performance.now() });
    },
    async lookAgainAtDue() {
      const batch = takeDue();
      if (batch.length === 0) return 0;
      try {
        const steps = await atMost(LOOKS_AT_ONCE, batch, step);
        if (options.isStopped()) return 0;
        onProgress();
        enter(steps);
        return steps.filter(({ kind }) => kind === 'settle').length;
      } catch (thrown) {
        for (const waiting of batch)
          if (files.get(waiting.path) === waiting) due.push(waiting, waiting.file.nextLookMs);
        throw thrown;
      }
    },
    nextDueMs: () => due.nextDueMs(),
    endless() {
      // In the order in which they were met: the first is endless, or will be settled before any of the others could be.
      const [first] = files.values();
      if (first === undefined || !isEndless(first.file, times())) return null;
      return { path: first.path, forMs: performance.now() - first.file.metMs };
    },
  };
}
