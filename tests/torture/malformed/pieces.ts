import { crc32 } from 'node:zlib';
import type { Kind } from './corpus.ts';

/** A file in the pieces that its format is made of: put together in their order they are the file. */
export interface Pieces {
  readonly head: Buffer;
  readonly pieces: readonly Buffer[];
  readonly tail: Buffer;
}

const NOTHING = Buffer.alloc(0);

/** @returns null for a format without pieces, or a file that ends within one */
export function piecesOf(kind: Kind, bytes: Buffer): Pieces | null {
  switch (kind) {
    case 'png':
      return stepThrough(bytes, 8, (at) => 12 + bytes.readUInt32BE(at));
    case 'webp':
      return stepThrough(bytes, 12, (at) => {
        const size = bytes.readUInt32LE(at + 4);
        return 8 + size + (size % 2);
      });
    case 'jpeg':
      return jpegSegments(bytes);
    default:
      return null;
  }
}

export function assembled({ head, pieces, tail }: Pieces): Buffer {
  return Buffer.concat([head, ...pieces, tail]);
}

function stepThrough(bytes: Buffer, start: number, lengthAt: (at: number) => number): Pieces | null {
  const pieces: Buffer[] = [];
  let position = start;
  while (position + 8 <= bytes.length) {
    const end = position + lengthAt(position);
    if (end > bytes.length) return null;
    pieces.push(bytes.subarray(position, end));
    position = end;
  }
  return { head: bytes.subarray(0, start), pieces, tail: bytes.subarray(position) };
}

/** The segments before the first scan; that and all that follows are the tail. */
function jpegSegments(bytes: Buffer): Pieces | null {
  const pieces: Buffer[] = [];
  let position = 2;
  while (position + 4 <= bytes.length && bytes[position] === 0xff) {
    if (bytes[position + 1] === 0xda) return { head: bytes.subarray(0, 2), pieces, tail: bytes.subarray(position) };
    const end = position + 2 + bytes.readUInt16BE(position + 2);
    if (end > bytes.length) return null;
    pieces.push(bytes.subarray(position, end));
    position = end;
  }
  return null;
}

/** Gives every chunk of a PNG the checksum that its bytes have now, as a camera would whose memory is bad. */
export function withTrueChecksums(png: Buffer): Buffer {
  const parts = piecesOf('png', png);
  if (parts === null) return png;
  const pieces = parts.pieces.map((chunk) => {
    const repaired = Buffer.from(chunk);
    repaired.writeUInt32BE(crc32(chunk.subarray(4, -4)), chunk.length - 4);
    return repaired;
  });
  return assembled({ head: parts.head, pieces, tail: parts.tail.length === 0 ? NOTHING : parts.tail });
}
