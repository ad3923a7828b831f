import { type BmpHeader, corrupt, rowBytes, TRUNCATED } from '../../../formats/index.ts';
import { DecodingError } from '../faults.ts';
import type { PlainSamples } from '../tiff/plainTiff.ts';
import { byteOf, type ColourMask, type Masks, readMasks, readPalette } from './colours.ts';
import { expandRunLengths } from './runLength.ts';

/** Writes the row that is stored from byte `source` on to `values`, from `target` on. */
type RowCopier = (source: number, values: Uint8Array, target: number) => void;

/**
 * Decodes a bitmap of Windows or OS/2: 1, 4 and 8 bits with palette (plain, RLE4, RLE8), 16, 24 and 32 bits with or without colour masks,
 * bottom-up or top-down. Alpha is dropped, and a palette of greys gives one channel.
 *
 * @param header of these very bytes, without a fault; its size must have been accepted too, because memory is taken for all of its pixels
 * @returns what writes the samples; it throws a DecodingError where they use a colour that the palette has not
 * @throws DecodingError
 */
export function decodeBmp(bytes: Buffer, header: BmpHeader): PlainSamples {
  const { widthPx, heightPx } = header;
  const colours = { palette: readPalette(bytes, header), masks: readMasks(bytes, header) };
  const rows = header.isRunLengthEncoded
    ? { samples: expandRunLengths(bytes, header), start: 0, strideBytes: widthPx, bitsPerPixel: 8 }
    : plainRows(bytes, header);
  const channels = rows.bitsPerPixel <= 8 && isGrey(colours.palette) ? 1 : 3;
  const order = byteOrder(rows, colours.masks);
  const copy = order === null ? rowCopier(rows, widthPx, channels, colours) : byteRows(rows, widthPx);
  return {
    ...{ widthPx, heightPx, channels, sampleBytes: 1, isBlueFirst: order === 'blue first' },
    write(samples) {
      for (let row = 0; row < heightPx; row += 1) {
        const stored = header.isTopDown ? row : heightPx - 1 - row;
        copy(rows.start + stored * rows.strideBytes, samples, row * widthPx * channels);
      }
    },
  };
}

interface StoredRows {
  readonly samples: Uint8Array;
  readonly start: number;
  readonly strideBytes: number;
  readonly bitsPerPixel: number;
}

interface Colours {
  readonly palette: Uint8Array;
  readonly masks: Masks;
}

function plainRows(bytes: Buffer, { widthPx, heightPx, bitsPerPixel, pixelStart }: BmpHeader): StoredRows {
  const strideBytes = rowBytes({ widthPx, bitsPerPixel });
  if (pixelStart + strideBytes * heightPx > bytes.length) throw new DecodingError(TRUNCATED);
  return { samples: bytes, start: pixelStart, strideBytes, bitsPerPixel };
}

/** Of pixels that begin with a byte of each colour: such rows are taken as they are. Null of all others. */
function byteOrder({ bitsPerPixel }: StoredRows, masks: Masks): 'red first' | 'blue first' | null {
  if (bitsPerPixel < 24) return null;
  const order = masks.map(byteOf).join();
  return order === '2,1,0' ? 'blue first' : order === '0,1,2' ? 'red first' : null;
}

function rowCopier(
  { samples, bitsPerPixel }: StoredRows,
  widthPx: number,
  channels: 1 | 3,
  { palette, masks }: Colours,
): RowCopier {
  if (bitsPerPixel > 8) return maskedRows(samples, bitsPerPixel / 8, widthPx, masks);
  const isIdentity = palette.length === 3 * 256 && palette.every((value, index) => value === Math.floor(index / 3));
  if (bitsPerPixel === 8 && isIdentity) return plainCopier(samples, widthPx);
  return indexedRows(samples, bitsPerPixel, widthPx, palette, channels);
}

function plainCopier(samples: Uint8Array, bytes: number): RowCopier {
  return (source, values, target) => values.set(samples.subarray(source, source + bytes), target);
}

function isGrey(palette: Uint8Array): boolean {
  return palette.every((value, index) => value === palette[index - (index % 3)]);
}

