import type { ByteReader } from './byteReader.ts';

/** Code of no format ends with so many zeros; room that was reserved does. */
const TAIL_BYTES = 1024;
const PLACES = 16;
const PLACE_BYTES = 64;

/** Whether compressed data ends in nothing but zeros: its room is reserved, and its end is not written yet. */
export async function endsInZeros(reader: ByteReader, start: number, end: number): Promise<boolean> {
  if (end - start < TAIL_BYTES) return false;
  return isZero(await reader.read(end - TAIL_BYTES, TAIL_BYTES));
}

/**
 * Whether plain samples seem to be zero everywhere, looked at in a few places: reserved room, or a picture that is black all over. One whose lower
 * half is black is an ordinary picture of a part on a dark ground.
 */
export async function isZeroThroughout(reader: ByteReader, start: number, end: number): Promise<boolean> {
  const length = Math.min(PLACE_BYTES, end - start);
  if (length <= 0) return false;
  for (let place = 0; place < PLACES; place += 1) {
    const offset = start + Math.floor(((end - start - length) * place) / (PLACES - 1));
    if (!isZero(await reader.read(offset, length))) return false;
  }
  return true;
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}
