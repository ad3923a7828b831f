import { join } from 'node:path';
import type { SourceId } from '../../../shared/domain/index.ts';
import { errnoCode, type Probe, probeCompleteness, probeFile } from './fileProbe.ts';
import { type FolderListing, isTemporary } from './folderListing.ts';
import { createKnownNames } from './knownNames.ts';
import { type Fingerprint, type Ledger, sameFingerprint } from './ledger.ts';
import { beginSettling, isSettled, lookAgain, postpone, type Unsettled } from './settling.ts';
import type { IntakeTimings } from './timings.ts';

export interface ArrivalsOptions {
  readonly sourceId: SourceId;
  readonly folder: string;
  readonly ledger: Ledger;
  readonly timings: IntakeTimings;
  readonly onSettled: () => void;
  /** The folder has answered. */
  readonly onProgress: () => void;
}

/** The files of one source on their way from `seen` to `settled`. Memory follows the ledger: it changes after a transaction, never before. */
export interface Arrivals {
  /** Compares a listing with the ledger. */
  reconcile(listing: FolderListing): Promise<void>;
  /** A name may have changed. */
  hint(path: string): void;
  /** Takes up hints and looks again at files that are being written. */
  advance(): Promise<void>;
  /** When `advance` has something to do, in monotonic milliseconds. */
  nextDueMs(): number;
  /** Should this name come back, it has arrived again. */
  forget(path: string): void;
  /** Sentences on files that are listed and cannot be reached. */
  remarks(): string[];
}

interface FoundFile {
  readonly path: string;
  readonly fingerprint: Fingerprint;
}

/** What becomes of a file after one more look. */
interface Step {
  readonly kind: 'wait' | 'settle' | 'withdraw';
  readonly path: string;
  readonly file: Unsettled;
}

/** Files that are asked for at once; also the most that one transaction holds. */
const BATCH = 256;
const RECHECK_BATCH = 64;

