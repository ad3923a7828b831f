import { reportOf, SigmalineError, type SourceId } from '../../../shared/domain/index.ts';
import { isStorageTrouble } from '../storage/index.ts';
import { type Arrivals, createArrivals } from './arrivals.ts';
import { type FolderHints, watchFolder } from './folderHints.ts';
import { type FolderListing, folderError, listFolder } from './folderListing.ts';
import type { Ledger } from './ledger.ts';
import type { IntakeTimings } from './timings.ts';
import { createWakeableSleep } from './wakeableSleep.ts';

export interface SourceIntakeOptions {
  readonly sourceId: SourceId;
  readonly folder: string;
  readonly ledger: Ledger;
  readonly timings: IntakeTimings;
  readonly canWrite: () => boolean;
  /** New files wait to be judged. */
  readonly onSettled: () => void;
  /** The condition may have changed. */
  readonly onChanged: () => void;
  readonly onTrouble: (error: unknown) => void;
}

export interface SourceCondition {
  readonly isReachable: boolean;
  /** The sentence that says why the folder cannot be listed. */
  readonly problem: string | null;
  readonly lastListedAt: string | null;
  /** Sentences on what lies in the folder and is not inspected. */
  readonly remarks: readonly string[];
}

/** Watches one source: finds what is new in its folder, and settles it in the ledger once it is complete. */
export interface SourceIntake {
  condition(): SourceCondition;
  /** Whether a file that is not in the folder is gone for good, and not merely behind a share that is coming back. */
  canTellMissing(): boolean;
  /** Should this name come back, it has arrived again. */
  forget(path: string): void;
  stop(): Promise<void>;
}

/** After trouble with the database, or with anything that was not foreseen. */
const PAUSE_AFTER_TROUBLE_MS = 1000;
/** A folder is listed for at most this share of the time. */
const LISTING_SHARE = 1 / 5;

export function startSourceIntake(options: SourceIntakeOptions): SourceIntake {
  const { folder, timings } = options;
  const pause = createWakeableSleep();
  const arrivals: Arrivals = createArrivals({ ...options, onProgress: progress });
  let stopped = false;
  let hints: FolderHints | null = null;
  let identity: string | null = null;
  let reachableSinceMs: number | null = null;
  let nextLookMs = 0;
  let waitingSinceMs: number | null = null;
  let problem: string | null = null;
  let trouble: string | null = null;
  let lastListedAt: string | null = null;
  let remarks: readonly string[] = [];

  /** The folder has answered; the next answer is waited for from now on. */
  function progress(): void {
    waitingSinceMs = performance.now();
  }

  async function look(): Promise<void> {
    const beganMs = performance.now();
    try {
      const listing = await listFolder(folder, progress);
      await welcome(listing);
      await arrivals.reconcile(listing);
      lastListedAt = new Date().toISOString();
      problem = null;
      remarks = [...listing.remarks, ...arrivals.remarks()];
    } catch (thrown) {
      if (!(thrown instanceof SigmalineError) || !thrown.code.startsWith('folder.')) throw thrown;
      problem = thrown.message;
      reachableSinceMs = null;
      identity = null;
      await closeHints();
    } finally {
      const tookMs = performance.now() - beganMs;
      nextLookMs = performance.now() + Math.max(timings.lookEveryMs, tookMs / LISTING_SHARE);
      options.onChanged();
    }
  }

  /** A watcher sees nothing of a folder that was deleted and created again: a new one is needed. */
  async function welcome(listing: FolderListing): Promise<void> {
    if (listing.identity === identity) return;
    await closeHints();
    identity = listing.identity;
    reachableSinceMs = performance.now();
    hints = watchFolder({
      folder,
      onHint: (path) => {
        arrivals.hint(path);
        pause.wake();
      },
      onTrouble: options.onTrouble,
    });
  }

  async function closeHints(): Promise<void> {
    const closing = hints;
    hints = null;
    await closing?.close();
  }

  async function run(): Promise<void> {
    while (!stopped) {
      try {
        if (!options.canWrite()) {
          waitingSinceMs = null;
          await pause.sleep(PAUSE_AFTER_TROUBLE_MS);
          continue;
        }
        progress();
        if (performance.now() >= nextLookMs) await look();
        if (problem === null) await arrivals.advance();
        trouble = null;
        waitingSinceMs = null;
        await pause.sleep(Math.max(0, Math.min(nextLookMs, arrivals.nextDueMs()) - performance.now()));
      } catch (thrown) {
        options.onTrouble(thrown);
        // Where the ledger cannot be written, that is the station's trouble and not the source's.
        trouble = isStorageTrouble(thrown) ? null : reportOf(thrown).message;
        options.onChanged();
        await pause.sleep(PAUSE_AFTER_TROUBLE_MS);
      }
    }
    await closeHints();
  }

  const running = run();

  const silence = (): string | null => {
    const isSilent = waitingSinceMs !== null && performance.now() - waitingSinceMs >= timings.silentMs;
    return isSilent ? folderError(new Error('it does not answer'), folder).message : null;
  };

  return {
    condition() {
      const currentProblem = problem ?? trouble ?? silence();
      return {
        isReachable: currentProblem === null && lastListedAt !== null,
        problem: currentProblem,
        lastListedAt,
        remarks,
      };
    },
    canTellMissing: () => reachableSinceMs !== null && performance.now() - reachableSinceMs >= timings.missingMs,
    forget: (path) => arrivals.forget(path),
    stop() {
      stopped = true;
      pause.wake();
      return running;
    },
  };
}
