/** The station's SQLite database and the lock of its folder. Nobody else opens either; each room keeps its own SQL. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { openConnection, openReadOnlyConnection, type StationDatabase } from './database.ts';
import { migrate, requireNewestSchema } from './migrate.ts';
import { migrations } from './migrations/index.ts';

export type { StationDatabase } from './database.ts';
export { isStorageTrouble } from './sqliteErrors.ts';
export { lockStation } from './stationLock.ts';

/**
 * Opens the database of a data folder and brings it to the newest schema.
 *
 * @throws SigmalineError `storage.newer`, `storage.corrupt`, `storage.failed`, `station.disk-full`
 */
export function openStationDatabase(dataFolder: string): StationDatabase {
  const database = openConnection(join(dataFolder, 'station.sqlite'));
  try {
    migrate(database, migrations, join(dataFolder, 'backups'));
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

/**
 * Opens the database of a data folder to read it, also while its station runs. Nothing is migrated.
 *
 * @throws SigmalineError `storage.not-found`, `storage.older`, `storage.newer`, `storage.corrupt`, `storage.failed`
 */
export function readStationDatabase(dataFolder: string): StationDatabase {
  const file = join(dataFolder, 'station.sqlite');
  if (!existsSync(file)) throw new SigmalineError('storage.not-found', { file });
  const database = openReadOnlyConnection(file);
  try {
    requireNewestSchema(database, migrations);
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}
