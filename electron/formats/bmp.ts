import {
  ANY,
  ascii,
  type Completeness,
  corrupt,
  type Fault,
  type ImageFormat,
  MAXIMUM_PIXELS,
  TRUNCATED,
  unsupported,
} from './format.ts';
import { bytesAt, isZeroThroughout, type Walk } from './walk.ts';

export const FILE_HEADER_BYTES = 14;
/** BITMAPCOREHEADER of OS/2: 16-bit sizes, palette entries of three bytes. */
export const CORE_HEADER_BYTES = 12;
export const INFO_HEADER_BYTES = 40;
/** OS/2 2.x, whose compressions 3 and 4 mean something else than those of Windows. */
const OS2_HEADER_BYTES = 64;
/** A version 5 header may name a colour profile behind the pixels. */
const VERSION_5_HEADER_BYTES = 124;
const PROFILE_AT = FILE_HEADER_BYTES + 112;
/** Windows 3 (40), its extensions with masks (52, 56), and versions 4 and 5. */
const HEADER_BYTES: readonly number[] = [
  CORE_HEADER_BYTES,
  INFO_HEADER_BYTES,
  52,
  56,
  OS2_HEADER_BYTES,
  108,
  VERSION_5_HEADER_BYTES,
];
const DEPTHS: readonly number[] = [1, 4, 8, 16, 24, 32];
const COMPRESSION = { none: 0, rle8: 1, rle4: 2, bitFields: 3, alphaBitFields: 6 };
const RUN_LENGTH_DEPTHS: ReadonlyMap<number, number> = new Map([
  [COMPRESSION.rle8, 8],
  [COMPRESSION.rle4, 4],
]);

export const bmp: ImageFormat<'bmp'> = {
  kind: 'bmp',
  // "BM", the file's size, four reserved bytes of zero, the offset of the pixels (below 64 kB), and a header shorter than 256 bytes.
  signatures: [[...ascii('BM'), ANY, ANY, ANY, ANY, 0, 0, 0, 0, ANY, ANY, 0, 0, ANY, 0, 0, 0]],
  extensions: ['.bmp'],
  mediaType: 'image/bmp',
  mostPixels: MAXIMUM_PIXELS,
  isShownByBrowsers: () => true,
  completeness,
  *fault() {
    return headerFault(yield* bytesAt(0, FILE_HEADER_BYTES + VERSION_5_HEADER_BYTES));
  },
};

/** What a header says; none of it is checked. */
export interface BmpHeader {
  readonly headerBytes: number;
  readonly pixelStart: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Rows are stored from the top; most bitmaps store them from the bottom. */
  readonly isTopDown: boolean;
  readonly planes: number;
  readonly bitsPerPixel: number;
  readonly compression: number;
  readonly isRunLengthEncoded: boolean;
  readonly hasBitFields: boolean;
  /** What compressed pixels take; 0 where the writer left it out. */
  readonly compressedBytes: number;
  /** 0 where the writer left it out. */
  readonly coloursUsed: number;
}

/** @returns null where the bytes end before the header does */
export function readBmpHeader(bytes: Buffer): BmpHeader | null {
  if (bytes.length < FILE_HEADER_BYTES + CORE_HEADER_BYTES) return null;
  const headerBytes = bytes.readUInt32LE(FILE_HEADER_BYTES);
  const isCore = headerBytes === CORE_HEADER_BYTES;
  if (!isCore && bytes.length < FILE_HEADER_BYTES + INFO_HEADER_BYTES) return null;
  const height = isCore ? bytes.readUInt16LE(20) : bytes.readInt32LE(22);
  const compression = isCore ? COMPRESSION.none : bytes.readUInt32LE(30);
  return {
    headerBytes,
    pixelStart: bytes.readUInt32LE(10),
    widthPx: isCore ? bytes.readUInt16LE(18) : bytes.readInt32LE(18),
    heightPx: Math.abs(height),
    isTopDown: height < 0,
    planes: bytes.readUInt16LE(isCore ? 22 : 26),
    bitsPerPixel: bytes.readUInt16LE(isCore ? 24 : 28),
    compression,
    isRunLengthEncoded: RUN_LENGTH_DEPTHS.has(compression),
    hasBitFields: compression === COMPRESSION.bitFields || compression === COMPRESSION.alphaBitFields,
    compressedBytes: isCore ? 0 : bytes.readUInt32LE(34),
    coloursUsed: isCore ? 0 : bytes.readUInt32LE(46),
  };
}

/** What plain pixels take: every row is filled up to a multiple of four bytes. */
export function rowBytes({ widthPx, bitsPerPixel }: Pick<BmpHeader, 'widthPx' | 'bitsPerPixel'>): number {
  return Math.ceil((widthPx * bitsPerPixel) / 32) * 4;
}

/**
 * Complete where all of its rows are there. The size of the file that its header names is not asked: some writers leave it out, some name a wrong one.
 * Pixels without compression have no end of their own: where all of them are zero, only time can tell whether they are black or not written yet.
 */
