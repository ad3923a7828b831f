import type { FileHandle } from 'node:fs/promises';
import { type Fingerprint, fingerprintOf, sameFingerprint } from '../../../shared/domain/index.ts';
import { openReleased } from '../../files/index.ts';
import { type ByteReader, type Completeness, completenessOf } from '../../formats/index.ts';

/**
 * Whether the content that was found is complete. One that has grown since is not: its end belongs to another content. A file that cannot be opened now
 * is not complete now: its writer may hold it, or its permissions may come last.
 */
export async function probeCompleteness(path: string, found: Fingerprint): Promise<Completeness> {
  let handle: FileHandle;
  try {
    handle = await openReleased(path);
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
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    },
  };
}
