import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { SigmalineError } from '../../../shared/domain/index.ts';
import {
  flushFolderSync,
  isDiskFull,
  publishFileSync,
  readJsonSync,
  removeDurablySync,
  writeJsonSync,
} from '../../files/index.ts';
import { type BackupFile, listBackups } from './backupFiles.ts';
import { recoverChain } from './chainSalvage.ts';
import { ConfigurationTables, readConfigurationCopy } from './configuration.ts';
import { openConnection, type StationDatabase } from './database.ts';
import { salvageDispositions } from './dispositionSalvage.ts';
import { HoldTable } from './holdTable.ts';
import { checkDatabase } from './integrity.ts';
import { salvageLine } from './lineSalvage.ts';
import { migrate, newestSchema } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { insertNotice } from './notices.ts';
import { readPeopleCopy, takeOverPeople } from './peopleTables.ts';
import { DATABASE_ENDINGS, type StoragePlaces, timeInName } from './places.ts';
import { RecipeLifeTable } from './recipeLives.ts';
import { RecipeUseTable } from './recipeUses.ts';
import { noteRestoration } from './restoration.ts';
import {
  NOTHING_SALVAGED,
  type Salvage,
  salvageConfiguration,
  salvageHolds,
  salvagePeople,
  salvageRecords,
} from './salvage.ts';

/**
 * What is written before anything is moved, so that a recovery that was interrupted anywhere is taken up again and ends the same:
 * first the damaged files are moved into their folder, then the new database is built beside, then it gets the database's name.
 */
const journalSchema = z.object({
  at: z.string(),
  folder: z.string(),
  reason: z.string(),
  /** Whether there was a file to be set aside at all. */
  hadDatabase: z.boolean(),
});
type Journal = z.infer<typeof journalSchema>;

export function isRecovering(places: StoragePlaces): boolean {
  return existsSync(places.journal);
}

/**
 * Sets a damaged or missing database aside, restores the newest backup that is whole, takes over what can still be read of the damaged file, and
 * leaves a notice of it in the restored database. Takes up a recovery that was interrupted.
 *
 * @throws SigmalineError `station.disk-full`, `storage.failed`: everything is kept, and the next start goes on
 */
export function recoverDatabase(places: StoragePlaces, reason: string): void {
  try {
    const journal = openJournal(places, reason);
    if (!isFinished(places, journal)) {
      setAside(places, journal);
      build(places, journal);
      // It may tell of records that have other numbers now, or show other parts.
      for (const ending of DATABASE_ENDINGS) rmSync(`${places.searchIndex}${ending}`, { force: true });
      publishFileSync(places.building, places.database);
    }
    removeDurablySync(places.suspicion);
    removeDurablySync(places.journal);
  } catch (thrown) {
    throw storageError(thrown, places.database);
  }
}

function openJournal(places: StoragePlaces, reason: string): Journal {
  const found = journalSchema.safeParse(readJsonSync(places.journal));
  if (found.success) return found.data;
  const now = new Date();
  const journal = {
    at: now.toISOString(),
    folder: join(places.damagedFolder, timeInName(now)),
    reason,
    hadDatabase: existsSync(places.database),
  };
  writeJsonSync(places.journal, journal);
  return journal;
}

/** The new database has its name already, and only the journal was left. */
function isFinished(places: StoragePlaces, { folder, hadDatabase }: Journal): boolean {
  return existsSync(places.database) && (!hadDatabase || existsSync(join(folder, basename(places.database))));
}

function setAside({ database }: StoragePlaces, { folder }: Journal): void {
  mkdirSync(folder, { recursive: true });
  for (const ending of DATABASE_ENDINGS) {
    const file = `${database}${ending}`;
    if (existsSync(file)) renameSync(file, join(folder, basename(file)));
  }
  flushFolderSync(folder);
}

function build(places: StoragePlaces, journal: Journal): void {
  const { backup, unusable } = copyNewestBackup(places);
  const restored = openConnection(places.building);
  let facts: RecoveryFacts;
  try {
    migrate(restored, migrations, null);
    const before = lastSequence(restored);
    noteRestoration(places, lastRecordedAt(restored));
    const damaged = join(journal.folder, basename(places.database));
    const salvage = existsSync(damaged) ? salvageRecords(damaged, restored) : NOTHING_SALVAGED;
    takeOverConfiguration(places, damaged, restored);
    facts = { journal, backup, unusable, before, after: lastSequence(restored), salvage };
    recoverChain(existsSync(damaged) ? damaged : null, restored, {
      ...{ at: journal.at, reason: journal.reason, backupAt: backup?.at.toISOString() ?? null },
      ...{ before, after: facts.after, salvage },
    });
    const dispositions = existsSync(damaged) ? salvageDispositions(damaged, restored) : { taken: 0, lost: 0 };
    const line = existsSync(damaged)
      ? salvageLine(damaged, restored, before)
      : { bypasses: 0, notes: 0, connections: 0 };
    const notice = noticeOf(facts);
    insertNotice(restored, notice);
    writeJsonSync(join(journal.folder, 'note.json'), {
      ...journal,
      sentence: notice.message,
      restoredFrom: backup?.path ?? null,
      backupsThatWereDamaged: unusable,
      salvage,
      dispositions,
      line,
    });
    // The name is to be given to one file that holds everything.
    restored.pragma('journal_mode = DELETE');
  } finally {
    restored.close();
  }
}

