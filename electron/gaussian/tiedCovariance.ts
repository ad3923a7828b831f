import { degenerate } from './degenerate.ts';
import { shrinkTowardsIdentity } from './ledoitWolf.ts';
import { mirrorLower, trace } from './matrix.ts';

/**
 * Completes a covariance pooled over all positions, in place: fills its upper triangle and adds the ridge, a share of its mean variance.
 *
 * @param matrix size x size, lower triangle filled
 * @throws calibration.degenerate where there is no variance at all
 */
export function completeTiedCovariance(matrix: Float64Array, size: number, ridge: number): void {
  const meanVariance = trace(matrix, size) / size;
  if (!(meanVariance > 0)) throw degenerate('the features of the good images have no spread at any position');
  mirrorLower(matrix, size);
  shrinkTowardsIdentity(matrix, size, 1, ridge * meanVariance);
}
