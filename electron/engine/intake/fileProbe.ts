import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { type Fingerprint, fingerprintOf, sameFingerprint } from '../../../shared/domain/index.ts';
import { type ByteReader, type Completeness, completenessOf } from './completeness/index.ts';

/** What lies under a name now. `refused` is no ordinary file: a link, a folder, a pipe. */
export type Probe =
  | { readonly kind: 'file'; readonly fingerprint: Fingerprint }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused' };

/** @throws the file system's error where it is another than that nothing is there */
export async function probeFile(path: string): Promise<Probe> {
  try {
    const stats = await lstat(path);
    return stats.isFile() ? { kind: 'file', fingerprint: fingerprintOf(stats) } : { kind: 'refused' };
  } catch (thrown) {
    if (isMissing(thrown)) return { kind: 'missing' };
    throw thrown;
  }
}

/**
 * On Windows a file that its writer still holds cannot be opened exclusively; elsewhere links and pipes that took a file's place are not followed.
 * libuv's flag for exclusive opening has no name in Node.
 */
const WINDOWS_EXCLUSIVE = 0x10000000;
const OPEN_FLAGS =
  process.platform === 'win32'
    ? constants.O_RDONLY | WINDOWS_EXCLUSIVE
    : constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Whether the content that was found is complete. One that has grown since is not: its end belongs to another content. A file that cannot be opened now
 * is not complete now: its writer may hold it, or its permissions may come last.
 */
export async function probeCompleteness(path: string, found: Fingerprint): Promise<Completeness> {
  let handle: FileHandle;
  try {
    handle = await open(path, OPEN_FLAGS);
  } catch {
    return 'incomplete';
  }
  try {
    const stats = await handle.stat();
    if (!sameFingerprint(fingerprintOf(stats), found)) return 'incomplete';
    return await completenessOf(readerOf(handle, stats.size));
  } catch {
    return 'incomplete';
  } finally {
    // What it says of the file, it has said.
    await handle.close().catch(() => undefined);
  }
}

function readerOf(handle: FileHandle, size: number): ByteReader {
  return {
    size,
    async read(offset, length) {
      const room = Math.max(0, Math.min(length, size - offset));
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(room), 0, room, offset);
      return buffer.subarray(0, bytesRead);
    },
  };
}

export function isMissing(thrown: unknown): boolean {
  const code = errnoCode(thrown);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

export function errnoCode(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}
