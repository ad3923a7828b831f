import type { FileHandle } from 'node:fs/promises';
import { type Fingerprint, fingerprintOf, sameFingerprint } from '../../../shared/domain/index.ts';
import { openReleased } from '../../files/index.ts';
import { type ByteReader, beginsLikeNoImage, type Completeness, completenessOf } from '../../formats/index.ts';

/**
 * Whether the content that was found is complete. One that has grown since is not: its end belongs to another content. A file that cannot be opened now
 * is not complete now: its writer may hold it, or its permissions may come last.
 */
export function probeCompleteness(path: string, found: Fingerprint): Promise<Completeness> {
  return probeContent(path, found, completenessOf, 'incomplete');
}

/** Whether the content that was found begins like no picture; false if that cannot be told now. */
export function probeForNoImage(path: string, found: Fingerprint): Promise<boolean> {
  return probeContent(path, found, beginsLikeNoImage, false);
}

/** @returns `otherwise` where the file cannot be read, or has another content by now */
async function probeContent<Answer>(
  path: string,
  found: Fingerprint,
  ask: (reader: ByteReader) => Promise<Answer>,
  otherwise: Answer,
): Promise<Answer> {
  let handle: FileHandle;
  try {
    handle = await openReleased(path);
  } catch {
    return otherwise;
  }
  try {
    const stats = await handle.stat();
    if (!sameFingerprint(fingerprintOf(stats), found)) return otherwise;
    return await ask(readerOf(handle, stats.size));
  } catch {
    return otherwise;
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
