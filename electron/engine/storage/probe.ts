import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StationDatabase } from './database.ts';
import { storageError } from './recovery.ts';

/** As much as a thumbnail takes. */
const PROBE = Buffer.alloc(16 * 1024, 1);

/**
 * Writes to the database and beside it, and waits for the disk. The database gets what it holds already: its version number, which is a commit like
 * any other.
 *
 * @throws SigmalineError `station.disk-full`, `storage.*`
 */
export function probeStorage(database: StationDatabase): void {
  const file = join(dirname(database.file), 'station.probe');
  try {
    const descriptor = openSync(file, 'w');
    try {
      writeSync(descriptor, PROBE);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
      rmSync(file, { force: true });
    }
  } catch (thrown) {
    throw storageError(thrown, file);
  }
  database.transaction(() => database.pragma(`user_version = ${String(database.pragma('user_version'))}`));
}
