import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';
import { detailText, SigmalineError } from '../../../shared/domain/index.ts';
import { readJsonSync, removeDurablySync, writeJsonSync } from '../../files/index.ts';
import { listBackups } from './backupFiles.ts';
import { otherBackupFolder } from './configuration.ts';
import { openConnection, type StationDatabase } from './database.ts';
import { type CheckDepth, checkDatabase, type DatabaseFacts } from './integrity.ts';
import { migrate, newestSchema } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { insertNotice } from './notices.ts';
import { type StoragePlaces, storagePlaces } from './places.ts';
import { createDatabase, isRecovering, recoverDatabase, sizeOf, storageError } from './recovery.ts';

export interface OpenOptions {
  /** What takes long is told before it begins. */
  readonly onStep?: (step: string) => void;
  /** Told of every trouble of the disk or the database. */
  readonly onTrouble?: (error: SigmalineError) => void;
}

/**
 * Up to this size every page is read before the station begins: below half a second from the operating system's memory, and some two seconds from a
 * disk that was just started. A larger database (a million records is 740 MB: 12 s) is read in the background while the station works.
 */
const CHECKED_AT_START_BYTES = 128 * 1024 * 1024;

/**
 * Opens the database of a data folder and brings it to the newest schema. One that is damaged or missing is set aside and restored first, and a notice
 * tells of it.
 *
 * @throws SigmalineError `storage.newer`, `storage.corrupt`, `storage.failed`, `storage.read-only`, `station.disk-full`
 */
export function openStationDatabase(dataFolder: string, options: OpenOptions = {}): StationDatabase {
  const places = storagePlaces(dataFolder, otherBackupFolder(dataFolder));
  const tell = options.onStep ?? (() => undefined);
  try {
    const reason = findDamage(places, tell);
    if (reason !== null) recover(places, reason, tell);
    return open(places, options);
  } catch (thrown) {
    if (!isCorrupt(thrown)) throw storageError(thrown, places.database);
    recover(places, detailText(thrown.details.reason), tell);
    return open(places, options);
  }
}

function recover(places: StoragePlaces, reason: string, tell: (step: string) => void): void {
  tell(`restoring the database: ${reason}`);
  recoverDatabase(places, reason);
}

/** Reads all of a database. @throws SigmalineError `storage.*` */
export function checkStationDatabase(file: string, depth: CheckDepth): DatabaseFacts {
  return checkDatabase(file, newestSchema(migrations), depth);
}

/** Whether a database is so large that its whole check is left to the background. */
export function needsBackgroundCheck(dataFolder: string): boolean {
  return (sizeOf(storagePlaces(dataFolder).database) ?? 0) > CHECKED_AT_START_BYTES;
}

/** What was noticed of a database while it was in use: the next start looks at all of it, however long that takes, and restores it where need be. */
export function suspectDatabase(dataFolder: string, reason: string): void {
  writeJsonSync(storagePlaces(dataFolder).suspicion, { at: new Date().toISOString(), reason });
}

function open(places: StoragePlaces, { onTrouble }: OpenOptions): StationDatabase {
  if (!existsSync(places.database)) createDatabase(places);
  const database = openConnection(places.database, onTrouble === undefined ? {} : { onTrouble });
  try {
    migrate(database, migrations, places.backupFolders[0] ?? null);
    clearSuspicion(places, database);
    return database;
  } catch (thrown) {
    database.close();
    throw storageError(thrown, places.database);
  }
}

/** Why the database must be restored; null where it is whole, or where this is a new station. */
function findDamage(places: StoragePlaces, tell: (step: string) => void): string | null {
  if (isRecovering(places)) return 'its recovery was interrupted';
  const size = sizeOf(places.database);
  if (size === null) {
    const isLost =
      (sizeOf(`${places.database}-wal`) ?? 0) > 0 ||
      existsSync(places.people) ||
      listBackups(places.backupFolders).length > 0;
    return isLost ? 'it is missing' : null;
  }
  try {
    const depth = suspicionOf(places) === null ? 'quick' : 'full';
    if (depth === 'quick' && size > CHECKED_AT_START_BYTES) checkSize(places.database, size);
    else {
      if (size > CHECKED_AT_START_BYTES) tell('checking all of the database, which may take minutes');
      checkDatabase(places.database, newestSchema(migrations), depth);
    }
    return null;
  } catch (thrown) {
    if (isCorrupt(thrown)) return detailText(thrown.details.reason);
    throw thrown;
  }
}

/** A file that was cut is found without reading it: its first page says how many there are. */
function checkSize(file: string, size: number): void {
  const header = Buffer.alloc(100);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, header, 0, header.length, 0);
  } finally {
    closeSync(descriptor);
  }
  const fault = (reason: string) => new SigmalineError('storage.corrupt', { file, reason });
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') throw fault('it is no database');
  const stored = header.readUInt16BE(16);
  const pageSize = stored === 1 ? 65_536 : stored;
  const pages = header.readUInt32BE(28);
  const isPageCountValid = header.readUInt32BE(24) === header.readUInt32BE(92);
  if (isPageCountValid && size < pages * pageSize) throw fault('it was cut');
}

const suspicionSchema = z.object({ at: z.string(), reason: z.string() });

function suspicionOf({ suspicion }: StoragePlaces): string | null {
  const found = suspicionSchema.safeParse(readJsonSync(suspicion));
  return found.success ? found.data.reason : null;
}

/** The whole check found nothing: what was noticed came from elsewhere, and people are told so. */
function clearSuspicion(places: StoragePlaces, database: StationDatabase): void {
  const reason = suspicionOf(places);
  if (reason === null) return;
  insertNotice(database, new SigmalineError('storage.suspected', { file: places.database, reason }));
  removeDurablySync(places.suspicion);
}

function isCorrupt(thrown: unknown): thrown is SigmalineError {
  return thrown instanceof SigmalineError && thrown.code === 'storage.corrupt';
}
