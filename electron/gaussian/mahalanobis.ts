import { sumOfSquares } from './matrix.ts';
import { addRowProducts } from './rowProducts.ts';
import type { ScoringGaussian } from './scoreModel.ts';

/**
 * Mahalanobis distance `sqrt((x - mean)' Sigma^-1 (x - mean))`.
 *
 * @param vector x, p values; one that is not finite gives a distance that is not finite
 */
export function mahalanobisDistance(gaussian: ScoringGaussian, vector: ArrayLike<number>): number {
  const { mean } = gaussian;
  const size = mean.length;
  const centred = mean.map((value, i) => (vector[i] as number) - value);
  if (gaussian.form === 'dense') return whitenedLength(gaussian.whitening, centred);
  // The part of x outside all directions is formed before it is squared: the difference of two large squares would lose digits.
  const outside = centred.slice();
  let squared = 0;
  for (const [k, weight] of gaussian.weights.entries()) {
    const direction = gaussian.directions.subarray(k * size, (k + 1) * size);
    let along = 0;
    for (let i = 0; i < size; i += 1) along += (direction[i] as number) * (centred[i] as number);
    for (let i = 0; i < size; i += 1) outside[i] = (outside[i] as number) - along * (direction[i] as number);
    squared += (gaussian.residualPrecision - weight) * along * along;
  }
  for (const value of outside) squared += gaussian.residualPrecision * value * value;
  return Math.sqrt(squared);
}

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
