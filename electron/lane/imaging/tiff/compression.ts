import { inflateSync, zstdDecompressSync } from 'node:zlib';
import { messageOf } from '../../../../shared/domain/index.ts';
import { corrupt, TIFF_COMPRESSION, unsupported } from '../../../formats/index.ts';
import { DecodingError } from '../faults.ts';

/** A strip or tile without compression: where it lies in the picture, and its samples. */
export interface ExpandedPiece {
  readonly samples: Buffer;
  readonly plane: number;
  readonly left: number;
  readonly top: number;
  /** What of it lies inside the picture. */
  readonly rows: number;
  readonly columns: number;
  readonly rowBytes: number;
}

/** Some writers unfold whole strips at the end of a picture, or a few bytes more. */
const SPARE_BYTES = 64 * 1024;
/** Unfolded at once: small pieces cost nothing that is thrown away. */
const LONGEST_CHUNK_BYTES = 4 * 1024 ** 2;

/**
 * The samples of one strip or tile. Deflate names a checksum, which is compared; zstandard may; LZW and PackBits have none.
 *
 * @param needed as many bytes as its pixels take: of more, no more than as much again is ever unfolded
 * @throws DecodingError
 */
export function expand(compression: number, bytes: Buffer, needed: number): Buffer {
  const most = 2 * needed + SPARE_BYTES;
  const options = { maxOutputLength: most, chunkSize: Math.min(Math.max(needed, 64), LONGEST_CHUNK_BYTES) };
  switch (compression) {
    case TIFF_COMPRESSION.none:
      return bytes;
    case TIFF_COMPRESSION.lzw:
      return expandLzw(bytes, needed);
    case TIFF_COMPRESSION.packBits:
      return expandPackBits(bytes, needed);
    case TIFF_COMPRESSION.zstandard:
      return unfolded('zstandard', () => zstdDecompressSync(bytes, options));
    default:
      return unfolded('deflate', () => inflateSync(bytes, options));
  }
}

function unfolded(name: string, unfold: () => Buffer): Buffer {
  try {
    return unfold();
  } catch (cause) {
    throw new DecodingError(corrupt(`its ${name} code: ${messageOf(cause)}`));
  }
}

/** Runs of literal bytes and of one byte repeated (TIFF 6.0, section 9). */
function expandPackBits(bytes: Buffer, needed: number): Buffer {
  const samples = Buffer.alloc(needed);
  let length = 0;
  let position = 0;
  while (length < needed) {
    const count = bytes[position];
    if (count === undefined) break;
    position += 1;
    if (count < 128) {
      length += bytes.copy(samples, length, position, position + count + 1);
      position += count + 1;
    } else if (count > 128) {
      const end = Math.min(needed, length + 257 - count);
      samples.fill(bytes[position] ?? 0, length, end);
      length = end;
      position += 1;
    }
  }
  return samples.subarray(0, Math.min(length, needed));
}

const CLEAR = 256;
const END = 257;
const MOST_CODES = 4096;

/** Codes of 9 to 12 bits from the high bit on, which grow one code early (TIFF 6.0, section 13). */
function expandLzw(bytes: Buffer, needed: number): Buffer {
  if (bytes[0] === 0 && ((bytes[1] ?? 0) & 1) === 1) throw new DecodingError(unsupported('LZW of the old kind'));
  const samples = Buffer.alloc(needed);
  // Every code stands for bytes that were written before: where they begin, and how many.
  const starts = new Uint32Array(MOST_CODES);
  const lengths = new Uint32Array(MOST_CODES);
  let codes = END + 1;
  let width = 9;
  let previous = -1;
  let length = 0;
  let bits = 0;
  let waiting = 0;
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xff_ffff;
    waiting += 8;
    if (waiting < width) continue;
    waiting -= width;
    const code = (bits >> waiting) & ((1 << width) - 1);
    if (code === END || length >= needed) break;
    if (code === CLEAR) {
      [codes, width, previous] = [END + 1, 9, -1];
      continue;
    }
    if (code > codes || (code === codes && previous < 0)) throw new DecodingError(corrupt('its LZW code is broken'));
    const start = length;
    if (code < CLEAR) {
      samples[length] = code;
      length += 1;
    } else {
      // The newest code is not complete yet: its last byte is the first of what it stands for.
      const from = code === codes ? previous : (starts[code] ?? 0);
      const count = code === codes ? start - previous + 1 : (lengths[code] ?? 0);
      for (let index = 0; index < count && length < needed; index += 1) {
        samples[length] = samples[from + index] ?? 0;
        length += 1;
      }
    }
    if (previous >= 0 && codes < MOST_CODES) {
      starts[codes] = previous;
      lengths[codes] = start - previous + 1;
      codes += 1;
    }
    previous = start;
    if (codes + 1 >= 1 << width && width < 12) width += 1;
  }
  return samples.subarray(0, length);
}
