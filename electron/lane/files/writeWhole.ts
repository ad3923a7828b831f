import { mkdir, open, rename, rm } from 'node:fs/promises';
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
 * @throws SigmalineError station.disk-full, lane.unwritable
 */
export async function writeWhole(path: string, bytes: Uint8Array | string, options: WriteOptions = {}): Promise<void> {
  // Always the same name: the next try after a crash takes up what the last one left.
  const temporary = `${path}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(bytes);
      if (options.flush === true) await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw writeFailure(path, cause);
  }
}

function writeFailure(path: string, cause: unknown): SigmalineError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new SigmalineError('station.disk-full', { folder: dirname(path) }, cause);
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SigmalineError('lane.unwritable', { file: path, reason }, cause);
}
