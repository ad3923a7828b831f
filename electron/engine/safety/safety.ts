import type { SigmalineError } from '../../../shared/domain/index.ts';
import { type ProcessHost, runTask } from '../../hosts/index.ts';
import { jobs } from '../../tasks/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import { isStorageTrouble, type Notices } from '../storage/index.ts';
import { type BackupSettings, Backups, type BackupTimings } from './backups.ts';
import { type ClockRequest, watchClock } from './clockWatch.ts';
import { type Disk, type DiskSpace, openDisk } from './disk.ts';
import { RecordStorage, type TriedDatabase } from './recordStorage.ts';
import { WriteAheadLog } from './writeAheadLog.ts';

export interface SafetyOptions {
  /** Starts the process for backups. */
  readonly host: ProcessHost;
  /** For tests of a full disk. */
  readonly measureDisk?: () => Promise<DiskSpace>;
  readonly measureDiskEveryMs?: number;
  readonly backupTimings?: BackupTimings;
}

export interface SafetyNeeds extends SafetyOptions {
  readonly records: { total(): number };
  readonly notices: Pick<Notices, 'add'>;
  readonly backupSettings: () => BackupSettings;
  readonly database: TriedDatabase & {
    /** The next start reads all of the database, and restores it where it is damaged. */
    suspect(reason: string): void;
    /** Tells of every trouble that writing or reading meets from now on. */
    onTrouble(listener: (error: SigmalineError) => void): void;
  };
  /** Only a new start helps: it restores the database. */
  readonly onBroken: (error: SigmalineError) => void;
}

export interface Safety extends Feature<ClockRequest> {
  readonly disk: Disk;
  readonly storage: RecordStorage;
  readonly backups: Backups;
  stop(): Promise<void>;
}

export async function openSafety(kernel: Kernel, needs: SafetyNeeds): Promise<Safety> {
  const { database, onBroken } = needs;
  const records = lastTotal(needs.records);
  const disk = await openDisk(kernel, { records, measure: needs.measureDisk, everyMs: needs.measureDiskEveryMs });
  const storage = new RecordStorage(kernel, database, disk);
  database.onTrouble((error) => {
    storage.report(error);
    if (error.code === 'storage.corrupt') onBroken(error);
  });
  const backups = new Backups(kernel, {
    settings: needs.backupSettings,
    records,
    task: async (request, signal) => (await runTask(needs.host, jobs.backUp, request, { signal })).lastSequence,
    onDamaged(error) {
      database.suspect(error.message);
      onBroken(error);
    },
    timings: needs.backupTimings,
  });
  const log = new WriteAheadLog(kernel);
  const clock = watchClock(kernel, needs.notices);
  const parts = [backups, storage, disk, log, clock];
  const stop = async (): Promise<void> => void (await Promise.all(parts.map(async (part) => part.stop())));
  return { disk, storage, backups, handlers: clock.handlers, stop };
}

/** People look at the disk and at backups where the database is in trouble: its last word holds then. */
function lastTotal(records: SafetyNeeds['records']): () => number {
  let last = 0;
  return () => {
    try {
      last = records.total();
    } catch (thrown) {
      if (!isStorageTrouble(thrown)) throw thrown;
    }
    return last;
  };
}
