import type { FileHandle } from 'node:fs/promises';
import { type Fingerprint, fingerprintOf, sameFingerprint } from '../../../shared/domain/index.ts';
import { openReleased, type Sample, sampleOf } from '../../files/index.ts';
import { type ByteReader, beginsLikeNoImage, type Completeness, completenessOf } from '../../formats/index.ts';

/** What one look into a file says. */
export interface Look {
  readonly completeness: Completeness;
  /** By which its content is known again; null where it could not be read. */
  readonly sample: string | null;
}

/**
 * Whether the content that was found is complete. One that has grown since is not: its end belongs to another content. A file that cannot be opened now
 * is not complete now: its writer may hold it, or its permissions may come last.
 */
export function probeCompleteness(path: string, found: Fingerprint): Promise<Look> {
  const look = async (handle: FileHandle, size: number): Promise<Look> => {
    const sample = await sampleOf(handle, size);
    return { completeness: await completenessOf(readerOf(handle, size, sample)), sample: sample.hash };
  };
  return probeContent(path, found, look, { completeness: 'incomplete', sample: null });
}

/** Whether the content that was found begins like no picture; false if that cannot be told now. */
export function probeForNoImage(path: string, found: Fingerprint): Promise<boolean> {
  return probeContent(path, found, (handle, size) => beginsLikeNoImage(readerOf(handle, size)), false);
}

/** @returns `otherwise` where the file cannot be read, or has another content by now */
async function probeContent<Answer>(
  path: string,
  found: Fingerprint,
  ask: (handle: FileHandle, size: number) => Promise<Answer>,
  otherwise: Answer,
): Promise<Answer> {
  let handle: FileHandle;
  try {
    handle = await openReleased(path);
  } catch {
    return otherwise;
  }
  try {
    if (!sameFingerprint(fingerprintOf(await handle.stat({ bigint: true })), found)) return otherwise;
    return await ask(handle, found.size);
  } catch {
    return otherwise;
  } finally {
    // What it says of the file, it has said.
    await handle.close().catch(() => undefined);
  }
}

/** @param sample what of the file was read already: of a small one it is all */
function readerOf(handle: FileHandle, size: number, sample?: Sample): ByteReader {
  return {
    size,
    async read(offset, length) {
      const inSample = offset - (sample?.offset ?? 0);
      if (sample !== undefined && inSample >= 0 && inSample + length <= sample.bytes.length)
        return sample.bytes.subarray(inSample, inSample + length);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    },
  };
}
