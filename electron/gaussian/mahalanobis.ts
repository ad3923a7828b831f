import type { ScoringGaussian } from './scoreModel.ts';
import { whitenedLength } from './whitening.ts';

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
