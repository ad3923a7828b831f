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
  const copy = channels === 1 ? greyRows(rows, widthPx, colours.palette) : rowCopier(rows, widthPx, colours);
  return {
    ...{ widthPx, heightPx, channels, sampleBytes: 1 },
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

function rowCopier({ samples, bitsPerPixel }: StoredRows, widthPx: number, { palette, masks }: Colours): RowCopier {
  if (bitsPerPixel <= 8) return indexedRows(samples, bitsPerPixel, widthPx, palette);
  const [red, green, blue] = [byteOf(masks[0]), byteOf(masks[1]), byteOf(masks[2])];
  if (red === null || green === null || blue === null) return maskedRows(samples, bitsPerPixel / 8, widthPx, masks);
  if (bitsPerPixel === 24 && red === 2 && green === 1) return blueFirstRows(samples, widthPx);
  return byteRows(samples, bitsPerPixel / 8, widthPx, [red, green, blue]);
}

function isGrey(palette: Uint8Array): boolean {
  return palette.every((value, index) => value === palette[index - (index % 3)]);
}

/** One channel. A palette that names each grey by itself needs no look. */
function greyRows({ samples, bitsPerPixel }: StoredRows, widthPx: number, palette: Uint8Array): RowCopier {
  const isIdentity = palette.length === 3 * 256 && palette.every((value, index) => value === Math.floor(index / 3));
  if (bitsPerPixel === 8 && isIdentity) {
    return (source, values, target) => values.set(samples.subarray(source, source + widthPx), target);
  }
  return indexedRows(samples, bitsPerPixel, widthPx, palette, 1);
}

function indexedRows(
  samples: Uint8Array,
  bits: number,
  widthPx: number,
  palette: Uint8Array,
  channels: 1 | 3 = 3,
): RowCopier {
  const unpacked = new Uint8Array(bits === 8 ? 0 : widthPx);
  return (source, values, target) => {
    if (bits !== 8) unpack(samples, source, bits, unpacked);
    const indices = bits === 8 ? samples : unpacked;
    const start = bits === 8 ? source : 0;
    for (let column = 0; column < widthPx; column += 1) {
      const index = (indices[start + column] ?? 0) * 3;
      if (index >= palette.length) {
        throw new DecodingError(corrupt(`it uses colour ${index / 3} of ${palette.length / 3}`));
      }
      for (let channel = 0; channel < channels; channel += 1) {
        values[target + column * channels + channel] = palette[index + channel] ?? 0;
      }
    }
  };
}

/**
 * Blue, green, red of 24 bits, four pixels (three words, low byte first) at a time: a row of a bitmap does not begin at a whole word, so it is copied there and back.
 */
function blueFirstRows(samples: Uint8Array, widthPx: number): RowCopier {
  const words = new Uint32Array(Math.ceil(widthPx / 4) * 3);
  const row = new Uint8Array(words.buffer, 0, widthPx * 3);
  return (source, values, target) => {
    row.set(samples.subarray(source, source + widthPx * 3));
    for (let place = 0; place < words.length; place += 3) {
      const first = words[place] as number;
      const second = words[place + 1] as number;
      const third = words[place + 2] as number;
      words[place] = ((first >>> 16) & 0xff) | (first & 0xff00) | ((first & 0xff) << 16) | ((second & 0xff00) << 16);
      words[place + 1] = (second & 0xff0000ff) | ((first >>> 16) & 0xff00) | ((third & 0xff) << 16);
      words[place + 2] =
        ((second >>> 16) & 0xff) | ((third >>> 16) & 0xff00) | (third & 0xff0000) | ((third & 0xff00) << 16);
    }
    values.set(row, target);
  };
}

/** One index for each pixel of a row whose bytes hold several; the leftmost stands in the highest bits. */
function unpack(samples: Uint8Array, source: number, bits: number, indices: Uint8Array): void {
  const perByte = 8 / bits;
  for (let column = 0; column < indices.length; column += 1) {
    const byte = samples[source + Math.floor(column / perByte)] ?? 0;
    indices[column] = (byte >> (8 - bits - (column % perByte) * bits)) & (2 ** bits - 1);
  }
}

function byteRows(
  samples: Uint8Array,
  pixelBytes: number,
  widthPx: number,
  [red, green, blue]: readonly [number, number, number],
): RowCopier {
  return (source, values, target) => {
    for (let column = 0; column < widthPx; column += 1) {
      const pixel = source + column * pixelBytes;
      values[target + column * 3] = samples[pixel + red] ?? 0;
      values[target + column * 3 + 1] = samples[pixel + green] ?? 0;
      values[target + column * 3 + 2] = samples[pixel + blue] ?? 0;
    }
  };
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
