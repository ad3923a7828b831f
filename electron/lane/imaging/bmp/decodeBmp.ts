import { BmpError, type BmpHeader, readBmpHeader } from './header.ts';
import { expandRunLengths } from './runLength.ts';

export interface DecodedBmp {
  readonly widthPx: number;
  readonly heightPx: number;
  /** RGB, row by row from the top. */
  readonly values: Uint8Array;
}

/**
 * Decodes a Windows bitmap: 8 bits with palette (plain or RLE8), 24 and 32 bits, bottom-up or top-down. Alpha is dropped.
 *
 * @param header of these very bytes; its size must have been accepted by the caller, because memory is taken for all of its pixels
 * @throws BmpError
 */
export function decodeBmp(bytes: Buffer, header: BmpHeader = readBmpHeader(bytes)): DecodedBmp {
  const { widthPx, heightPx } = header;
  const rows = header.isRunLengthEncoded
    ? { samples: expandRunLengths(bytes, header), start: 0, strideBytes: widthPx }
    : plainRows(bytes, header);
  const values = new Uint8Array(widthPx * heightPx * 3);
  for (let row = 0; row < heightPx; row += 1) {
    const stored = header.isTopDown ? row : heightPx - 1 - row;
    const source = rows.start + stored * rows.strideBytes;
    const target = row * widthPx * 3;
    if (header.bitsPerPixel === 8) copyIndexed(rows.samples, source, header, values, target);
    else copyColours(rows.samples, source, header, values, target);
  }
  return { widthPx, heightPx, values };
}

interface StoredRows {
  readonly samples: Uint8Array;
  readonly start: number;
  readonly strideBytes: number;
}

function plainRows(bytes: Buffer, header: BmpHeader): StoredRows {
  // Every row is filled up to a multiple of four bytes.
  const strideBytes = Math.ceil((header.widthPx * header.bitsPerPixel) / 32) * 4;
  if (header.pixelStart + strideBytes * header.heightPx > bytes.length) throw new BmpError({ kind: 'truncated' });
  return { samples: bytes, start: header.pixelStart, strideBytes };
}

function copyIndexed(
  samples: Uint8Array,
  source: number,
  { widthPx, palette }: BmpHeader,
  values: Uint8Array,
  target: number,
): void {
  for (let column = 0; column < widthPx; column += 1) {
    const index = (samples[source + column] ?? 0) * 3;
    if (index >= palette.length) {
      throw new BmpError({ kind: 'corrupt', reason: `it uses colour ${index / 3} of ${palette.length / 3}` });
    }
    values[target + column * 3] = palette[index] ?? 0;
    values[target + column * 3 + 1] = palette[index + 1] ?? 0;
    values[target + column * 3 + 2] = palette[index + 2] ?? 0;
  }
}

function copyColours(
  samples: Uint8Array,
  source: number,
  { widthPx, bitsPerPixel, channelBytes: [red, green, blue] }: BmpHeader,
  values: Uint8Array,
  target: number,
): void {
  const pixelBytes = bitsPerPixel / 8;
  for (let column = 0; column < widthPx; column += 1) {
    const pixel = source + column * pixelBytes;
    values[target + column * 3] = samples[pixel + red] ?? 0;
    values[target + column * 3 + 1] = samples[pixel + green] ?? 0;
    values[target + column * 3 + 2] = samples[pixel + blue] ?? 0;
  }
}
