import { join } from 'node:path';

/** Where the station's database and everything that belongs to its safety lie. */
export interface StoragePlaces {
  readonly dataFolder: string;
  readonly database: string;
  /** A new or restored database until it is whole: only then it gets its name. */
  readonly building: string;
  /** The journal of a recovery that is under way: one that was interrupted is taken up again. */
  readonly journal: string;
  /** What searches look into: it is made of the database again where it is missing. */
  readonly searchIndex: string;
  /** A reason to look at the whole database at the next start. */
  readonly suspicion: string;
  /** What is still to be done since the database was restored. */
  readonly restoration: string;
  /** Databases that were set aside, each in a folder named by its time. Nothing of it is ever deleted. */
  readonly damagedFolder: string;
  /** A copy of settings and sources, for the time when the database is damaged. */
  readonly configuration: string;
  /** A copy of people and policies, for the same time; only of a protected station. */
  readonly people: string;
  /** Where backups are looked for. */
  readonly backupFolders: readonly string[];
}

export function storagePlaces(dataFolder: string, otherBackupFolder: string | null = null): StoragePlaces {
  const own = join(dataFolder, 'backups');
  return {
    dataFolder,
    database: join(dataFolder, 'station.sqlite'),
    building: join(dataFolder, 'station.sqlite.building'),
    journal: join(dataFolder, 'station.recovery.json'),
    searchIndex: join(dataFolder, SEARCH_INDEX_FILE),
    suspicion: join(dataFolder, 'station.suspicion.json'),
    restoration: join(dataFolder, 'station.restoration.json'),
    configuration: join(dataFolder, 'station.settings.json'),
    people: join(dataFolder, 'station.people.json'),
    damagedFolder: join(dataFolder, 'damaged'),
    backupFolders: otherBackupFolder === null || otherBackupFolder === own ? [own] : [own, otherBackupFolder],
  };
}

export const SEARCH_INDEX_FILE = 'search.sqlite';

/** A database in WAL mode is three files: what was committed last may lie in the second one alone. */
export const DATABASE_ENDINGS = ['', '-wal', '-shm'] as const;

/** A time as part of a file name that sorts by time. */
export function timeInName(time: Date): string {
  return time.toISOString().replace(/[:.]/g, '-');
}
