import type { ByteReader } from './byteReader.ts';
import { type Completeness, completeIf } from './completeness.ts';
import { runLengthCodeEnds } from './runLengthCode.ts';
import { isZeroThroughout } from './zeros.ts';

const FILE_HEADER_BYTES = 14;
const CORE_HEADER_BYTES = 12;
/** Up to the number of colours: all that says how long the pixels are. */
const KNOWN_HEADER_BYTES = 54;
/** A version 5 header may name a colour profile behind the pixels. */
const VERSION_5_HEADER_BYTES = 124;
const PROFILE_FIELDS = 112;
const RUN_LENGTHS: readonly number[] = [1, 2];

interface Layout {
  readonly pixelStart: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bitsPerPixel: number;
  readonly compression: number;
  /** What compressed pixels take; 0 where the writer left it out. */
  readonly compressedBytes: number;
}

/**
 * Complete where all of its rows are there. The size of the file that its header names is not asked: some writers leave it out, some name a wrong one.
 * Pixels without compression have no end of their own: where all of them are zero, only time can tell whether they are black or not written yet.
 */
export async function bmpCompleteness(reader: ByteReader): Promise<Completeness> {
  const header = await reader.read(0, KNOWN_HEADER_BYTES);
  const layout = layoutOf(header);
  if (layout === null) return 'incomplete';
  const { pixelStart, compressedBytes } = layout;
  if (RUN_LENGTHS.includes(layout.compression)) {
    return completeIf(await runLengthCodeEnds(reader, { ...layout, codeStart: pixelStart }));
  }
  const isMasked = layout.compression === 0 || layout.compression === 3 || layout.compression === 6;
  const pixelBytes = isMasked
    ? Math.ceil((layout.widthPx * layout.bitsPerPixel) / 32) * 4 * layout.heightPx
    : compressedBytes;
  const pixelEnd = pixelStart + pixelBytes;
  if (pixelEnd > reader.size || (await profileEnd(reader, header)) > reader.size) return 'incomplete';
  return (await isZeroThroughout(reader, pixelStart, pixelEnd)) ? 'unknown' : 'complete';
}

/** @returns null where the header is not there yet */
function layoutOf(header: Buffer): Layout | null {
  if (header.length < FILE_HEADER_BYTES + CORE_HEADER_BYTES) return null;
  const pixelStart = header.readUInt32LE(10);
  const headerBytes = header.readUInt32LE(FILE_HEADER_BYTES);
  if (pixelStart === 0 || headerBytes === 0) return null;
  if (headerBytes === CORE_HEADER_BYTES) {
    const [widthPx, heightPx] = [header.readUInt16LE(18), header.readUInt16LE(20)];
    return { pixelStart, widthPx, heightPx, bitsPerPixel: header.readUInt16LE(24), compression: 0, compressedBytes: 0 };
  }
  if (header.length < KNOWN_HEADER_BYTES) return null;
  return {
    pixelStart,
    widthPx: Math.abs(header.readInt32LE(18)),
    heightPx: Math.abs(header.readInt32LE(22)),
    bitsPerPixel: header.readUInt16LE(28),
    compression: header.readUInt32LE(30),
    compressedBytes: header.readUInt32LE(34),
  };
}

/** Where the profile behind the pixels ends; 0 where there is none. */
async function profileEnd(reader: ByteReader, header: Buffer): Promise<number> {
  if (header.readUInt32LE(FILE_HEADER_BYTES) !== VERSION_5_HEADER_BYTES) return 0;
  const fields = await reader.read(FILE_HEADER_BYTES + PROFILE_FIELDS, 8);
  if (fields.length < 8) return Number.POSITIVE_INFINITY;
  const [offset, length] = [fields.readUInt32LE(0), fields.readUInt32LE(4)];
  return length === 0 ? 0 : FILE_HEADER_BYTES + offset + length;
}
