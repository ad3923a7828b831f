import type { ByteReader } from './byteReader.ts';
import { type Completeness, completeIf } from './completeness.ts';

const MARKER = 0xff;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
/** DHT, JPG and DAC lie among the numbers of the frame headers. */
const NO_FRAMES: readonly number[] = [0xc4, 0xc8, 0xcc];
const LAST_SEQUENTIAL_FRAME = 0xc1;
const WINDOW_BYTES = 64 * 1024;
/** Some cameras put a preview or notes behind the end of the image. */
const TAIL_BYTES = 64 * 1024;

/**
 * Complete where an end-of-image marker follows the scans. Segments are stepped over by their lengths, since an embedded thumbnail has an end of
 * its own; inside a scan the marker cannot occur, because 0xFF is escaped there. The one scan of an ordinary JPEG is not read, only the file's end;
 * several scans (progressive) have tables between them that may hold any bytes, so they are read through.
 */
export async function jpegCompleteness(reader: ByteReader): Promise<Completeness> {
  const scan = await firstScan(reader);
  if (scan === null) return 'incomplete';
  const from = scan.isOnly ? Math.max(scan.dataStart, reader.size - TAIL_BYTES) : scan.dataStart;
  return completeIf(await reachesEnd(reader, from));
}

interface Scan {
  readonly dataStart: number;
  /** Whether it holds all components of a frame that is not refined by later scans. */
  readonly isOnly: boolean;
}

/** @returns null where the file ends before its first scan's data, or where no marker stands where one must */
async function firstScan(reader: ByteReader): Promise<Scan | null> {
  let offset = 2;
  let sequentialComponents = -1;
  while (offset + 4 <= reader.size) {
    const head = await reader.read(offset, 10);
    const marker = head[1];
    if (head.length < 4 || head[0] !== MARKER || marker === undefined) return null;
    if (marker === MARKER) {
      // Any number of 0xFF may stand before a marker.
      offset += 1;
    } else if (standsAlone(marker)) {
      offset += 2;
    } else {
      const end = offset + 2 + head.readUInt16BE(2);
      if (isFrame(marker)) sequentialComponents = marker <= LAST_SEQUENTIAL_FRAME ? (head[9] ?? -1) : -1;
      if (marker === START_OF_SCAN) return { dataStart: end, isOnly: head[4] === sequentialComponents };
      offset = end;
    }
  }
  return null;
}

/** From anywhere inside a scan's data. */
async function reachesEnd(reader: ByteReader, from: number): Promise<boolean> {
  let position = from;
  for (;;) {
    const found = await nextMarker(reader, position);
    if (found === null) return false;
    if (found.marker === END_OF_IMAGE) return true;
    position = found.end;
    if (standsAlone(found.marker)) continue;
    const length = await reader.read(position, 2);
    if (length.length < 2) return false;
    position += length.readUInt16BE(0);
  }
}

/** The next 0xFF that is neither a fill byte nor escaped; `end` lies behind the marker. */
async function nextMarker(reader: ByteReader, from: number): Promise<{ marker: number; end: number } | null> {
  let position = from;
  while (position < reader.size) {
    const window = await reader.read(position, WINDOW_BYTES);
    for (let index = window.indexOf(MARKER); index >= 0; index = window.indexOf(MARKER, index + 1)) {
      const marker = window[index + 1];
      if (marker !== undefined && marker !== 0 && marker !== MARKER) return { marker, end: position + index + 2 };
    }
    if (window.length < WINDOW_BYTES) return null;
    // A marker may be cut by the window's end.
    position += window.length - 1;
  }
  return null;
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.includes(marker);
}

/** TEM, the restart markers and a start of image stand alone. */
function standsAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}
