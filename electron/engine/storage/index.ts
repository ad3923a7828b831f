/**
 * The station's SQLite database: opening, migration, backup, recovery, and the lock on the data folder.
 * Only this room opens database files; the SQL of each feature is in that feature's room.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { openReadOnlyConnection, type StationDatabase } from './database.ts';
import { requireNewestSchema } from './migrate.ts';
import { migrations } from './migrations/index.ts';

export { AuditChain, type AuditObject, type AuditStatement } from './auditChain.ts';
export { accountOfBackup } from './backupAccount.ts';
export {
  type BackupFile,
  type BackupRetention,
  findBackups,
  isAhead,
  listBackups,
  outlivedBackups,
} from './backupFiles.ts';
export { backupFoldersOf, ConfigurationTables, configurationIn, writeConfigurationCopy } from './configuration.ts';
export { copyDatabase } from './copyDatabase.ts';
export { countedAs, countedErrorAs, decisionOf, hasBypassedView } from './countedAs.ts';
export {
  openDerivedConnection,
  openReadOnlyConnection,
  type Plain,
  type Statement,
  type StationDatabase,
} from './database.ts';
export { stationFault } from './dispositionCheck.ts';
export {
  type DispositionRow,
  DispositionTable,
  dispositionObject,
  saidOf,
} from './dispositionTable.ts';
export { type HoldRow, HoldTable, type HoldWord, IS_HELD } from './holdTable.ts';
export type { CheckDepth } from './integrity.ts';
export { createNotices, type Notices } from './notices.ts';
export {
  PeopleTables,
  type PersonRow,
  readPeopleCopy,
  type SecretRow,
  takeOverPeople,
  writePeopleCopy,
} from './peopleTables.ts';
export { SEARCH_INDEX_FILE, timeInName } from './places.ts';
export { probeStorage } from './probe.ts';
export { type OpenChangeRow, RecipeChangeTable } from './recipeChanges.ts';
export { type LifeRow, RecipeLifeTable, readRecipeLives } from './recipeLives.ts';
export { RecipeUseTable, readRecipeUses } from './recipeUses.ts';
export {
  RECORD_COLUMNS,
  type RecordedInspection,
  type RecordRow,
  recordHashOf,
  recordIn,
  recordRowOf,
} from './recordColumns.ts';
export { createRestorationNote, type RestorationNote } from './restoration.ts';
export { restoreBackup } from './restoreBackup.ts';
export { isStorageTrouble } from './sqliteErrors.ts';
export { checkStationDatabase, needsBackgroundCheck, openStationDatabase, suspectDatabase } from './stationDatabase.ts';
export { isStationLocked, lockStation } from './stationLock.ts';
export { verifyStationChain } from './verifyStationChain.ts';

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

/**
 * Opens the database of a data folder to read whatever can be read of it: of any schema, damaged or not, also while its station runs.
 *
 * @throws SigmalineError `storage.not-found`, `storage.*`
 */
export function readAnyDatabase(dataFolder: string): StationDatabase {
  const file = join(dataFolder, 'station.sqlite');
  if (!existsSync(file)) throw new SigmalineError('storage.not-found', { file });
  return openReadOnlyConnection(file);
}
