import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SigmalineError } from '../../../shared/domain/index.ts';

export interface WriteOptions {
  /** Wait until the content is on the disk: for what cannot be computed again. */
  readonly flush?: boolean;
}

/**
 * Writes a file under a temporary name beside its place and renames it: whoever finds the name finds the whole file, also after a crash.
 * Missing folders are made.
 *
 * It blocks this thread: beside a network and a decoder that want every core, each of five calls handed to another thread would wait its turn there, several
 * times as long as a small file takes.
 *
 * @throws SigmalineError station.disk-full, lane.unwritable
 */
export function writeWhole(path: string, bytes: Uint8Array | string, options: WriteOptions = {}): void {
  // Always the same name: the next try after a crash takes up what the last one left.
  const temporary = `${path}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(temporary, 'w');
    try {
      writeFileSync(file, bytes);
      if (options.flush === true) fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (cause) {
    removeQuietly(temporary);
    throw writeFailure(path, cause);
  }
}

/** What could not be written is told; that its remains could not be removed either says no more. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {}
}

function writeFailure(path: string, cause: unknown): SigmalineError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new SigmalineError('station.disk-full', { folder: dirname(path) }, cause);
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SigmalineError('lane.unwritable', { file: path, reason }, cause);
}
