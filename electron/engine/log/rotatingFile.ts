import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { isMissing } from '../../files/index.ts';

export interface RotatingFileOptions {
  readonly path: string;
  readonly largestBytes: number;
  /** How many are kept: `path` itself, then `path.1`, the next older, and so on. */
  readonly files: number;
}

export interface RotatingFile {
  write(line: string): void;
  close(): void;
}

/**
 * Appends lines to a file and begins a new one where it has grown large. A log must not be what stops a station: lines that cannot be written,
 * for instance on a full disk, are dropped.
 */
export function createRotatingFile({ path, largestBytes, files }: RotatingFileOptions): RotatingFile {
  let descriptor: number | null = null;
  let size = 0;
  let closed = false;

  function open(): number {
    // Here and not at the start: a log that cannot be written now may be later.
    mkdirSync(dirname(path), { recursive: true });
    const opened = openSync(path, 'a');
    size = fstatSync(opened).size;
    descriptor = opened;
    return opened;
  }

  function closeFile(): void {
    const closing = descriptor;
    descriptor = null;
    if (closing !== null) closeSync(closing);
  }

  function rotate(): void {
    closeFile();
    rmSync(nameOf(files - 1), { force: true });
    for (let index = files - 2; index >= 0; index--) {
      try {
        renameSync(nameOf(index), nameOf(index + 1));
      } catch (thrown) {
        if (!isMissing(thrown)) throw thrown;
      }
    }
  }

  const nameOf = (index: number): string => (index === 0 ? path : `${path}.${index}`);

  return {
    write(line) {
      if (closed) return;
      try {
        if (size >= largestBytes) rotate();
        size += writeSync(descriptor ?? open(), line);
      } catch {
        // See above: nothing can be told where nothing can be written; the health of the disk is watched elsewhere.
      }
    },
    close() {
      closed = true;
      try {
        closeFile();
      } catch {
        // What could not be written to the end is lost to the log, and nothing else depends on it.
      }
    },
  };
}
