/** The station's SQLite database and the lock of its folder. Nobody else opens either; each room keeps its own SQL. */
import { join } from 'node:path';
import { openConnection, type StationDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';

export type { Statement, StationDatabase } from './database.ts';
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
