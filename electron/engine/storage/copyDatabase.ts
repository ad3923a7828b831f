import { mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { publishFileSync } from '../../files/index.ts';
import { backupName } from './backupFiles.ts';
import { type CheckDepth, checkDatabase } from './integrity.ts';
import { newestSchema } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { sizeOf, storageError } from './recovery.ts';
import { classifySqliteError } from './sqliteErrors.ts';

const UNVERIFIED = '.unverified';
/** A backup leaves room for what the station writes meanwhile. */
const LEFT_FREE_BYTES = 256 * 1024 * 1024;
const LEFT_FREE_SHARE = 0.02;
/** All pages in one step: they are read in one transaction, which a writer neither waits for nor makes begin again. */
const ALL_PAGES = 0x7fff_ffff;

/**
 * Copies a database that is in use, and checks the copy. To be called in a process of its own: it blocks for seconds where the database is large.
 *
 * @throws SigmalineError `storage.corrupt` where the copy, and so the database, is damaged; `station.disk-full`, `storage.*`
 */
export async function copyDatabase(
  { database, folder, depth }: { readonly database: string; readonly folder: string; readonly depth: CheckDepth },
  at: Date,
): Promise<{ readonly path: string; readonly lastSequence: number }> {
  try {
    mkdirSync(folder, { recursive: true });
    removeUnverified(folder);
    requireRoom(database, folder);
    const unverified = join(folder, `${backupName(at, 0)}${UNVERIFIED}`);
    await copyPages(database, unverified);
    const { records } = checkDatabase(unverified, newestSchema(migrations), depth);
    const path = join(folder, backupName(at, records));
    publishFileSync(unverified, path);
    return { path, lastSequence: records };
  } catch (thrown) {
    throw storageError(classifySqliteError(thrown, folder), folder);
  }
}

async function copyPages(from: string, to: string): Promise<void> {
  const source = new Database(from, { readonly: true, fileMustExist: true });
  try {
    await source.backup(to, { progress: () => ALL_PAGES });
  } finally {
    source.close();
  }
  // One file that holds everything, also where its folder cannot be written later.
  const copy = new Database(to);
  try {
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
}

/** What a process that was killed left behind; only one makes backups at a time. */
function removeUnverified(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith('station-') && name.includes(UNVERIFIED)) rmSync(join(folder, name), { force: true });
  }
}

function requireRoom(database: string, folder: string): void {
  const needed = (sizeOf(database) ?? 0) + (sizeOf(`${database}-wal`) ?? 0);
  const { bavail, blocks, bsize } = statfsSync(folder);
  const leftFree = Math.min(LEFT_FREE_BYTES, blocks * bsize * LEFT_FREE_SHARE);
  if (bavail * bsize < needed + leftFree) throw new SigmalineError('station.disk-full', { folder });
}
