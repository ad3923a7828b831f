import type { Random } from '../random.ts';
import type { Kind, Original } from './corpus.ts';
import { withTrueChecksums } from './pieces.ts';

const NUMBERS = [
  0, 1, 2, 3, 0x7f, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 15_811, 30_000, 0x7fffffff, 0x80000000, 0xffffffff,
] as const;

/** Fields of a header: where each begins and how many bytes it has. */
type Fields = readonly (readonly [number, 1 | 2 | 4])[];

/** Width, height, depth, colour type, compression, filter, interlacing. */
const PNG_FIELDS: Fields = [
  [16, 4],
  [20, 4],
  [24, 1],
  [25, 1],
  [26, 1],
  [27, 1],
  [28, 1],
];
/** Sizes and places in the file's and the bitmap's header. */
const BMP_FIELDS: Fields = [
  [2, 4],
  [10, 4],
  [14, 4],
  [18, 4],
  [22, 4],
  [26, 2],
  [28, 2],
  [30, 4],
  [34, 4],
  [46, 4],
];
/** The RIFF size, the first chunk's, and what stands in it: flags and canvas, or the frame's size. */
const WEBP_FIELDS: Fields = [
  [4, 4],
  [16, 4],
  [20, 1],
  [21, 4],
  [24, 2],
  [26, 2],
  [28, 2],
];

/** Writes the largest and the smallest numbers there are into some fields of a file's header, with every checksum true. */
export function extremeHeader(original: Original, random: Random): Buffer | null {
  const bytes = Buffer.from(original.bytes);
  const { kind } = original;
  const fields = fieldsOf(kind, bytes);
  if (fields.length === 0) return null;
  const isBigEndian = kind === 'png' || kind === 'jpeg' || (kind === 'tiff' && bytes[0] === 0x4d);
  for (let count = random.pick([1, 1, 2, 3]); count > 0; count -= 1) {
    const [at, length] = random.pick(fields);
    if (at + length > bytes.length) continue;
    const value = random.pick(NUMBERS) % 256 ** length;
    if (isBigEndian) bytes.writeUIntBE(value, at, length);
    else bytes.writeUIntLE(value, at, length);
  }
  return kind === 'png' ? withTrueChecksums(bytes) : bytes;
}

function fieldsOf(kind: Kind, bytes: Buffer): Fields {
  switch (kind) {
    case 'png':
      return PNG_FIELDS;
    case 'bmp':
      return BMP_FIELDS;
    case 'webp':
      return WEBP_FIELDS;
    case 'jpeg':
      return jpegFields(bytes);
    case 'tiff':
      return tiffFields(bytes);
    case 'other':
      return [];
  }
}

/** Precision, height, width, components and the first one's factors in the frame header. */
function jpegFields(bytes: Buffer): Fields {
  for (let at = 2; at + 12 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xda) return [];
    if (marker >= 0xc0 && marker <= 0xc3) {
      return [
        [at + 4, 1],
        [at + 5, 2],
        [at + 7, 2],
        [at + 9, 1],
        [at + 11, 1],
      ];
    }
  }
  return [];
}

/** Tag, type, count and value of every entry of the first directory of a classic TIFF. */
function tiffFields(bytes: Buffer): Fields {
  const isBigEndian = bytes[0] === 0x4d;
  const number = (at: number, length: number): number =>
    isBigEndian ? bytes.readUIntBE(at, length) : bytes.readUIntLE(at, length);
  if (number(2, 2) !== 42) return [[8, 4]];
  const directory = number(4, 4);
  const fields: [number, 1 | 2 | 4][] = [[4, 4]];
  if (directory + 2 > bytes.length) return fields;
  for (let entry = 0; entry < number(directory, 2); entry += 1) {
    const at = directory + 2 + entry * 12;
    fields.push([at, 2], [at + 2, 2], [at + 4, 4], [at + 8, 4], [at + 8, 4]);
  }
  return fields;
}
