/**
 * Finds the files that cameras write and follows each in the ledger until it is complete. The watcher only gives hints; the truth is what a listing
 * of the folder shows when it is compared with the ledger.
 */
import { isDeepStrictEqual } from 'node:util';
import { SigmalineError, type SourceId, type SourceOptions } from '../../../shared/domain/index.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { NO_PART_NAMES, type PartNames } from './partPattern.ts';
import { type SourceCondition, type SourceIntake, startSourceIntake } from './sourceIntake.ts';
import { compileSourceRules } from './sourceRules.ts';
import { DEFAULT_TIMINGS, type IntakeTimings } from './timings.ts';

export { createFileSelection } from './fileSelection.ts';
export { createLedger, type Ledger, type LedgerEntry } from './ledger.ts';
export { compilePartPattern, type PartNames } from './partPattern.ts';
export type { SourceCondition } from './sourceIntake.ts';
export { createSourceRegister, type SourceRegister } from './sourceRegister.ts';
export { checkFilePatterns, requirePartPattern } from './sourceRules.ts';
export type { IntakeTimings } from './timings.ts';
export { createWakeableSleep } from './wakeableSleep.ts';

export interface WatchedFolder {
  readonly id: SourceId;
  readonly folder: string;
  readonly options: SourceOptions;
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
  /** Watches exactly these folders from now on, by these options. */
  watch(folders: readonly WatchedFolder[]): Promise<void>;
  condition(sourceId: SourceId): SourceCondition;
  /** What the path of a source's file says of the part that it shows. */
  partNamesOf(sourceId: SourceId, path: string): PartNames;
  /** Whether a file of this source that is not there counts as missing for good. */
  canTellMissing(sourceId: SourceId): boolean;
  /** A content was recorded as missing or overwritten: should it come back, it has arrived again. */
  forget(entry: LedgerEntry): void;
  stop(): Promise<void>;
}

const NOT_WATCHED: SourceCondition = { isReachable: false, problem: null, lastListedAt: null, remarks: [] };

interface Watched {
  readonly folder: string;
  readonly options: SourceOptions;
  readonly intake: SourceIntake;
}

export function createIntake(intakeOptions: IntakeOptions): Intake {
  const timings = { ...DEFAULT_TIMINGS, ...intakeOptions.timings };
  const running = new Map<SourceId, Watched>();
  /** Sources whose options cannot be used, as they may come from settings that were edited by hand. */
  const refused = new Map<SourceId, string>();

  function begin({ id, folder, options }: WatchedFolder): void {
    const rules = compileSourceRules(options, timings);
    const current = running.get(id);
    if (current === undefined) {
      const intake = startSourceIntake({ ...intakeOptions, sourceId: id, folder, rules, timings });
      running.set(id, { folder, options, intake });
    } else if (!isDeepStrictEqual(current.options, options)) {
      current.intake.change(rules);
      running.set(id, { ...current, options });
    }
  }

  async function watch(folders: readonly WatchedFolder[]): Promise<void> {
    refused.clear();
    for (const folder of folders) {
      try {
        begin(folder);
      } catch (thrown) {
        if (!(thrown instanceof SigmalineError)) throw thrown;
        refused.set(folder.id, thrown.message);
      }
    }
    const wanted = new Set(folders.map(({ id }) => id).filter((id) => !refused.has(id)));
    const ended = [...running].filter(([id]) => !wanted.has(id));
    for (const [id] of ended) running.delete(id);
    await Promise.all(ended.map(([, { intake }]) => intake.stop()));
  }

  return {
    watch,
    condition: (id) => running.get(id)?.intake.condition() ?? { ...NOT_WATCHED, problem: refused.get(id) ?? null },
    partNamesOf: (id, path) => running.get(id)?.intake.partNamesOf(path) ?? NO_PART_NAMES,
    canTellMissing: (id) => running.get(id)?.intake.canTellMissing() ?? false,
    forget: ({ sourceId, path }) => running.get(sourceId)?.intake.forget(path),
    stop: () => watch([]),
  };
}
