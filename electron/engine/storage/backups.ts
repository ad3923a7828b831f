import { rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { reportOf, SigmalineError } from '../../../shared/domain/index.ts';
import { type BackupFile, type BackupRetention, findBackups, listBackups, outlivedBackups } from './backupFiles.ts';
import type { CheckDepth } from './integrity.ts';

export interface BackupSettings extends BackupRetention {
  /** Where backups go; null for the data folder's own place. */
  readonly folder: string | null;
  readonly everyMinutes: number;
}

export interface BackupState {
  /** When the newest verified backup was begun. */
  readonly lastAt: string | null;
  readonly folder: string;
  /** A disk that fails takes such a backup with it; null where it cannot be told. */
  readonly onSameDisk: boolean | null;
  /** The sentence on a backup that could not be made. */
  readonly problem: string | null;
}

/** Backs the records up now and then, by a process of its own. */
export interface Backups {
  state(): BackupState;
  /** Every record up to this one lies in a backup that was checked; 0 where none does. */
  lastVerifiedSequence(): number;
  /** Whether a record lies in a backup that was checked. Somebody waits for it: where it does not, one is made sooner than otherwise. */
  covers(number: number): boolean;
  /** @throws SigmalineError why it could not be made */
  make(): Promise<void>;
  stop(): void;
}

export interface BackupTimings {
  /** How often it is asked whether a backup is due. */
  readonly lookEveryMs: number;
  /** How old the last one is at least before the next, where somebody waits for it. */
  readonly wantedAfterMs: number;
}

export interface BackupsOptions {
  readonly dataFolder: string;
  readonly ownFolder: string;
  readonly settings: () => BackupSettings;
  /** The last number. */
  readonly records: () => number;
  /** Makes a copy, checks it, and answers the last number in it. */
  readonly copy: (folder: string, depth: CheckDepth, signal: AbortSignal) => Promise<number>;
  readonly timings: BackupTimings;
  readonly onChanged: () => void;
  readonly onTrouble: (error: unknown) => void;
}

/** What failed for a moment is soon made good, and its warning goes; what fails on is tried ever more seldom. */
const FIRST_RETRY_MS = 5000;
const LONGEST_RETRY_MS = 5 * 60_000;

export function createBackups(options: BackupsOptions): Backups {
  const { ownFolder, settings } = options;
  const stopped = new AbortController();
  // A share that does not answer must not keep the station from starting.
  let known = listBackups([ownFolder]);
  let onSameDisk: boolean | null = null;
  let atWork: Promise<void> | null = null;
  let problem: string | null = null;
  let notBeforeMs = 0;
  let failures = 0;
  let isWanted = false;

  function folders(): string[] {
    const { folder } = settings();
    return folder === null || folder === ownFolder ? [ownFolder] : [ownFolder, folder];
  }

  /** A backup of records that were lost later may hold higher numbers than the station has now: it says nothing of the new ones. */
  function newest(): BackupFile | null {
    return known.find(({ lastSequence }) => lastSequence !== null && lastSequence <= options.records()) ?? null;
  }

  const lastVerifiedSequence = (): number => newest()?.lastSequence ?? 0;

  function isDue(): boolean {
    const last = newest();
    if (options.records() <= (last?.lastSequence ?? 0)) return false;
    const everyMs = settings().everyMinutes * 60_000;
    const ageMs = last === null ? Number.POSITIVE_INFINITY : Date.now() - last.at.getTime();
    return ageMs >= (isWanted ? Math.min(everyMs, options.timings.wantedAfterMs) : everyMs);
  }

  function make(): Promise<void> {
    atWork ??= copyAndTidy().finally(() => {
      atWork = null;
      options.onChanged();
    });
    return atWork;
  }

  async function copyAndTidy(): Promise<void> {
    const wanted = settings().folder ?? ownFolder;
    const today = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
    const isFirstOfDay = !known.some(({ at }) => at.toISOString().startsWith(today));
    try {
      await options.copy(wanted, isFirstOfDay ? 'full' : 'quick', stopped.signal);
      problem = null;
      failures = 0;
      isWanted = false;
    } catch (thrown) {
      if (stopped.signal.aborted) return;
      const reason = reportOf(thrown).message;
      const error = new SigmalineError('backup.failed', { folder: wanted, reason }, thrown);
      problem = error.message;
      notBeforeMs = performance.now() + Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
      failures += 1;
      // A folder elsewhere that cannot be reached is no reason to have no backup at all.
      if (wanted !== ownFolder) await options.copy(ownFolder, 'quick', stopped.signal).catch(() => undefined);
      throw error;
    } finally {
      for (const folder of folders()) await tidy(folder);
      await refresh();
    }
  }

  async function tidy(folder: string): Promise<void> {
    for (const { path } of outlivedBackups(await findBackups([folder]), settings())) {
      await rm(path, { force: true }).catch(options.onTrouble);
    }
  }

  async function refresh(): Promise<void> {
    known = await findBackups(folders());
    const [data, own] = await Promise.all([deviceOf(options.dataFolder), deviceOf(settings().folder ?? ownFolder)]);
    onSameDisk = data === null || own === null ? null : data === own;
  }

  function look(): void {
    if (atWork !== null || performance.now() < notBeforeMs || !isDue()) return;
    make().catch(options.onTrouble);
  }

  const clock = setInterval(look, options.timings.lookEveryMs);
  clock.unref();
  void refresh().then(options.onChanged);

  return {
    state() {
      const folder = settings().folder ?? ownFolder;
      return { lastAt: newest()?.at.toISOString() ?? null, folder, onSameDisk, problem };
    },
    lastVerifiedSequence,
    covers(number) {
      const isCovered = number <= lastVerifiedSequence();
      if (!isCovered) isWanted = true;
      return isCovered;
    },
    make,
    stop() {
      clearInterval(clock);
      stopped.abort();
    },
  };
}

/** A folder that is not there yet will lie on the disk of the one above it. */
async function deviceOf(folder: string): Promise<number | null> {
  for (const candidate of [folder, dirname(folder)]) {
    const found = await stat(candidate).catch(() => null);
    if (found !== null) return found.dev;
  }
  return null;
}
