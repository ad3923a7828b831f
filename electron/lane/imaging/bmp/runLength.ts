import { type BmpHeader, corrupt, TRUNCATED } from '../../../formats/index.ts';
import { DecodingError } from '../faults.ts';

/** What the byte after a zero means in RLE8 and RLE4. */
const ESCAPE = { endOfLine: 0, endOfBitmap: 1, move: 2 };

/**
 * Expands RLE8 or RLE4 into one palette index per pixel, row by row as stored. Pixels that the code skips keep index 0, as Windows shows
 * them; a code that ends before the last row is damaged.
 *
 * @throws DecodingError where the code ends without its end mark or too early, or draws outside the picture
 */
export function expandRunLengths(
  bytes: Buffer,
  { widthPx, heightPx, bitsPerPixel, pixelStart }: BmpHeader,
): Uint8Array {
  // Each row takes a run and its end at least: a header that claims more rows must not take memory for them.
  if (bytes.length - pixelStart < 2 * heightPx) throw new DecodingError(TRUNCATED);
  const samples = new Uint8Array(widthPx * heightPx);
  const hasNibbles = bitsPerPixel === 4;
  let position = pixelStart;
  let row = 0;
  let column = 0;

  const next = (): number => {
    const byte = bytes[position];
    if (byte === undefined) throw new DecodingError(TRUNCATED);
    position += 1;
    return byte;
  };
  /** The place in `samples` of the next `count` pixels of this row. */
  const advance = (count: number): number => {
    if (row >= heightPx || column + count > widthPx) {
      throw new DecodingError(corrupt(`its code leaves the picture in row ${row}`));
    }
    const start = row * widthPx + column;
    column += count;
    return start;
  };
  const drawRun = (count: number, value: number): void => {
    const start = advance(count);
    for (let pixel = 0; pixel < count; pixel += 1) {
      samples[start + pixel] = hasNibbles ? nibbleOf(value, pixel) : value;
    }
  };
  const drawLiterals = (count: number): void => {
    const start = advance(count);
    const byteCount = hasNibbles ? Math.ceil(count / 2) : count;
    let byte = 0;
    for (let pixel = 0; pixel < count; pixel += 1) {
      if (!hasNibbles || pixel % 2 === 0) byte = next();
      samples[start + pixel] = hasNibbles ? nibbleOf(byte, pixel) : byte;
    }
    // Literal runs are filled up to an even number of bytes.
    if (byteCount % 2 === 1) next();
  };

  for (;;) {
    const count = next();
    const value = next();
    if (count > 0) {
      drawRun(count, value);
    } else if (value === ESCAPE.endOfBitmap) {
      if (row >= heightPx - 1) return samples;
      throw new DecodingError(corrupt(`its code ends in row ${row} of ${heightPx}`));
    } else if (value === ESCAPE.endOfLine) {
      row += 1;
      column = 0;
    } else if (value === ESCAPE.move) {
      column += next();
      row += next();
    } else {
      drawLiterals(value);
    }
  }
}

/** The first of two pixels stands in the high half of their byte. */
function nibbleOf(byte: number, pixel: number): number {
  return pixel % 2 === 0 ? byte >> 4 : byte & 15;
}
