import { type ColourMask, colourMasks, masksOfTrueColour } from './colourMask.ts';
import { BmpError } from './fault.ts';

export interface BmpHeader {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bitsPerPixel: 1 | 4 | 8 | 16 | 24 | 32;
  readonly isRunLengthEncoded: boolean;
  /** Rows are stored from the top; most bitmaps store them from the bottom. */
  readonly isTopDown: boolean;
  readonly pixelStart: number;
  /** Red, green and blue of each colour; empty where pixels hold their own colours. */
  readonly palette: Uint8Array;
  /** Where red, green and blue stand within a pixel that holds its own colours. */
  readonly masks: readonly [ColourMask, ColourMask, ColourMask];
}

const FILE_HEADER_BYTES = 14;
/** BITMAPCOREHEADER of OS/2: 16-bit sizes, palette entries of three bytes. */
const CORE_HEADER_BYTES = 12;
const INFO_HEADER_BYTES = 40;
/** OS/2 2.x, whose compressions 3 and 4 mean something else than those of Windows. */
const OS2_HEADER_BYTES = 64;
/** Windows 3 (40), its extensions with masks (52, 56), and versions 4 and 5. */
const HEADER_BYTES: readonly number[] = [CORE_HEADER_BYTES, INFO_HEADER_BYTES, 52, 56, OS2_HEADER_BYTES, 108, 124];
const COMPRESSION = { none: 0, rle8: 1, rle4: 2, bitFields: 3, alphaBitFields: 6 };
const RUN_LENGTH_DEPTHS: ReadonlyMap<number, number> = new Map([
  [COMPRESSION.rle8, 8],
  [COMPRESSION.rle4, 4],
]);

/** @throws BmpError */
export function readBmpHeader(bytes: Buffer): BmpHeader {
  const headerBytes = at(bytes, FILE_HEADER_BYTES, 4).readUInt32LE();
  if (!HEADER_BYTES.includes(headerBytes)) {
    throw new BmpError({ kind: 'unsupported', reason: `a bitmap header of ${headerBytes} bytes` });
  }
  const isCore = headerBytes === CORE_HEADER_BYTES;
  const header = at(bytes, FILE_HEADER_BYTES, headerBytes);
  const widthPx = isCore ? header.readUInt16LE(4) : header.readInt32LE(4);
  const signedHeight = isCore ? header.readUInt16LE(6) : header.readInt32LE(8);
  if (widthPx <= 0 || signedHeight === 0) {
    throw new BmpError({ kind: 'corrupt', reason: `it claims to be ${widthPx} x ${signedHeight} pixels` });
  }
  const planes = header.readUInt16LE(isCore ? 8 : 12);
  if (planes !== 1) throw new BmpError({ kind: 'corrupt', reason: `it claims ${planes} planes` });
  const bitsPerPixel = supportedDepth(header.readUInt16LE(isCore ? 10 : 14));
  const compression = isCore ? COMPRESSION.none : header.readUInt32LE(16);
  requireSupported(compression, bitsPerPixel, headerBytes);
  const hasBitFields = compression === COMPRESSION.bitFields || compression === COMPRESSION.alphaBitFields;
  const pixelStart = bytes.readUInt32LE(10);
  if (pixelStart < FILE_HEADER_BYTES + headerBytes) {
    throw new BmpError({ kind: 'corrupt', reason: `its pixels begin at byte ${pixelStart}, inside its header` });
  }
  return {
    widthPx,
    heightPx: Math.abs(signedHeight),
    bitsPerPixel,
    isRunLengthEncoded: RUN_LENGTH_DEPTHS.has(compression),
    isTopDown: signedHeight < 0,
    pixelStart,
    palette: bitsPerPixel <= 8 ? readPalette(bytes, headerBytes, bitsPerPixel, pixelStart) : new Uint8Array(),
    masks: hasBitFields ? readMasks(bytes, bitsPerPixel) : masksOfTrueColour(bitsPerPixel),
  };
}

function supportedDepth(bitsPerPixel: number): BmpHeader['bitsPerPixel'] {
  switch (bitsPerPixel) {
    case 1:
    case 4:
    case 8:
    case 16:
    case 24:
    case 32:
      return bitsPerPixel;
    default:
      throw new BmpError({ kind: 'unsupported', reason: `a bitmap of ${bitsPerPixel} bits per pixel` });
  }
}

function requireSupported(compression: number, bitsPerPixel: number, headerBytes: number): void {
  if (compression === COMPRESSION.none || RUN_LENGTH_DEPTHS.get(compression) === bitsPerPixel) return;
  const isOs2 = headerBytes === OS2_HEADER_BYTES;
  const isBitFields = compression === COMPRESSION.bitFields || compression === COMPRESSION.alphaBitFields;
  if (isBitFields && !isOs2 && (bitsPerPixel === 16 || bitsPerPixel === 32)) return;
  const reason =
    isOs2 && compression === COMPRESSION.bitFields
      ? 'a bitmap of OS/2 with Huffman code'
      : `bitmap compression ${compression} of ${bitsPerPixel} bits per pixel`;
  throw new BmpError({ kind: 'unsupported', reason });
}

function readPalette(bytes: Buffer, headerBytes: number, bitsPerPixel: number, pixelStart: number): Uint8Array {
  const isCore = headerBytes === CORE_HEADER_BYTES;
  const most = 2 ** bitsPerPixel;
  const used = isCore ? 0 : bytes.readUInt32LE(FILE_HEADER_BYTES + 32);
  if (used > most) throw new BmpError({ kind: 'corrupt', reason: `it claims ${used} colours` });
  const entryBytes = isCore ? 3 : 4;
  const start = FILE_HEADER_BYTES + headerBytes;
  // Some writers leave the number out and write fewer colours than there could be.
  const count = Math.min(used === 0 ? most : used, Math.floor((pixelStart - start) / entryBytes));
  const entries = at(bytes, start, count * entryBytes);
  const palette = new Uint8Array(count * 3);
  for (let colour = 0; colour < count; colour += 1) {
    for (const channel of [0, 1, 2]) palette[colour * 3 + channel] = entries[colour * entryBytes + 2 - channel] ?? 0;
  }
  return palette;
}

/** The three masks that follow the first 40 bytes of the header, whether inside a longer header or behind a short one. */
function readMasks(bytes: Buffer, bitsPerPixel: number): BmpHeader['masks'] {
  const masks = at(bytes, FILE_HEADER_BYTES + INFO_HEADER_BYTES, 12);
  return colourMasks([masks.readUInt32LE(0), masks.readUInt32LE(4), masks.readUInt32LE(8)], bitsPerPixel);
}

function at(bytes: Buffer, start: number, length: number): Buffer {
  if (start + length > bytes.length) throw new BmpError({ kind: 'truncated' });
  return bytes.subarray(start, start + length);
}
