import { sumOfSquares } from './matrix.ts';
import { addRowProducts } from './rowProducts.ts';

const BLOCK = 64;

/** || W c || for any size x size matrix W. */
export function whitenedLength(whitening: Float64Array, centred: Float64Array): number {
  const size = centred.length;
  let squared = 0;
  for (let row = 0; row < size; row += 1) {
    let sum = 0;
    for (let k = 0; k < size; k += 1) sum += (whitening[row * size + k] as number) * (centred[k] as number);
    squared += sum * sum;
  }
  return Math.sqrt(squared);
}

/**
 * || W c || for every row c of many.
 *
 * @param whitening W, size x size, lower triangular
 * @param rows count x size
 */
export function whitenedLengths(
  whitening: Float64Array,
  size: number,
  rows: Float64Array,
  count: number,
): Float64Array {
  const squared = new Float64Array(count);
  const whitened = new Float64Array(count * BLOCK);
  for (let start = 0; start < size; start += BLOCK) {
    const columns = Math.min(BLOCK, size - start);
    whitened.fill(0);
    addRowProducts(
      { values: whitened, offset: 0, stride: BLOCK },
      { values: rows, offset: 0, stride: size },
      { values: whitening, offset: start * size, stride: size },
      { rows: count, columns, depth: start + columns },
      1,
    );
    for (let row = 0; row < count; row += 1) {
      squared[row] = (squared[row] as number) + sumOfSquares(whitened.subarray(row * BLOCK, row * BLOCK + columns));
    }
  }
  return squared.map(Math.sqrt);
}
