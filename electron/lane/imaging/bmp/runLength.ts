import { BmpError, type BmpHeader } from './header.ts';

/** What the byte after a zero means in RLE8. */
const ESCAPE = { endOfLine: 0, endOfBitmap: 1, move: 2 };

/**
 * Expands RLE8 into one palette index per pixel, row by row as stored. Pixels that the code skips keep index 0, as Windows shows them.
 *
 * @throws BmpError where the code ends without its end mark or draws outside the picture
 */
export function expandRunLengths(bytes: Buffer, { widthPx, heightPx, pixelStart }: BmpHeader): Uint8Array {
  const samples = new Uint8Array(widthPx * heightPx);
  let position = pixelStart;
  let row = 0;
  let column = 0;

  const next = (): number => {
    const byte = bytes[position];
    if (byte === undefined) throw new BmpError({ kind: 'truncated' });
    position += 1;
    return byte;
  };
  /** The place in `samples` of the next `count` pixels of this row. */
  const advance = (count: number): number => {
    if (row >= heightPx || column + count > widthPx) {
      throw new BmpError({ kind: 'corrupt', reason: `its code leaves the picture in row ${row}` });
    }
    const start = row * widthPx + column;
    column += count;
    return start;
  };

  for (;;) {
    const count = next();
    const value = next();
    if (count > 0) {
      const start = advance(count);
      samples.fill(value, start, start + count);
    } else if (value === ESCAPE.endOfBitmap) {
      return samples;
    } else if (value === ESCAPE.endOfLine) {
      row += 1;
      column = 0;
    } else if (value === ESCAPE.move) {
      column += next();
      row += next();
    } else {
      const start = advance(value);
      for (let pixel = 0; pixel < value; pixel += 1) samples[start + pixel] = next();
      // Literal runs are filled up to an even number of bytes.
      if (value % 2 === 1) next();
    }
  }
}