export function createArrivals(options: ArrivalsOptions): Arrivals {
  const { sourceId, folder, ledger, timings, onSettled, onProgress } = options;
  const known = createKnownNames();
  const unsettled = new Map<string, Unsettled>();
  const hinted = new Set<string>();
  const unreachable = new Map<string, string>();

  for (const { path, ledgerId, size, modifiedUs } of ledger.seen(sourceId)) {
    unsettled.set(path, beginSettling(ledgerId, { size, modifiedUs }, performance.now(), timings));
  }

  /** Looks at names and enters in the ledger what it has not seen. */
  async function examine(paths: readonly string[]): Promise<void> {
    const probes = await Promise.all(paths.map((path) => probe(path)));
    onProgress();
    const found = probes
      .filter((file) => file !== null)
      .filter(isNews)
      .sort(byTime);
    if (found.length === 0) return;
    const entered = ledger.transaction(() =>
      found.map((file) => ({ file, entry: ledger.insertSeen(sourceId, file.path, file.fingerprint) })),
    );
    const nowMs = performance.now();
    for (const { file, entry } of entered) {
      known.set(file.path, file.fingerprint);
      if (entry !== null) unsettled.set(file.path, beginSettling(entry.ledgerId, file.fingerprint, nowMs, timings));
    }
  }

  async function probe(path: string): Promise<FoundFile | null> {
    try {
      const found = await probeFile(join(folder, path));
      unreachable.delete(path);
      return found.kind === 'file' ? { path, fingerprint: found.fingerprint } : null;
    } catch (thrown) {
      unreachable.set(path, errnoCode(thrown) ?? String(thrown));
      return null;
    }
  }

  function isNews({ path, fingerprint }: FoundFile): boolean {
    if (unsettled.has(path)) return false;
    const last = known.get(path);
    return last === undefined || !sameFingerprint(last, fingerprint);
  }

  async function examineInBatches(paths: readonly string[]): Promise<void> {
    for (let start = 0; start < paths.length; start += BATCH) await examine(paths.slice(start, start + BATCH));
  }

  /** Finds contents that were replaced without a hint, as far as the time given for it reaches. */
  async function recheck(): Promise<void> {
    const endMs = performance.now() + timings.recheckBudgetMs;
    let checked = 0;
    do {
      const paths = known.nextToCheck(RECHECK_BATCH);
      if (paths.length === 0) return;
      await examine(paths);
      checked += paths.length;
    } while (performance.now() < endMs && checked < known.size());
  }

  function withdrawVanished(listed: ReadonlySet<string>): void {
    const vanished = [...unsettled].filter(([path]) => !listed.has(path));
    if (vanished.length === 0) return;
    ledger.transaction(() => {
      for (const [, { ledgerId }] of vanished) ledger.withdraw(ledgerId);
    });
    for (const [path] of vanished) unsettled.delete(path);
  }

  async function settleDue(): Promise<void> {
    const nowMs = performance.now();
    const due = [...unsettled].filter(([, file]) => file.nextLookMs <= nowMs).slice(0, BATCH);
    if (due.length === 0) return;
    const steps = await Promise.all(due.map(([path, file]) => settlingStep(path, file)));
    onProgress();
    const settled = steps.filter((step) => step.kind === 'settle');
    const withdrawn = steps.filter((step) => step.kind === 'withdraw');
    if (settled.length + withdrawn.length > 0) {
      ledger.transaction(() => {
        for (const { file } of settled) ledger.settle(file.ledgerId, file.fingerprint);
        for (const { file } of withdrawn) ledger.withdraw(file.ledgerId);
      });
    }
    for (const step of steps) {
      if (step.kind === 'wait') {
        unsettled.set(step.path, step.file);
        continue;
      }
      unsettled.delete(step.path);
      if (step.kind === 'settle') known.set(step.path, step.file.fingerprint);
      else known.forget(step.path);
    }
    if (settled.length > 0) onSettled();
  }

  async function settlingStep(path: string, file: Unsettled): Promise<Step> {
    const found = await probeOrUnchanged(path, file.fingerprint);
    if (found.kind !== 'file') return { kind: 'withdraw', path, file };
    const step = lookAgain(file, found.fingerprint, performance.now(), timings);
    if (step.kind === 'wait') return { kind: 'wait', path, file: step.unsettled };
    const completeness = await probeCompleteness(join(folder, path), found.fingerprint);
    const nowMs = performance.now();
    if (isSettled(file, completeness, nowMs, timings)) return { kind: 'settle', path, file };
    return { kind: 'wait', path, file: postpone(file, nowMs, timings) };
  }

  /** A file that cannot even be asked for its size waits like one that is cut: in the end the lane says why. */
  async function probeOrUnchanged(path: string, fingerprint: Fingerprint): Promise<Probe> {
    try {
      return await probeFile(join(folder, path));
    } catch {
      return { kind: 'file', fingerprint };
    }
  }

  return {
    async reconcile({ files, isWhole }) {
      const listed = new Set(files);
      if (isWhole) {
        known.keepOnly(listed);
        withdrawVanished(listed);
      }
      for (const path of unreachable.keys()) if (!listed.has(path)) unreachable.delete(path);
      await examineInBatches(files.filter((path) => !known.has(path) && !unsettled.has(path)));
      await recheck();
    },
    hint(path) {
      if (!isTemporary(path)) hinted.add(path);
    },
    async advance() {
      const paths = [...hinted];
      hinted.clear();
      await examineInBatches(paths);
      await settleDue();
    },
    nextDueMs() {
      if (hinted.size > 0) return 0;
      let due = Number.POSITIVE_INFINITY;
      for (const file of unsettled.values()) due = Math.min(due, file.nextLookMs);
      return due;
    },
    forget: (path) => known.forget(path),
    remarks() {
      const [first] = unreachable;
      if (first === undefined) return [];
      const others = unreachable.size === 1 ? '' : ` (and ${unreachable.size - 1} more)`;
      return [`${join(folder, first[0])} cannot be reached (${first[1]})${others}; check its permissions.`];
    },
  };
}

/** The oldest first: the queue is the ledger's order. */
function byTime(first: FoundFile, second: FoundFile): number {
  return first.fingerprint.modifiedUs - second.fingerprint.modifiedUs || (first.path < second.path ? -1 : 1);
}
