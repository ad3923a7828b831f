import { join } from 'node:path';
import { type Fingerprint, type SourceId, sameFingerprint } from '../../../shared/domain/index.ts';
import { atMost, errnoReason, probeFile } from '../../files/index.ts';
import { createKnownNames } from './knownNames.ts';
import type { Ledger } from './ledger.ts';
import type { SourceRules } from './sourceRules.ts';
import type { IntakeTimings } from './timings.ts';
import { createUnreleasedFiles } from './unreleasedFiles.ts';
import { createUnsettledFiles } from './unsettledFiles.ts';

export interface ArrivalsOptions {
  readonly sourceId: SourceId;
  readonly folder: string;
  readonly ledger: Ledger;
  readonly timings: IntakeTimings;
  /** The rules that hold now. */
  readonly rules: () => SourceRules;
  /** Nothing is entered any more. */
  readonly isStopped: () => boolean;
  /** New files wait to be judged. */
  readonly onSettled: () => void;
  /** The folder has answered. */
  readonly onProgress: () => void;
}

/** The files of one source on their way from `seen` to `settled`. Memory follows the ledger: it changes after a transaction, never before. */
export interface Arrivals {
  /** Goes on with what was being written when the station ended. */
  resume(): Promise<void>;
  /** The rules have changed: what is not selected any more is withdrawn where it is not settled. */
  applyRules(): void;
  beginWalk(): void;
  /** A walk has met these files. */
  meet(paths: readonly string[]): Promise<void>;
  /** A walk has met the file that says of this image that it is whole. */
  meetRelease(image: string): void;
  /** The walk is over. Where it was not `whole`, files that it has not met may be there all the same. */
  endWalk(isWhole: boolean): Promise<void>;
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

/** The most that one transaction holds, so that other work gets its turn in between. */
const BATCH = 256;
const RECHECK_BATCH = 64;
const PROBES_AT_ONCE = 4;
/** So many new names are asked for before they are entered, the oldest first. */
const NEWS = 16_384;
const RESUMED_AT_ONCE = 1024;
/** Beyond these, the next walk finds them all. */
const MOST_HINTS = 50_000;

export function createArrivals(options: ArrivalsOptions): Arrivals {
  const { sourceId, folder, ledger, timings, rules, isStopped, onProgress } = options;
  const known = createKnownNames();
  const hinted = new Set<string>();
  const unreachable = new Map<string, string>();
  const unreleased = createUnreleasedFiles(sourceId, ledger);
  const unsettled = createUnsettledFiles({
    ...options,
    onSettled(file, lack) {
      known.set(file.path, file);
      if (lack === 'release') unreleased.add(file);
    },
    onWithdrawn: (path) => known.forget(path),
  });
  let news: string[] = [];

  /** Looks at names and enters in the ledger what it has not seen, the oldest first: the queue is the ledger's order. */
  async function examine(paths: readonly string[]): Promise<void> {
    const found: FoundFile[] = [];
    for (let start = 0; start < paths.length; start += BATCH) {
      const probes = await atMost(PROBES_AT_ONCE, paths.slice(start, start + BATCH), probe);
      if (isStopped()) return;
      onProgress();
      for (const file of probes) if (file !== null && isNews(file)) found.push(file);
    }
    found.sort(byTime);
    for (let start = 0; start < found.length; start += BATCH) {
      enter(found.slice(start, start + BATCH));
      if (found.length > BATCH) await turnOfOthers();
      if (isStopped()) return;
    }
  }

  function enter(found: readonly FoundFile[]): void {
    const entered = ledger.transaction(() =>
      found.map((file) => ({ file, entry: ledger.insertSeen(sourceId, file.path, file.fingerprint) })),
    );
    for (const { file, entry } of entered) {
      known.set(file.path, file.fingerprint);
      if (entry !== null) unsettled.begin(file.path, entry.ledgerId, file.fingerprint);
    }
  }

  async function probe(path: string): Promise<FoundFile | null> {
    try {
      const found = await probeFile(join(folder, path));
      unreachable.delete(path);
      return found.kind === 'file' ? { path, fingerprint: found.fingerprint } : null;
    } catch (thrown) {
      unreachable.set(path, errnoReason(thrown));
      return null;
    }
  }

  function isNews({ path, fingerprint }: FoundFile): boolean {
    if (unsettled.has(path)) return false;
    const last = known.get(path);
    return last === undefined || !sameFingerprint(last, fingerprint);
  }

  async function examineNews(): Promise<void> {
    const paths = news;
    news = [];
    await examine(paths);
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
    } while (performance.now() < endMs && checked < known.size() && !isStopped());
  }

