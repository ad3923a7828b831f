import { type BmpHeader, corrupt, rowBytes, TRUNCATED } from '../../../formats/index.ts';
import { DecodingError } from '../faults.ts';
import { byteOf, type ColourMask, type Masks, readMasks, readPalette } from './colours.ts';
import { expandRunLengths } from './runLength.ts';

export interface DecodedBmp {
  readonly widthPx: number;
  readonly heightPx: number;
  /** RGB, row by row from the top. */
  readonly values: Uint8Array;
}

/** Writes the colours of the row that is stored from byte `source` on to `values`, from `target` on. */
type RowCopier = (source: number, values: Uint8Array, target: number) => void;

/**
 * Decodes a bitmap of Windows or OS/2: 1, 4 and 8 bits with palette (plain, RLE4, RLE8), 16, 24 and 32 bits with or without colour masks,
 * bottom-up or top-down. Alpha is dropped.
 *
 * @param header of these very bytes, without a fault; its size must have been accepted too, because memory is taken for all of its pixels
 * @throws DecodingError
 */
export function decodeBmp(bytes: Buffer, header: BmpHeader): DecodedBmp {
  const { widthPx, heightPx } = header;
  const colours = { palette: readPalette(bytes, header), masks: readMasks(bytes, header) };
  const rows = header.isRunLengthEncoded
    ? { samples: expandRunLengths(bytes, header), start: 0, strideBytes: widthPx, bitsPerPixel: 8 }
    : plainRows(bytes, header);
  const copy = rowCopier(rows, widthPx, colours);
  const values = new Uint8Array(widthPx * heightPx * 3);
  for (let row = 0; row < heightPx; row += 1) {
    const stored = header.isTopDown ? row : heightPx - 1 - row;
    copy(rows.start + stored * rows.strideBytes, values, row * widthPx * 3);
  }
  return { widthPx, heightPx, values };
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
  return byteRows(samples, bitsPerPixel / 8, widthPx, [red, green, blue]);
}

function indexedRows(samples: Uint8Array, bits: number, widthPx: number, palette: Uint8Array): RowCopier {
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
      values[target + column * 3] = palette[index] ?? 0;
      values[target + column * 3 + 1] = palette[index + 1] ?? 0;
      values[target + column * 3 + 2] = palette[index + 2] ?? 0;
    }
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
