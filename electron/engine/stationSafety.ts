import { join } from 'node:path';
import { reportOf, SigmalineError } from '../../shared/domain/index.ts';
import { type ProcessHost, runTask } from '../hosts/index.ts';
import { type BackupRequest, jobs } from '../tasks/index.ts';
import {
  createStorageWatch,
  type DiskSpace,
  type DiskWatch,
  lastKnown,
  measureDiskSpace,
  type StorageWatch,
  watchDisk,
} from './health/index.ts';
import type { Closers, StationData } from './stationData.ts';
import { type Backups, type BackupTimings, createBackups, needsBackgroundCheck } from './storage/index.ts';

export interface StationSafetyOptions {
  readonly dataFolder: string;
  /** Starts the process for backups. */
  readonly host: ProcessHost;
  /** For tests of a full disk. */
  readonly measureDisk?: () => Promise<DiskSpace>;
  readonly measureDiskEveryMs?: number;
  readonly backupTimings?: BackupTimings;
}

export interface SafetyEvents {
  readonly onChanged: () => void;
  readonly onTrouble: (error: unknown) => void;
  /** Only a new start helps: it restores the database. */
  readonly onBroken: (error: SigmalineError) => void;
}

/** What keeps the records safe: the room on the disk, whether they can be written, and their backups. */
export interface StationSafety {
  readonly disk: DiskWatch;
  readonly storage: StorageWatch;
  readonly backups: Backups;
}

const DISK_EVERY_MS = 5000;
const STORAGE_EVERY_MS = 1000;
const BACKUP_TIMINGS: BackupTimings = { lookEveryMs: 30_000, wantedAfterMs: 10 * 60_000 };

export async function startStationSafety(
  data: StationData,
  options: StationSafetyOptions,
  events: SafetyEvents,
  closers: Closers,
): Promise<StationSafety> {
  const { dataFolder, host } = options;
  const { onChanged, onTrouble } = events;
  const records = lastKnown(
    () => data.records.total(),
    () => '',
    0,
  );
  const disk = await watchDisk({
    measure: options.measureDisk ?? (() => measureDiskSpace(dataFolder)),
    records: () => records(undefined),
    everyMs: options.measureDiskEveryMs ?? DISK_EVERY_MS,
    onChanged,
    onTrouble,
  });
  closers.push(() => disk.stop());
  const storage = createStorageWatch({
    ...data.database,
    isDiskFull: () => disk.state() === 'full',
    dataFolder,
    everyMs: STORAGE_EVERY_MS,
    onChanged,
    onTrouble,
  });
  closers.push(() => storage.stop());
  data.database.onTrouble((error) => {
    storage.report(error);
    if (error.code === 'storage.corrupt') events.onBroken(error);
  });

  const ending = new AbortController();
  closers.push(() => ending.abort());
  const task = async (request: BackupRequest, signal: AbortSignal): Promise<number> =>
    (await runTask(host, jobs.backUp, request, { signal })).lastSequence;
  const database = data.database.file;

  /** Whether the database itself is damaged, and not merely the copy of it. */
  async function check(depth: 'quick' | 'full'): Promise<void> {
    try {
      await task({ kind: 'check', database, depth }, ending.signal);
    } catch (thrown) {
      if (ending.signal.aborted) return;
      onTrouble(thrown);
      if (thrown instanceof SigmalineError && thrown.code === 'storage.corrupt') {
        data.database.suspect(reportOf(thrown).message);
        events.onBroken(thrown);
      }
    }
  }
  const backups = createBackups({
    dataFolder,
    ownFolder: join(dataFolder, 'backups'),
    settings: () => data.settings.current().backups,
    records: () => records(undefined),
    async copy(folder, depth, signal) {
      try {
        return await task({ kind: 'backUp', database, folder, depth }, signal);
      } catch (thrown) {
        if (thrown instanceof SigmalineError && thrown.code === 'storage.corrupt') await check('full');
        throw thrown;
      }
    },
    timings: options.backupTimings ?? BACKUP_TIMINGS,
    onChanged,
    onTrouble,
  });
  closers.push(() => backups.stop());
  if (needsBackgroundCheck(dataFolder)) void check('quick');
  return { disk, storage, backups };
}
