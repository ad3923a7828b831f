import type { ByteReader } from './byteReader.ts';

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);
/** Some cameras put a preview or notes behind the end of the image. */
const TAIL_BYTES = 64 * 1024;

/**
 * Complete where an end-of-image marker follows the first scan. The segments before it are walked, since an embedded thumbnail has an end of its own;
 * inside a scan the marker cannot occur, because 0xFF is escaped there.
 */
export async function isJpegComplete(reader: ByteReader): Promise<boolean> {
  const scan = await firstScan(reader);
  if (scan === null) return false;
  const tailStart = Math.max(scan, reader.size - TAIL_BYTES);
  const tail = await reader.read(tailStart, reader.size - tailStart);
  return tail.includes(END_OF_IMAGE);
}

/** @returns where the first scan's segment begins; null where the file ends before */
async function firstScan(reader: ByteReader): Promise<number | null> {
  let offset = 2;
  while (offset + 4 <= reader.size) {
    const segment = await reader.read(offset, 4);
    if (segment.length < 4 || segment[0] !== 0xff) return null;
    const marker = segment[1];
    if (marker === START_OF_SCAN) return offset;
    // Any number of 0xFF may stand before a marker.
    if (marker === 0xff) offset += 1;
    else if (hasNoLength(marker)) offset += 2;
    else offset += 2 + segment.readUInt16BE(2);
  }
  return null;
}

/** TEM and the restart markers stand alone. */
function hasNoLength(marker: number | undefined): boolean {
  return marker === 0x01 || (marker !== undefined && marker >= 0xd0 && marker <= 0xd7);
}
