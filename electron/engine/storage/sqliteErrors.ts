import Database from 'better-sqlite3';
import { SigmalineError } from '../../../shared/domain/index.ts';

/**
 * Classifies what SQLite threw, so that the rest of the engine reacts to four kinds of trouble and not to dozens of result codes:
 * `station.disk-full` (wait for room), `storage.corrupt` (restore), `storage.read-only` (until it can be written again), `storage.failed` (look at
 * the disk). Anything else is passed on as it is.
 */
export function classifySqliteError(thrown: unknown, file: string): unknown {
  if (!(thrown instanceof Database.SqliteError)) return thrown;
  const reason = `${thrown.code}: ${thrown.message}`;
  if (thrown.code === 'SQLITE_FULL') return new SigmalineError('station.disk-full', { folder: file }, thrown);
  if (thrown.code.startsWith('SQLITE_CORRUPT') || thrown.code === 'SQLITE_NOTADB') {
    return new SigmalineError('storage.corrupt', { file, reason }, thrown);
  }
  if (READ_ONLY.some((code) => thrown.code.startsWith(code))) {
    return new SigmalineError('storage.read-only', { file, reason }, thrown);
  }
  if (STORAGE_FAILURES.some((code) => thrown.code.startsWith(code))) {
    return new SigmalineError('storage.failed', { file, reason }, thrown);
  }
  return thrown;
}

const READ_ONLY = ['SQLITE_READONLY', 'SQLITE_PERM'];

const STORAGE_FAILURES = [
  'SQLITE_IOERR',
  'SQLITE_CANTOPEN',
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_NOLFS',
  'SQLITE_PROTOCOL',
];

/** Trouble of the disk or the database, which ends by itself or by a person's help: what was asked for can be repeated later. */
export function isStorageTrouble(thrown: unknown): thrown is SigmalineError {
  return (
    thrown instanceof SigmalineError && (thrown.code === 'station.disk-full' || thrown.code.startsWith('storage.'))
  );
}
