/** Why a bitmap could not be decoded; the caller knows the file and makes the error that people see. */
export type BmpFault =
  | { readonly kind: 'truncated' }
  | { readonly kind: 'corrupt'; readonly reason: string }
  | { readonly kind: 'unsupported'; readonly reason: string };

export class BmpError extends Error {
  override readonly name = 'BmpError';
  readonly fault: BmpFault;

  constructor(fault: BmpFault) {
    super(fault.kind === 'truncated' ? 'the bitmap ends too early' : fault.reason);
    this.fault = fault;
  }
}

export interface BmpHeader {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bitsPerPixel: 8 | 24 | 32;
  readonly isRunLengthEncoded: boolean;
  /** Rows are stored from the top; most bitmaps store them from the bottom. */
  readonly isTopDown: boolean;
  readonly pixelStart: number;
  /** Red, green and blue of each colour; empty where pixels hold their own colours. */
  readonly palette: Uint8Array;
  /** Byte of red, green and blue within a pixel of 24 or 32 bits. */
  readonly channelBytes: readonly [number, number, number];
}

const FILE_HEADER_BYTES = 14;
/** BITMAPCOREHEADER of OS/2: 16-bit sizes, palette entries of three bytes. */
const CORE_HEADER_BYTES = 12;
const INFO_HEADER_BYTES = 40;
const COMPRESSION = { none: 0, rle8: 1, bitFields: 3, alphaBitFields: 6 };

/** @throws BmpError */
export function readBmpHeader(bytes: Buffer): BmpHeader {
  const headerBytes = at(bytes, FILE_HEADER_BYTES, 4).readUInt32LE();
  if (headerBytes !== CORE_HEADER_BYTES && headerBytes < INFO_HEADER_BYTES) {
    throw new BmpError({ kind: 'unsupported', reason: `a bitmap header of ${headerBytes} bytes` });
  }
  const isCore = headerBytes === CORE_HEADER_BYTES;
  const header = at(bytes, FILE_HEADER_BYTES, headerBytes);
  const widthPx = isCore ? header.readUInt16LE(4) : header.readInt32LE(4);
  const signedHeight = isCore ? header.readUInt16LE(6) : header.readInt32LE(8);
  if (widthPx <= 0 || signedHeight === 0) {
    throw new BmpError({ kind: 'corrupt', reason: `it claims to be ${widthPx} x ${signedHeight} pixels` });
  }
  const bitsPerPixel = supportedDepth(header.readUInt16LE(isCore ? 10 : 14));
  const compression = isCore ? COMPRESSION.none : header.readUInt32LE(16);
  const isRunLengthEncoded = compression === COMPRESSION.rle8 && bitsPerPixel === 8;
  const hasBitFields = compression === COMPRESSION.bitFields || compression === COMPRESSION.alphaBitFields;
  if (compression !== COMPRESSION.none && !isRunLengthEncoded && !(hasBitFields && bitsPerPixel === 32)) {
    throw new BmpError({ kind: 'unsupported', reason: `bitmap compression ${compression}` });
  }
  return {
    widthPx,
    heightPx: Math.abs(signedHeight),
    bitsPerPixel,
    isRunLengthEncoded,
    isTopDown: signedHeight < 0,
    pixelStart: bytes.readUInt32LE(10),
    palette: bitsPerPixel === 8 ? readPalette(bytes, headerBytes) : new Uint8Array(),
    channelBytes: hasBitFields ? readChannelBytes(bytes) : [2, 1, 0],
  };
}

function supportedDepth(bitsPerPixel: number): 8 | 24 | 32 {
  if (bitsPerPixel === 8 || bitsPerPixel === 24 || bitsPerPixel === 32) return bitsPerPixel;
  throw new BmpError({ kind: 'unsupported', reason: `a bitmap of ${bitsPerPixel} bits per pixel` });
}

function readPalette(bytes: Buffer, headerBytes: number): Uint8Array {
  const isCore = headerBytes === CORE_HEADER_BYTES;
  const used = isCore ? 0 : bytes.readUInt32LE(FILE_HEADER_BYTES + 32);
  if (used > 256) throw new BmpError({ kind: 'corrupt', reason: `it claims ${used} colours` });
  const count = used === 0 ? 256 : used;
  const entryBytes = isCore ? 3 : 4;
  const entries = at(bytes, FILE_HEADER_BYTES + headerBytes, count * entryBytes);
  const palette = new Uint8Array(count * 3);
  for (let colour = 0; colour < count; colour += 1) {
    for (const channel of [0, 1, 2]) palette[colour * 3 + channel] = entries[colour * entryBytes + 2 - channel] ?? 0;
  }
  return palette;
}

/** The three masks that follow the first 40 bytes of the header, whether inside a longer header or behind a short one. */
function readChannelBytes(bytes: Buffer): [number, number, number] {
  const masks = at(bytes, FILE_HEADER_BYTES + INFO_HEADER_BYTES, 12);
  const byteOf = (position: number): number => {
    const mask = masks.readUInt32LE(position);
    const byte = [0x000000ff, 0x0000ff00, 0x00ff0000, 0xff000000].indexOf(mask);
    if (byte < 0) throw new BmpError({ kind: 'unsupported', reason: `the colour mask 0x${mask.toString(16)}` });
    return byte;
  };
  return [byteOf(0), byteOf(4), byteOf(8)];
}

function at(bytes: Buffer, start: number, length: number): Buffer {
  if (start + length > bytes.length) throw new BmpError({ kind: 'truncated' });
  return bytes.subarray(start, start + length);
}