function* completeness(size: number): Walk<Completeness> {
  const header = readBmpHeader(yield* bytesAt(0, FILE_HEADER_BYTES + INFO_HEADER_BYTES));
  if (header === null || header.pixelStart === 0 || header.headerBytes === 0) return 'incomplete';
  const { pixelStart, compressedBytes } = header;
  if (header.isRunLengthEncoded) return (yield* runLengthCodeEnds(header, size)) ? 'complete' : 'incomplete';
  const isPlain = header.compression === COMPRESSION.none || header.hasBitFields;
  const pixelBytes = isPlain
    ? rowBytes({ ...header, widthPx: Math.abs(header.widthPx) }) * header.heightPx
    : compressedBytes;
  const pixelEnd = pixelStart + pixelBytes;
  if (pixelEnd > size || (yield* profileEnd(header, pixelEnd, size)) > size) return 'incomplete';
  // A palette of one colour leaves nothing but zeros to be written.
  if (header.coloursUsed === 1) return 'complete';
  return (yield* isZeroThroughout(pixelStart, pixelEnd)) ? 'unknown' : 'complete';
}

/** Profiles are a few kilobytes, or a megabyte: one so far behind all that is there is rubbish. */
const FARTHEST_AHEAD = 4;

/** Where the profile behind the pixels ends; 0 where there is none, or its place cannot be true. */
function* profileEnd({ headerBytes }: BmpHeader, pixelEnd: number, size: number): Walk<number> {
  if (headerBytes !== VERSION_5_HEADER_BYTES) return 0;
  const fields = yield* bytesAt(PROFILE_AT, 8);
  if (fields.length < 8) return Number.POSITIVE_INFINITY;
  const [start, length] = [FILE_HEADER_BYTES + fields.readUInt32LE(0), fields.readUInt32LE(4)];
  const isLikely = start >= pixelEnd && start + length <= size * FARTHEST_AHEAD;
  return length === 0 || !isLikely ? 0 : start + length;
}

const WINDOW_BYTES = 64 * 1024;
const END_OF_BITMAP = Buffer.from([0, 1]);
/** Writers fill the code up to four bytes. */
const MOST_FILLING_BYTES = 3;

/** Whether the code (RLE8, RLE4) is there up to its end mark. Where its length is not named, it is read through. */
function* runLengthCodeEnds({ pixelStart, compressedBytes, bitsPerPixel }: BmpHeader, size: number): Walk<boolean> {
  if (compressedBytes > 0) {
    const end = pixelStart + compressedBytes;
    const tailBytes = Math.min(compressedBytes, END_OF_BITMAP.length + MOST_FILLING_BYTES);
    return end <= size && (yield* bytesAt(end - tailBytes, tailBytes)).includes(END_OF_BITMAP);
  }
  let position = pixelStart;
  while (position + 2 <= size) {
    const window = yield* bytesAt(position, WINDOW_BYTES);
    if (window.length < 2) return false;
    let index = 0;
    while (index + 2 <= window.length) {
      const [count = 0, value = 0] = window.subarray(index, index + 2);
      if (count === 0 && value === 1) return true;
      index += 2 + (count === 0 ? bytesAfterEscape(value, bitsPerPixel) : 0);
    }
    position += index;
  }
  return false;
}

/** A jump is followed by two bytes, a literal run by its samples, filled up to an even number of bytes. */
function bytesAfterEscape(value: number, bitsPerPixel: number): number {
  if (value === 0) return 0;
  return value === 2 ? 2 : Math.ceil((value * bitsPerPixel) / 16) * 2;
}

/** Whether the header is of a kind that is judged. Palette, masks and pixels are left to the decoder, which is as strict as this room would be. */
function headerFault(bytes: Buffer): Fault | null {
  if (bytes.length < FILE_HEADER_BYTES + 4) return TRUNCATED;
  const headerBytes = bytes.readUInt32LE(FILE_HEADER_BYTES);
  if (!HEADER_BYTES.includes(headerBytes)) return unsupported(`a bitmap header of ${headerBytes} bytes`);
  const header = readBmpHeader(bytes);
  if (header === null || bytes.length < FILE_HEADER_BYTES + headerBytes) return TRUNCATED;
  const { widthPx, heightPx, planes, pixelStart } = header;
  if (widthPx <= 0 || heightPx === 0) return corrupt(`it claims to be ${widthPx} x ${heightPx} pixels`);
  if (planes !== 1) return corrupt(`it claims ${planes} planes`);
  const refusal = refusalOf(header);
  if (refusal !== null) return unsupported(refusal);
  return pixelStart < FILE_HEADER_BYTES + headerBytes
    ? corrupt(`its pixels begin at byte ${pixelStart}, inside its header`)
    : null;
}

function refusalOf({ headerBytes, bitsPerPixel, compression, hasBitFields }: BmpHeader): string | null {
  if (!DEPTHS.includes(bitsPerPixel)) return `a bitmap of ${bitsPerPixel} bits per pixel`;
  if (compression === COMPRESSION.none || RUN_LENGTH_DEPTHS.get(compression) === bitsPerPixel) return null;
  const isOs2 = headerBytes === OS2_HEADER_BYTES;
  if (hasBitFields && !isOs2 && (bitsPerPixel === 16 || bitsPerPixel === 32)) return null;
  return isOs2 && compression === COMPRESSION.bitFields
    ? 'a bitmap of OS/2 with Huffman code'
    : `bitmap compression ${compression} of ${bitsPerPixel} bits per pixel`;
}
