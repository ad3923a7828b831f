import { setTimeout as delay } from 'node:timers/promises';
import { reportOf, SigmalineError, type SourceId } from '../../../shared/domain/index.ts';
import { folderError, folderIdentity, walkFolder } from '../../files/index.ts';
import { isStorageTrouble } from '../storage/index.ts';
import { type Arrivals, createArrivals } from './arrivals.ts';
import { type FolderHints, watchFolder } from './folderHints.ts';
import type { Ledger } from './ledger.ts';
import type { PartNames } from './partPattern.ts';
import { createPartReader } from './partReader.ts';
import type { SourceRules } from './sourceRules.ts';
import type { IntakeTimings } from './timings.ts';
import { createWakeableSleep } from './wakeableSleep.ts';

export interface SourceIntakeOptions {
  readonly sourceId: SourceId;
  readonly folder: string;
  readonly rules: SourceRules;
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
  /** From now on other rules hold. */
  change(rules: SourceRules): void;
  /** What the path of a file says of the part that it shows. */
  partNamesOf(path: string): PartNames;
  /** Whether a file that is not in the folder is gone for good, and not merely behind a share that is coming back. */
  canTellMissing(): boolean;
  /** Should this name come back, it has arrived again. */
  forget(path: string): void;
  /** Nothing is entered in the ledger any more. Waits for what is at work, for a short while: a share may never answer. */
  stop(): Promise<void>;
}

/** After trouble with the database, or with anything that was not foreseen. */
const PAUSE_AFTER_TROUBLE_MS = 1000;
/** A folder is listed for at most this share of the time; what it takes to enter new files into the ledger does not count. */
const LISTING_SHARE = 1 / 5;
const LONGEST_STOP_MS = 500;

export function startSourceIntake(options: SourceIntakeOptions): SourceIntake {
  const { folder, timings } = options;
  const pause = createWakeableSleep();
  const reader = createPartReader();
  let rules = options.rules;
  let isChanged = false;
  let isResumed = false;
  let stopped = false;
  const arrivals: Arrivals = createArrivals({
    ...options,
    rules: () => rules,
    isStopped: () => stopped,
    onProgress: progress,
  });
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
    let enteringMs = 0;
    try {
      await welcome(await folderIdentity(folder));
      arrivals.beginWalk();
      const walked = await walkFolder(folder, {
        selection: rules.selection,
        async onFiles(paths) {
          const metMs = performance.now();
          await arrivals.meet(paths);
          enteringMs += performance.now() - metMs;
        },
        onRelease: (image) => arrivals.meetRelease(image),
        onProgress: progress,
      });
      hints?.follow(walked.folders);
      const walkedMs = performance.now();
      await arrivals.endWalk(walked.isWhole);
      enteringMs += performance.now() - walkedMs;
      lastListedAt = new Date().toISOString();
      problem = null;
      remarks = [...walked.remarks, ...arrivals.remarks()];
    } catch (thrown) {
      if (!(thrown instanceof SigmalineError) || !thrown.code.startsWith('folder.')) throw thrown;
      problem = thrown.message;
      reachableSinceMs = null;
      identity = null;
      closeHints();
    } finally {
      const nowMs = performance.now();
      const listingMs = nowMs - beganMs - enteringMs;
      nextLookMs = isChanged ? 0 : nowMs + Math.max(rules.lookEveryMs, listingMs / LISTING_SHARE);
      options.onChanged();
    }
  }

  /** A watcher sees nothing of a folder that was deleted and created again: a new one is needed. */
  async function welcome(found: string): Promise<void> {
    progress();
    if (found === identity) return;
    closeHints();
    hints = await watchFolder({
      folder,
      onHint: (path) => {
        arrivals.hint(path);
        if (arrivals.nextDueMs() === 0) pause.wake();
      },
    });
    hints.follow(['']);
    identity = found;
    reachableSinceMs = performance.now();
  }

  function closeHints(): void {
    hints?.close();
    hints = null;
  }

  async function begin(): Promise<void> {
    if (!isResumed) await arrivals.resume();
    isResumed = true;
    if (isChanged) arrivals.applyRules();
    isChanged = false;
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
        await begin();
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
    closeHints();
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
        remarks: [...remarks, ...reader.remarks(), hints?.problem()].filter((remark) => typeof remark === 'string'),
      };
    },
    change(changed) {
      rules = changed;
      isChanged = true;
      nextLookMs = 0;
      reader.beginAnew();
      pause.wake();
    },
    partNamesOf: (path) => reader.read(rules.part, path),
    canTellMissing: () => reachableSinceMs !== null && performance.now() - reachableSinceMs >= timings.missingMs,
    forget: (path) => arrivals.forget(path),
    async stop() {
      stopped = true;
      pause.wake();
      await Promise.race([running, delay(LONGEST_STOP_MS, undefined, { ref: false })]);
    },
  };
}
