import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { BackupAccount } from '../../../shared/contract/index.ts';
import { messageOf, SigmalineError } from '../../../shared/domain/index.ts';
import { verifyDatabase } from '../../audit/index.ts';
import { flushFolderSync, publishFileSync } from '../../files/index.ts';
import { AuditChain, type AuditStatement } from './auditChain.ts';
import { accountOfBackup } from './backupAccount.ts';
import type { BackupFile } from './backupFiles.ts';
import { lastLived } from './chainSalvage.ts';
import { openConnection, type StationDatabase } from './database.ts';
import { checkDatabase } from './integrity.ts';
import { migrate, newestSchema } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { insertNotice } from './notices.ts';
import { storagePlaces } from './places.ts';
import { lastRecordedAt } from './recovery.ts';
import { noteRestoration } from './restoration.ts';

export interface RestoreRequest {
  readonly backup: Pick<BackupFile, 'path' | 'at'>;
  /** The present data folder, which is only read: recipes and backbones come from there. */
  readonly from: string;
  /** The new one. Absolute; it must be empty or not there. */
  readonly to: string;
  /** Who restores it, for the audit chain. */
  readonly actor: Pick<AuditStatement, 'actor' | 'name' | 'role' | 'session'>;
  /** What the clock says. */
  readonly at: string;
}

export interface Restored {
  readonly folder: string;
  readonly records: number;
  readonly entries: number;
  readonly missingRecipes: BackupAccount['missingRecipes'];
}

/** What belongs to a station besides its database and can be had from the present data folder. */
const COPIED = ['recipes', 'backbones'];
/** Left free for what is written meanwhile. */
const LEFT_FREE_BYTES = 256 * 1024 * 1024;

/**
 * Makes a new data folder of a backup, beside its final name, and gives it that name once all of it is there and was verified. Its audit chain goes on
 * with an entry that says what it was restored from and what it lacks. The station's signing key is not copied: two stations must not sign as one.
 *
 * @throws SigmalineError `restore.folder`, `restore.not-intact`, `storage.*`, `station.disk-full`: there is no new data folder then
 */
export function restoreBackup({ backup, from, to: asked, actor, at }: RestoreRequest): Restored {
  requireFolder(asked, from);
  // Without the slash at its end, behind which the folder would be built within itself.
  const to = resolve(asked);
  const building = `${to}.restoring`;
  // What an interrupted try left.
  rmSync(building, { recursive: true, force: true });
  requireRoom(backup.path, from, to);
  try {
    mkdirSync(building, { recursive: true });
    const account = accountOfBackup(backup, from);
    const database = join(building, 'station.sqlite');
    cpSync(backup.path, database);
    requireIntact(database, backup.path);
    continueChain(database, building, account, { backup: basename(backup.path), actor, at });
    for (const name of COPIED) {
      if (existsSync(join(from, name))) cpSync(join(from, name), join(building, name), { recursive: true });
    }
    requireIntact(database, backup.path);
    publish(building, to);
    const { records, entries, missingRecipes } = account;
    return { folder: to, records: records.last, entries: entries + (entries > 0 ? 1 : 0), missingRecipes };
  } catch (thrown) {
    rmSync(building, { recursive: true, force: true });
    throw thrown;
  }
}

function requireFolder(to: string, from: string): void {
  const refuse = (reason: string) => new SigmalineError('restore.folder', { folder: to, reason });
  if (!isAbsolute(to)) throw refuse('is not a full path');
  if (isWithin(to, from) || isWithin(from, to)) throw refuse('overlaps the present data folder');
  const stats = statSync(to, { throwIfNoEntry: false });
  if (stats !== undefined && !stats.isDirectory()) throw refuse('is a file');
  if (stats !== undefined && readdirSync(to).length > 0) throw refuse('is not empty');
  try {
    mkdirSync(dirname(to), { recursive: true });
  } catch (thrown) {
    throw new SigmalineError(
      'restore.folder',
      { folder: to, reason: `cannot be written (${messageOf(thrown)})` },
      thrown,
    );
  }
}

function isWithin(inner: string, outer: string): boolean {
  const path = relative(outer, inner);
  return path === '' || !(path.startsWith('..') || isAbsolute(path));
}

function requireRoom(backup: string, from: string, to: string): void {
  const copied = COPIED.map((name) => join(from, name)).filter((folder) => existsSync(folder));
  const bytes = copied.reduce((sum, folder) => sum + bytesBelow(folder), statSync(backup).size);
  const { bavail, bsize } = statfsSync(dirname(to));
  if (bavail * bsize < bytes + LEFT_FREE_BYTES) throw new SigmalineError('station.disk-full', { folder: dirname(to) });
}

function bytesBelow(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

function requireIntact(database: string, backup: string): void {
  checkDatabase(database, newestSchema(migrations), 'full');
  if (!hasChain(database)) return;
  const { isIntact, faults } = verifyDatabase(database);
  if (isIntact) return;
  throw new SigmalineError('restore.not-intact', { backup: basename(backup), reason: faults[0]?.text ?? '' });
}

/** Backups of before the audit chain have none; one begins when the station starts. */
function hasChain(file: string): boolean {
  const database = openConnection(file);
  try {
    database.pragma('journal_mode = DELETE');
    const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'audit_entry'").get();
    return table !== undefined && database.prepare('SELECT 1 FROM audit_entry LIMIT 1').get() !== undefined;
  } finally {
    database.close();
  }
}

function continueChain(
  file: string,
  folder: string,
  account: BackupAccount,
  { backup, actor, at }: { readonly backup: string } & Pick<RestoreRequest, 'actor' | 'at'>,
): void {
  const restored = openConnection(file);
  try {
    migrate(restored, migrations, null);
    noteRestoration(storagePlaces(folder), lastRecordedAt(restored));
    restored.transaction(() => {
      tell(restored, account, { backup, actor, at });
    });
    restored.pragma('journal_mode = DELETE');
  } finally {
    restored.close();
  }
}

function tell(
  restored: StationDatabase,
  { at: backupAt, records, chain, lacks }: BackupAccount,
  { backup, actor, at }: { readonly backup: string } & Pick<RestoreRequest, 'actor' | 'at'>,
): void {
  const missing =
    lacks === null ? 'how much cannot be told' : `${lacks.records.count} records, ${lacks.dispositions} decisions`;
  const details = { backupAt, last: records.last, next: records.last + 1, lacks: missing };
  insertNotice(restored, new SigmalineError('station.restored', details));
  const entries = new AuditChain(restored);
  // Without any entry the chain begins when the station starts, and says so then.
  if (entries.size() === 0) return;
  entries.append({
    ...actor,
    at,
    lived: lastLived(restored),
    action: 'station.restored',
    object: { kind: 'station', id: 'station' },
    old: null,
    new: { backup, backupAt, lastRecord: records.last, chainOfBefore: chain, lacks },
    reason: null,
  });
}

function publish(building: string, to: string): void {
  for (const entry of readdirSync(building, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    // Its own name: that flushes the file and the folder it lies in.
    if (entry.isFile()) publishFileSync(path, path);
  }
  flushFolderSync(building);
  if (existsSync(to)) rmdirSync(to);
  renameSync(building, to);
  flushFolderSync(dirname(to));
}
