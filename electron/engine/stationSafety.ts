import type { SigmalineError } from '../../shared/domain/index.ts';
import { type ProcessHost, runTask } from '../hosts/index.ts';
import { jobs } from '../tasks/index.ts';
import { Backups, type BackupTimings, type Disk, type DiskSpace, openDisk, RecordStorage } from './safety/index.ts';
import type { Closers, StationData } from './stationData.ts';
import { isStorageTrouble } from './storage/index.ts';

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
  readonly disk: Disk;
  readonly storage: RecordStorage;
  readonly backups: Backups;
}

export async function startStationSafety(
  { kernel, database, records, settings }: StationData,
  options: StationSafetyOptions,
  events: SafetyEvents,
  closers: Closers,
): Promise<StationSafety> {
  let lastTotal = 0;
  /** People look at the disk and at backups where the database is in trouble: its last word holds then. */
  const total = (): number => {
    try {
      lastTotal = records.total();
    } catch (thrown) {
      if (!isStorageTrouble(thrown)) throw thrown;
    }
    return lastTotal;
  };
  const { measureDisk: measure, measureDiskEveryMs: everyMs } = options;
  const disk = await openDisk(kernel, { records: total, measure, everyMs });
  closers.push(() => disk.stop());
  const storage = new RecordStorage(kernel, database, disk);
  closers.push(() => storage.stop());
  database.onTrouble((error) => {
    storage.report(error);
    if (error.code === 'storage.corrupt') events.onBroken(error);
  });
  const backups = new Backups(kernel, {
    settings: () => settings.current().backups,
    records: total,
    task: async (request, signal) => (await runTask(options.host, jobs.backUp, request, { signal })).lastSequence,
    onDamaged(error) {
      database.suspect(error.message);
      events.onBroken(error);
    },
    timings: options.backupTimings,
  });
  closers.push(() => backups.stop());
  return { disk, storage, backups };
}