/** People, settings, sources and the versions in use as they were last: of the copy beside the database, else of the damaged file, else they stay those of the backup. */
function takeOverConfiguration({ dataFolder }: StoragePlaces, damaged: string, restored: StationDatabase): void {
  const newest = readConfigurationCopy(dataFolder) ?? salvageConfiguration(damaged);
  const people = readPeopleCopy(dataFolder) ?? salvagePeople(damaged);
  const holds = salvageHolds(damaged);
  restored.transaction(() => {
    if (people !== null) takeOverPeople(restored, people);
    if (holds !== null) new HoldTable(restored).takeOver(holds);
    if (newest === null) return;
    new ConfigurationTables(restored).write(newest);
    new RecipeUseTable(restored).takeOver(newest.recipeUses);
    new RecipeLifeTable(restored).takeOver(newest.recipeLives);
  });
}

/** The newest backup that is whole, copied and checked as a copy; without any the new database begins empty. */
function copyNewestBackup(places: StoragePlaces): { backup: BackupFile | null; unusable: string[] } {
  const unusable: string[] = [];
  for (const backup of listBackups(places.backupFolders)) {
    clearBuilding(places);
    copyFileSync(backup.path, places.building);
    try {
      checkDatabase(places.building, newestSchema(migrations), 'full');
      return { backup, unusable };
    } catch (thrown) {
      if (!(thrown instanceof SigmalineError) || thrown.code === 'station.disk-full') throw thrown;
      unusable.push(backup.path);
      // Under this name nobody takes it for a backup that holds anything.
      if (thrown.code === 'storage.corrupt') renameSync(backup.path, `${backup.path}.damaged`);
    }
  }
  clearBuilding(places);
  return { backup: null, unusable };
}

function clearBuilding({ building }: StoragePlaces): void {
  for (const ending of [...DATABASE_ENDINGS, '-journal']) rmSync(`${building}${ending}`, { force: true });
}

function lastSequence(database: StationDatabase): number {
  const statement = database.prepare<{ last: number }>('SELECT COALESCE(MAX(sequence), 0) AS last FROM inspection');
  return statement.get()?.last ?? 0;
}

/** Where the clock was ahead, the time of operation is the earlier one: archives are searched from then on. */
export function lastRecordedAt(database: StationDatabase): string | null {
  const statement = database.prepare<{ recordedAt: string; livedMs: number | null }>(
    'SELECT recorded_at AS recordedAt, lived_ms AS livedMs FROM inspection ORDER BY sequence DESC LIMIT 1',
  );
  const last = statement.get();
  if (last === undefined) return null;
  return new Date(Math.min(Date.parse(last.recordedAt), last.livedMs ?? Number.POSITIVE_INFINITY)).toISOString();
}

interface RecoveryFacts {
  readonly journal: Journal;
  readonly backup: BackupFile | null;
  readonly unusable: readonly string[];
  /** The last sequence number of the backup, and that after the salvage. */
  readonly before: number;
  readonly after: number;
  readonly salvage: Salvage;
}

function noticeOf({ journal, backup, before, after, salvage }: RecoveryFacts): SigmalineError {
  const details = {
    reason: journal.reason,
    folder: journal.folder,
    restored: before,
    salvaged: salvage.kept + salvage.renumbered,
    unreadable: salvage.unreadable,
    next: after + 1,
  };
  if (backup === null) return new SigmalineError('storage.begun-anew', details);
  return new SigmalineError('storage.restored', { ...details, backupAt: backup.at.toISOString() });
}

/** Makes the database of a new station: its name appears when all of it is there, so that an empty file is never taken for one. */
export function createDatabase(places: StoragePlaces): void {
  try {
    clearBuilding(places);
    const database = openConnection(places.building);
    try {
      migrate(database, migrations, null);
      database.pragma('journal_mode = DELETE');
    } finally {
      database.close();
    }
    publishFileSync(places.building, places.database);
  } catch (thrown) {
    throw storageError(thrown, places.database);
  }
}

/** @returns the size in bytes; null where there is no such file */
export function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null;
}

export function storageError(thrown: unknown, file: string): unknown {
  if (thrown instanceof SigmalineError) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : null;
  if (code === null) return thrown;
  if (isDiskFull(thrown)) return new SigmalineError('station.disk-full', { folder: file }, thrown);
  const kind = code === 'EROFS' || code === 'EACCES' || code === 'EPERM' ? 'storage.read-only' : 'storage.failed';
  const reason = thrown instanceof Error ? thrown.message : code;
  return new SigmalineError(kind, { file, reason }, thrown);
}
