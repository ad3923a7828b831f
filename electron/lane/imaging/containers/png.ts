import { crc32 } from 'node:zlib';
import { MAXIMUM_PIXELS } from '../pixelLimit.ts';
import { type ContainerFault, TRUNCATED } from './fault.ts';

const SIGNATURE_BYTES = 8;
/** Length, type and checksum around the data of every chunk. */
const CHUNK_FRAME_BYTES = 12;
const HEADER_BYTES = 13;
/** Deflate makes at most 1032 bytes of one (258 of two bits). */
const LARGEST_EXPANSION = 1032;
/** Samples of a pixel by the header's colour type. */
const SAMPLES: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);

/** Walks the chunks up to IEND and compares each checksum (PNG specification, section 5.3). */
export function checkPng(bytes: Buffer): ContainerFault | null {
  let position = SIGNATURE_BYTES;
  let rowsBytes = 0;
  let dataBytes = 0;
  while (position + CHUNK_FRAME_BYTES <= bytes.length) {
    const dataEnd = position + 8 + bytes.readUInt32BE(position);
    const type = bytes.toString('latin1', position + 4, position + 8);
    if (!/^[A-Za-z]{4}$/.test(type)) return { kind: 'corrupt', reason: `no PNG chunk at byte ${position}` };
    if ((position === SIGNATURE_BYTES) !== (type === 'IHDR')) {
      return { kind: 'corrupt', reason: 'its header is missing or not its first chunk' };
    }
    if (dataEnd + 4 > bytes.length) return TRUNCATED;
    if (crc32(bytes.subarray(position + 4, dataEnd)) !== bytes.readUInt32BE(dataEnd)) {
      return { kind: 'corrupt', reason: `wrong checksum of its chunk ${type} at byte ${position}` };
    }
    const data = bytes.subarray(position + 8, dataEnd);
    if (type === 'IHDR') {
      if (data.length !== HEADER_BYTES) return { kind: 'corrupt', reason: 'its header has a wrong length' };
      rowsBytes = leastRowsBytes(data);
    }
    if (type === 'IDAT') dataBytes += data.length;
    if (isAnimation(type, data)) return { kind: 'unsupported', reason: 'it is an animation' };
    if (type === 'IEND') {
      if (dataBytes * LARGEST_EXPANSION >= rowsBytes) return null;
      return { kind: 'corrupt', reason: `its ${dataBytes} bytes cannot hold all of its pixels` };
    }
    position = dataEnd + 4;
  }
  return TRUNCATED;
}

/** What the picture of this header takes at least before it is compressed; 0 for one that is too large to be decoded anyway. */
function leastRowsBytes(header: Buffer): number {
  if (header.readUInt32BE(0) * header.readUInt32BE(4) > MAXIMUM_PIXELS) return 0;
  const bitsPerPixel = header.readUInt8(8) * (SAMPLES.get(header.readUInt8(9)) ?? 1);
  return Math.ceil((header.readUInt32BE(0) * bitsPerPixel) / 8) * header.readUInt32BE(4);
}

/** `acTL` of more than one frame, or a frame beyond the first (`fdAT`). */
function isAnimation(type: string, data: Buffer): boolean {
  return type === 'fdAT' || (type === 'acTL' && data.length >= 4 && data.readUInt32BE(0) > 1);
}
