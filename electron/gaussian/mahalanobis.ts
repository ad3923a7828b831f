import { factorCholesky, invertLowerTriangle, solveLowerRows } from './cholesky.ts';
import type { ImageGroups, WhitenedRows } from './heldOut.ts';
import { heldOutDistances } from './heldOut.ts';
import { degenerate } from './imageFeatures.ts';
import { covariance, ledoitWolfShrinkage, type Shrinkage, shrinkTowardsIdentity } from './ledoitWolf.ts';
import { type CentredSamples, centre, gram, type Samples } from './matrix.ts';
import type { ScoringGaussian } from './scoreModel.ts';
import { type Eigen, symmetricEigen } from './symmetricEigen.ts';

/** The Ledoit-Wolf Gaussian of n vectors, and the distance of each from the fit without it. */
export interface FittedGaussian {
  readonly gaussian: ScoringGaussian;
  readonly shrinkage: Shrinkage;
  /** One distance per vector, see `heldOutDistances`. */
  readonly heldOut: Float64Array;
}

/**
 * Fits mean and Ledoit-Wolf covariance; dense for n >= p, thin for n < p (same distances, n x p numbers instead of p x p).
 *
 * @param samples n x p
 * @param groups which vectors leave together for the held-out distances
 * @throws calibration.degenerate where the covariance is singular: too few vectors, or vectors without spread
 */
export function fitGaussian(samples: Samples, groups: ImageGroups): FittedGaussian {
  const centred = centre(samples);
  const shrinkage = ledoitWolfShrinkage(centred);
  if (!(shrinkage.targetVariance > 0)) throw degenerate('the features of the good images have no spread');
  const fitted = samples.count < samples.features ? fitThin(centred, shrinkage) : fitDense(centred, shrinkage);
  const heldOut = heldOutDistances(samples.count, groups, 1 - shrinkage.weight, fitted.whitenedWithout);
  return { gaussian: fitted.gaussian, shrinkage, heldOut };
}

interface Fit {
  readonly gaussian: ScoringGaussian;
  readonly whitenedWithout: (removed: number) => WhitenedRows;
}

function fitDense(centred: CentredSamples, { weight, targetVariance }: Shrinkage): Fit {
  const { count, features, mean } = centred;
  const sampleCovariance = covariance(centred);
  const factorOf = (scale: number): Float64Array => {
    const matrix = sampleCovariance.slice();
    shrinkTowardsIdentity(matrix, features, scale, weight * targetVariance);
    if (!factorCholesky(matrix, features)) throw singular(centred);
    return matrix;
  };
  return {
    gaussian: { form: 'dense', mean, whitening: invertLowerTriangle(factorOf(1 - weight), features) },
    whitenedWithout: (removed) => {
      const factor = factorOf(((1 - weight) * count) / (count - removed));
      const values = centred.values.slice();
      solveLowerRows(factor, features, values, count);
      return { features, values };
    },
  };
}

/**
 * With the eigenvalues l_k and eigenvectors u_k of Xc Xc' / n, the directions `v_k = Xc' u_k / sqrt(n l_k)` span all good vectors:
 * `Sigma = (1 - weight) sum_k l_k v_k v_k' + r I` with r = weight mu, hence
 * `Sigma^-1 = I / r - sum_k (1 / r - 1 / ((1 - weight) l_k + r)) v_k v_k'` (Woodbury).
 */
function fitThin(centred: CentredSamples, { weight, targetVariance }: Shrinkage): Fit {
  const { count, features, mean, values } = centred;
  const ridge = weight * targetVariance;
  if (!(ridge > 0)) throw singular(centred);
  const products = gram(values, count, features);
  for (let i = 0; i < products.length; i += 1) products[i] = (products[i] as number) / count;
  const eigen = symmetricEigen(products, count);
  // Centred vectors span at most n - 1 directions; what lies below rounding is no direction.
  const floor = (eigen.values[0] as number) * count * Number.EPSILON;
  const rank = eigen.values.findLastIndex((value) => value > floor) + 1;
  return {
    gaussian: {
      form: 'thin',
      mean,
      residualPrecision: 1 / ridge,
      directions: directionsOf(centred, eigen, rank),
      weights: eigen.values.slice(0, rank).map((value) => 1 / ridge - 1 / ((1 - weight) * value + ridge)),
    },
    whitenedWithout: (removed) => {
      const scale = ((1 - weight) * count) / (count - removed);
      const rows = new Float64Array(count * rank);
      for (let k = 0; k < rank; k += 1) {
        const value = eigen.values[k] as number;
        const length = Math.sqrt((count * value) / (scale * value + ridge));
        for (let i = 0; i < count; i += 1) rows[i * rank + k] = (eigen.vectors[k * count + i] as number) * length;
      }
      return { features: rank, values: rows };
    },
  };
}

function directionsOf(centred: CentredSamples, eigen: Eigen, rank: number): Float64Array {
  const { count, features, values } = centred;
  const directions = new Float64Array(rank * features);
  for (let k = 0; k < rank; k += 1) {
    const length = Math.sqrt(count * (eigen.values[k] as number));
    for (let i = 0; i < count; i += 1) {
      const share = (eigen.vectors[k * count + i] as number) / length;
      for (let j = 0; j < features; j += 1) {
        const index = k * features + j;
        directions[index] = (directions[index] as number) + share * (values[i * features + j] as number);
      }
    }
  }
  return directions;
}

function singular({ count, features, values }: CentredSamples): Error {
  for (let feature = 0; feature < features; feature += 1) {
    let constant = true;
    for (let row = 0; row < count && constant; row += 1) constant = values[row * features + feature] === 0;
    if (constant) return degenerate(`channel ${feature} has the same value in all ${count} good images`);
  }
  return degenerate(`the covariance of ${features} features from ${count} good images is singular`);
}

/**
 * Mahalanobis distance `sqrt((x - mean)' Sigma^-1 (x - mean))`.
 *
 * @param vector x, p values
 */
export function mahalanobisDistance(gaussian: ScoringGaussian, vector: ArrayLike<number>): number {
  const { mean } = gaussian;
  const size = mean.length;
  const centred = mean.map((value, i) => (vector[i] as number) - value);
  if (gaussian.form === 'dense') return whitenedLength(gaussian.whitening, 0, centred);
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

/** || W c || for the lower triangular W (size x size) that starts at `offset`. */
export function whitenedLength(whitening: Float64Array, offset: number, centred: Float64Array): number {
  const size = centred.length;
  let squared = 0;
  for (let row = 0; row < size; row += 1) {
    const start = offset + row * size;
    let sum = 0;
    for (let k = 0; k < size; k += 1) sum += (whitening[start + k] as number) * (centred[k] as number);
    squared += sum * sum;
  }
  return Math.sqrt(squared);
}
