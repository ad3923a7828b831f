/**
 * Finds the files that cameras write and follows each in the ledger until it is complete. The watcher only gives hints; the truth is what a listing
 * of the folder shows when it is compared with the ledger.
 */
import type { SourceId } from '../../../shared/domain/index.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { type SourceCondition, type SourceIntake, startSourceIntake } from './sourceIntake.ts';
import { DEFAULT_TIMINGS, type IntakeTimings } from './timings.ts';

export { errnoCode, probeFile } from './fileProbe.ts';
export { folderTrouble } from './folderListing.ts';
export { createLedger, type Ledger, type LedgerEntry, sameFingerprint } from './ledger.ts';
export type { SourceCondition } from './sourceIntake.ts';
export { createSourceRegister, type SourceRegister } from './sourceRegister.ts';
export type { IntakeTimings } from './timings.ts';
export { createWakeableSleep } from './wakeableSleep.ts';

export interface WatchedFolder {
  readonly id: SourceId;
  readonly folder: string;
}

export interface IntakeOptions {
  readonly ledger: Ledger;
  readonly timings?: Partial<IntakeTimings>;
  /** Where the ledger cannot be written, nothing is looked for: the folders keep what comes. */
  readonly canWrite: () => boolean;
  readonly onSettled: () => void;
  readonly onChanged: () => void;
  readonly onTrouble: (error: unknown) => void;
}

export interface Intake {
  /** Watches exactly these folders from now on. */
  watch(folders: readonly WatchedFolder[]): Promise<void>;
  condition(sourceId: SourceId): SourceCondition;
  /** Whether a file of this source that is not there counts as missing for good. */
  canTellMissing(sourceId: SourceId): boolean;
  /** A file was recorded as missing: should it come back, it has arrived again. */
  forget(entry: LedgerEntry): void;
  stop(): Promise<void>;
}

const NOT_WATCHED: SourceCondition = { isReachable: false, problem: null, lastListedAt: null, remarks: [] };

export function createIntake({ ledger, timings, canWrite, onSettled, onChanged, onTrouble }: IntakeOptions): Intake {
  const running = new Map<SourceId, SourceIntake>();

  async function watch(folders: readonly WatchedFolder[]): Promise<void> {
    const wanted = new Set(folders.map(({ id }) => id));
    const ended = [...running].filter(([id]) => !wanted.has(id));
    for (const [id] of ended) running.delete(id);
    for (const { id, folder } of folders) {
      if (running.has(id)) continue;
      running.set(
        id,
        startSourceIntake({
          sourceId: id,
          folder,
          ledger,
          timings: { ...DEFAULT_TIMINGS, ...timings },
          canWrite,
          onSettled,
          onChanged,
          onTrouble,
        }),
      );
    }
    await Promise.all(ended.map(([, intake]) => intake.stop()));
  }

  return {
    watch,
    condition: (sourceId) => running.get(sourceId)?.condition() ?? NOT_WATCHED,
    canTellMissing: (sourceId) => running.get(sourceId)?.canTellMissing() ?? false,
    forget: ({ sourceId, path }) => running.get(sourceId)?.forget(path),
    stop: () => watch([]),
  };
}
