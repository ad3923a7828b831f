import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { classifySqliteError } from './sqliteErrors.ts';

/**
 * Makes this process the only engine of a data folder. The lock is a write transaction that stays open on a tiny SQLite file, so it is the operating
 * system that holds it: it ends with the process however that ends, and a process number that was given to another program cannot keep it.
 * The file tells others whose it is.
 *
 * @returns the function that gives the lock back
 * @throws SigmalineError `station.locked`
 */
export function lockStation(file: string, folder: string): () => void {
  let connection: Database.Database | null = null;
  try {
    connection = new Database(file, { timeout: 0 });
    connection.pragma('journal_mode = DELETE');
    connection.exec(
      'BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL); DELETE FROM holder; COMMIT',
    );
    connection.prepare('INSERT INTO holder (pid) VALUES (?)').run(process.pid);
    connection.exec('BEGIN IMMEDIATE');
    return releaseOf(connection);
  } catch (thrown) {
    const holder = isBusy(thrown) ? readHolder(file) : null;
    if (connection?.inTransaction === true) connection.exec('ROLLBACK');
    connection?.close();
    if (holder !== null) throw new SigmalineError('station.locked', { folder, pid: holder }, thrown);
    throw classifySqliteError(thrown, file);
  }
}

/** Whether an engine has the data folder of this lock. @throws SigmalineError `storage.*` */
export function isStationLocked(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    lockStation(file, file)();
    return false;
  } catch (thrown) {
    if (thrown instanceof SigmalineError && thrown.code === 'station.locked') return true;
    throw thrown;
  }
}

/** A connection that nobody refers to would be closed by the garbage collector, and the lock with it: the process itself refers to this one. */
function releaseOf(held: Database.Database): () => void {
  const release = (): void => {
    process.off('exit', release);
    held.close();
  };
  process.on('exit', release);
  return release;
}

function isBusy(thrown: unknown): boolean {
  return thrown instanceof Database.SqliteError && thrown.code.startsWith('SQLITE_BUSY');
}

/** While the holder writes its number nobody can read it; that lasts for microseconds. */
function readHolder(file: string): number | string {
  const connection = new Database(file, { readonly: true, timeout: 1000 });
  try {
    const row = connection.prepare<[], { pid: number }>('SELECT pid FROM holder').get();
    return row?.pid ?? 'unknown';
  } catch {
    return 'unknown';
  } finally {
    connection.close();
  }
}