function indexedRows(
  samples: Uint8Array,
  bits: number,
  widthPx: number,
  palette: Uint8Array,
  channels: 1 | 3,
): RowCopier {
  const colours = palette.length / 3;
  const table = Uint32Array.from({ length: 256 }, (_, index) => colourAt(palette, index));
  const row = new Uint32Array(Math.ceil(widthPx / 4));
  const indices = new Uint8Array(row.buffer, 0, widthPx);
  const { words, packed } = pixelRow(channels === 1 ? 0 : widthPx);
  return (source, values, target) => {
    if (bits === 8) indices.set(samples.subarray(source, source + widthPx));
    else unpack(samples, source, bits, indices);
    const unknown = colours < 2 ** bits ? indices.find((index) => index >= colours) : undefined;
    if (unknown !== undefined) throw new DecodingError(corrupt(`it uses colour ${unknown} of ${colours}`));
    if (channels === 1) {
      translate(row, table);
      values.set(indices, target);
    } else {
      lookUp(indices, table, words);
      pack(words);
      values.set(packed, target);
    }
  };
}

/** Red in the lowest byte; black where the palette ends. */
function colourAt(palette: Uint8Array, index: number): number {
  const [red = 0, green = 0, blue = 0] = palette.subarray(3 * index, 3 * index + 3);
  return red | (green << 8) | (blue << 16);
}

/** Three bytes a pixel as they lie there; of four, the last is left out. */
function byteRows({ samples, bitsPerPixel }: StoredRows, widthPx: number): RowCopier {
  if (bitsPerPixel === 24) return plainCopier(samples, 3 * widthPx);
  const { words, packed } = pixelRow(widthPx);
  // A row of a bitmap does not begin at a whole word: it is copied there and back.
  const stored = new Uint8Array(words.buffer, 0, 4 * widthPx);
  return (source, values, target) => {
    stored.set(samples.subarray(source, source + 4 * widthPx));
    pack(words);
    values.set(packed, target);
  };
}

/** A word (low byte first) for each pixel, up to a multiple of four; `packed` is where `pack` leaves their colours. */
function pixelRow(widthPx: number) {
  const words = new Uint32Array(Math.ceil(widthPx / 4) * 4);
  return { words, packed: new Uint8Array(words.buffer, 0, 3 * widthPx) };
}

// Four pixels at a time, in functions of their own: within the closures above each takes three to four times as long.

/** Replaces each byte by the lowest byte of its entry in the table. */
function translate(row: Uint32Array, table: Uint32Array): void {
  for (let place = 0; place < row.length; place += 1) {
    const four = row[place] as number;
    row[place] =
      ((table[four & 0xff] as number) & 0xff) |
      (((table[(four >>> 8) & 0xff] as number) & 0xff) << 8) |
      (((table[(four >>> 16) & 0xff] as number) & 0xff) << 16) |
      ((table[four >>> 24] as number) << 24);
  }
}

function lookUp(indices: Uint8Array, table: Uint32Array, words: Uint32Array): void {
  for (let pixel = 0; pixel < indices.length; pixel += 1) words[pixel] = table[indices[pixel] as number] as number;
}

/** Moves the three lower bytes of all words together. */
function pack(words: Uint32Array): void {
  let place = 0;
  for (let pixel = 0; pixel < words.length; pixel += 4) {
    const second = words[pixel + 1] as number;
    const third = words[pixel + 2] as number;
    words[place] = ((words[pixel] as number) & 0xffffff) | (second << 24);
    words[place + 1] = ((second >>> 8) & 0xffff) | (third << 16);
    words[place + 2] = ((third >>> 16) & 0xff) | ((words[pixel + 3] as number) << 8);
    place += 3;
  }
}

/** One index for each pixel of a row whose bytes hold several; the leftmost stands in the highest bits. */
function unpack(samples: Uint8Array, source: number, bits: number, indices: Uint8Array): void {
  const perByte = 8 / bits;
  for (let column = 0; column < indices.length; column += 1) {
    const byte = samples[source + Math.floor(column / perByte)] ?? 0;
    indices[column] = (byte >> (8 - bits - (column % perByte) * bits)) & (2 ** bits - 1);
  }
}

function maskedRows(samples: Uint8Array, pixelBytes: number, widthPx: number, masks: readonly ColourMask[]): RowCopier {
  return (source, values, target) => {
    for (let column = 0; column < widthPx; column += 1) {
      const place = source + column * pixelBytes;
      let pixel = 0;
      for (let byte = 0; byte < pixelBytes; byte += 1) pixel += (samples[place + byte] ?? 0) * 2 ** (8 * byte);
      for (const [channel, { shift, maximum }] of masks.entries()) {
        values[target + column * 3 + channel] = Math.round((((pixel >>> shift) & maximum) * 255) / maximum);
      }
    }
  };
}
