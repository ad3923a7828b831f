import type { ByteReader } from './byteReader.ts';
import { type Completeness, completeIf } from './completeness.ts';

const SIGNATURE_BYTES = 8;
/** Length, type and checksum around the data of a chunk. */
const CHUNK_FRAME_BYTES = 12;
/** The IEND chunk: no data, and therefore always the same twelve bytes. */
const IEND = Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
/** Some writers put a few bytes of their own behind the end. */
const TAIL_BYTES = 4096;
/** Read at once: several small chunks, or the beginning of one large. */
const WINDOW_BYTES = 256;
/** Of more chunks than this the end mark near the file's end is believed. */
const MOST_CHUNKS = 100_000;

/**
 * Complete where the chunks, stepped over by their lengths, lead to IEND. A file without that mark near its end is not walked: it is looked at
 * often while it grows.
 */
export async function pngCompleteness(reader: ByteReader): Promise<Completeness> {
  const tail = await reader.read(Math.max(0, reader.size - TAIL_BYTES), TAIL_BYTES);
  return completeIf(tail.includes(IEND) && (await chunksReachEnd(reader)));
}

async function chunksReachEnd(reader: ByteReader): Promise<boolean> {
  let position = SIGNATURE_BYTES;
  let windowStart = 0;
  let window: Buffer = Buffer.alloc(0);
  for (let chunks = 0; chunks < MOST_CHUNKS; chunks += 1) {
    if (position + CHUNK_FRAME_BYTES > reader.size) return false;
    if (position + CHUNK_FRAME_BYTES > windowStart + window.length) {
      windowStart = position;
      window = await reader.read(position, WINDOW_BYTES);
      if (window.length < CHUNK_FRAME_BYTES) return false;
    }
    const chunk = window.subarray(position - windowStart, position - windowStart + CHUNK_FRAME_BYTES);
    if (chunk.equals(IEND)) return true;
    if (!isChunkType(chunk.subarray(4, 8))) return false;
    position += CHUNK_FRAME_BYTES + chunk.readUInt32BE(0);
  }
  return true;
}

/** Four letters; zeros where a part of the file is reserved and not written yet. */
function isChunkType(bytes: Buffer): boolean {
  return bytes.every((byte) => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));
}