  async function takeUpHints(): Promise<void> {
    if (hinted.size === 0) return;
    const paths = [...hinted];
    hinted.clear();
    try {
      await examine(paths);
    } catch (thrown) {
      for (const path of paths) hinted.add(path);
      throw thrown;
    }
  }

  async function advance(): Promise<void> {
    await takeUpHints();
    for (const { path, ledgerId, size, modifiedUs } of unreleased.takeReleased()) {
      known.set(path, { size, modifiedUs });
      unsettled.begin(path, ledgerId, { size, modifiedUs });
    }
    if ((await unsettled.lookAgainAtDue()) > 0) options.onSettled();
  }

  return {
    async resume() {
      unreleased.resume();
      for (let after = 0; ; ) {
        const entries = ledger.seen(sourceId, after, RESUMED_AT_ONCE);
        const last = entries.at(-1);
        if (last === undefined) return;
        for (const { path, ledgerId, size, modifiedUs } of entries)
          unsettled.begin(path, ledgerId, { size, modifiedUs });
        after = last.ledgerId;
        await turnOfOthers();
      }
    },
    applyRules: () => unsettled.keepOnly((path) => rules().selection.takesFile(path)),
    beginWalk() {
      news = [];
      unreachable.clear();
      known.beginWalk();
      unsettled.beginWalk();
    },
    async meet(paths) {
      for (const path of paths) {
        const isKnown = known.meet(path);
        const isUnsettled = unsettled.meet(path);
        if (!isKnown && !isUnsettled) news.push(path);
      }
      if (isStopped()) return;
      if (news.length >= NEWS) await examineNews();
      if (nextDueMs() <= performance.now()) await advance();
    },
    meetRelease: (image) => unreleased.release(image),
    async endWalk(isWhole) {
      await examineNews();
      if (isStopped()) return;
      if (isWhole) {
        known.forgetUnmet();
        unsettled.withdrawUnmet();
        unreleased.keepOnly((path) => known.get(path) !== undefined);
      }
      await recheck();
    },
    hint(path) {
      const { selection } = rules();
      const image = selection.releasedBy(path);
      if (image !== null) {
        unreleased.release(image);
        unsettled.hasten(image);
      } else if (hinted.size < MOST_HINTS && selection.takesFile(path)) hinted.add(path);
    },
    advance,
    nextDueMs,
    forget: (path) => known.forget(path),
    remarks: () => [unreachableRemark(), endlessRemark()].filter((remark) => remark !== null),
  };

  function unreachableRemark(): string | null {
    const [first] = unreachable;
    if (first === undefined) return null;
    const others = unreachable.size === 1 ? '' : ` (and ${unreachable.size - 1} more)`;
    return `${join(folder, first[0])} cannot be reached (${first[1]})${others}; check its permissions.`;
  }

  function endlessRemark(): string | null {
    const endless = unsettled.endless();
    if (endless === null) return null;
    const { path, forMs } = endless;
    return `${join(folder, path)} has been written to for ${minutes(forMs)} and is still not whole, so it waits; check the camera.`;
  }

  function nextDueMs(): number {
    return hinted.size > 0 || unreleased.hasReleased() ? 0 : unsettled.nextDueMs();
  }
}

function byTime(first: FoundFile, second: FoundFile): number {
  return first.fingerprint.modifiedUs - second.fingerprint.modifiedUs || (first.path < second.path ? -1 : 1);
}

function minutes(milliseconds: number): string {
  const whole = Math.floor(milliseconds / 60_000);
  return whole < 1 ? 'less than a minute' : whole === 1 ? '1 minute' : `${whole} minutes`;
}

function turnOfOthers(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
