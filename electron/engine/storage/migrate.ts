import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { publishFileSync } from '../../files/index.ts';
import type { StationDatabase } from './database.ts';
import { classifySqliteError } from './sqliteErrors.ts';

/** One step of the schema. Versions are numbered in tens, so that a branch can put one in between. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
  /** Changes the definition of a table where its rows stay as they are: they need not be copied. */
  readonly redefines?: true;
}

/**
 * Brings the schema to the newest version. A database that holds records is backed up first, and the backup is verified.
 *
 * @param backupsFolder null for a copy that needs no backup of itself
 * @returns the path of the backup; null where nothing was there to lose
 * @throws SigmalineError `storage.newer` for a database of a newer Sigmaline, which is left untouched
 */
export function migrate(
  database: StationDatabase,
  migrations: readonly Migration[],
  backupsFolder: string | null,
): string | null {
  const found = schemaVersion(database);
  const known = newestSchema(migrations);
  if (found > known) throw new SigmalineError('storage.newer', { file: database.file, found, known });
  const due = migrations
    .filter((migration) => migration.version > found)
    .sort((first, second) => first.version - second.version);
  if (due.length === 0) return null;

  const backup = found === 0 || backupsFolder === null ? null : backUp(database, found, backupsFolder);
  for (const migration of due) {
    database.transaction(() => {
      if (migration.redefines === true) database.redefine(migration.sql);
      else database.execute(migration.sql);
      database.pragma(`user_version = ${migration.version}`);
    });
  }
  return backup;
}

/** For those who only read. @throws SigmalineError `storage.newer`, `storage.older` */
export function requireNewestSchema(database: StationDatabase, migrations: readonly Migration[]): void {
  const found = schemaVersion(database);
  const known = newestSchema(migrations);
  if (found === known) return;
  throw new SigmalineError(found > known ? 'storage.newer' : 'storage.older', { file: database.file, found, known });
}

export function newestSchema(migrations: readonly Migration[]): number {
  return Math.max(...migrations.map((migration) => migration.version));
}

function schemaVersion(database: StationDatabase): number {
  return Number(database.pragma('user_version'));
}

/** A backup counts only once it was opened and checked; until then it has a name that nobody would restore. */
function backUp(database: StationDatabase, version: number, backupsFolder: string): string {
  mkdirSync(backupsFolder, { recursive: true });
  const time = new Date().toISOString().replace(/[:.]/g, '-');
  const file = join(backupsFolder, `${basename(database.file, '.sqlite')}-schema-${version}-${time}.sqlite`);
  const unverified = `${file}.unverified`;
  rmSync(unverified, { force: true });
  database.prepare('VACUUM INTO ?').run(unverified);
  verifyBackup(unverified, version);
  publishFileSync(unverified, file);
  return file;
}

function verifyBackup(file: string, version: number): void {
  try {
    const backup = new Database(file, { readonly: true });
    try {
      const answer = String(backup.pragma('quick_check', { simple: true }));
      const copied = Number(backup.pragma('user_version', { simple: true }));
      if (answer !== 'ok') throw new SigmalineError('storage.corrupt', { file, reason: answer });
      if (copied !== version) {
        throw new SigmalineError('storage.corrupt', { file, reason: `schema ${copied} instead of ${version}` });
      }
    } finally {
      backup.close();
    }
  } catch (thrown) {
    throw classifySqliteError(thrown, file);
  }
}
