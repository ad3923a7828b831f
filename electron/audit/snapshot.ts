import { constants, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { bytesIn, readFileStart } from './sqlite/fileBytes.ts';

const LOG_HEADER_BYTES = 32;
const TRIES = 5;

/** A database that nobody writes while it is read. */
export interface Snapshot {
  readonly path: string;
  /** Removes the copy, if there is one. */
  readonly close: () => void;
}

/**
 * A database as it is now. One that has a write-ahead log may be in use: it is copied into a temporary folder, first itself and then its log. Whatever is
 * written into it meanwhile stands in the log too, unless that began anew: then the copy is made again.
 *
 * @returns null where the log began anew each time
 */
export function takeSnapshot(path: string): Snapshot | null {
  const log = `${path}-wal`;
  if (bytesIn(log) === 0) return { path, close: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'sigmaline-verify-'));
  const close = (): void => rmSync(folder, { recursive: true, force: true });
  const copy = join(folder, basename(path));
  let isWhole = false;
  try {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const before = readFileStart(log, LOG_HEADER_BYTES);
      copyFileSync(path, copy, constants.COPYFILE_FICLONE);
      copyFileSync(log, `${copy}-wal`, constants.COPYFILE_FICLONE);
      isWhole = [`${copy}-wal`, log].every((file) => readFileStart(file, LOG_HEADER_BYTES).equals(before));
      if (isWhole) return { path: copy, close };
    }
    return null;
  } finally {
    if (!isWhole) close();
  }
}
