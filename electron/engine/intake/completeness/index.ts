/** Whether a file is all there, by its own format: a camera may pause between two chunks for longer than any clock should wait. */
import type { FileHandle } from 'node:fs/promises';
import { type Fingerprint, fingerprintOf, sameFingerprint } from '../../../../shared/domain/index.ts';
import { openReleased } from '../../../files/index.ts';
import { bmpCompleteness } from './bmp.ts';
import type { ByteReader } from './byteReader.ts';
import type { Completeness } from './completeness.ts';
import { jpegCompleteness } from './jpeg.ts';
import { pngCompleteness } from './png.ts';
import { tiffCompleteness } from './tiff.ts';
import { webpCompleteness } from './webp.ts';

export type { ByteReader } from './byteReader.ts';
export type { Completeness } from './completeness.ts';

interface Format {
  matches(head: Buffer): boolean;
  look(reader: ByteReader): Promise<Completeness>;
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** "II" or "MM", then 42 (TIFF) or 43 (BigTIFF) in that byte order. */
const TIFF_MARKS = new Set(['II*\0', 'MM\0*', 'II+\0', 'MM\0+']);

const FORMATS: readonly Format[] = [
  { matches: (head) => head.subarray(0, 8).equals(PNG_SIGNATURE), look: pngCompleteness },
  { matches: (head) => head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff, look: jpegCompleteness },
  { matches: (head) => TIFF_MARKS.has(head.toString('latin1', 0, 4)), look: tiffCompleteness },
  // Two letters, a size, and four reserved bytes of zero: notes may begin with "BM" too.
  { matches: (head) => head.toString('latin1', 0, 2) === 'BM' && head.readUInt32LE(6) === 0, look: bmpCompleteness },
  {
    matches: (head) => head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8) === 'WEBP',
    look: webpCompleteness,
  },
];

/** Shorter files may still become an image of any kind. */
const SHORTEST_HEAD_BYTES = 12;

export async function completenessOf(reader: ByteReader): Promise<Completeness> {
  if (reader.size < SHORTEST_HEAD_BYTES) return 'incomplete';
  const head = await reader.read(0, SHORTEST_HEAD_BYTES);
  // A camera that reserves the room first writes zeros, and the head comes last.
  if (head.every((byte) => byte === 0)) return 'incomplete';
  const format = FORMATS.find((candidate) => candidate.matches(head));
  return format === undefined ? 'unknown' : format.look(reader);
}

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
      const room = Math.max(0, Math.min(length, size - offset));
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(room), 0, room, offset);
      return buffer.subarray(0, bytesRead);
    },
  };
}
