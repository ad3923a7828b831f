import { factorCholesky, invertLowerTriangle, solveLowerRows } from './cholesky.ts';
import { productsOfWhitened, type RowProducts, writeHeldOutDistances } from './heldOut.ts';
import { degenerate } from './imageFeatures.ts';
import type { ImageGroups } from './imageGroups.ts';
import { covariance, ledoitWolfShrinkage, type Shrinkage, shrinkTowardsIdentity } from './ledoitWolf.ts';
import { type CentredByLook, centreByLook, type Looks, oneLook, severalMeans } from './looks.ts';
import type { Samples } from './matrix.ts';
import { principalComponents } from './principalComponents.ts';
import { addRowProducts } from './rowProducts.ts';
import type { ScoringGaussian } from './scoreModel.ts';

/** The Ledoit-Wolf Gaussian of n vectors, and the distance of each from the fit without it. */
export interface FittedGaussian {
  readonly gaussian: ScoringGaussian;
  readonly shrinkage: Shrinkage;
  /** One distance per vector, see `writeHeldOutDistances`. */
  readonly heldOut: Float64Array;
}

/**
 * Fits mean and Ledoit-Wolf covariance; dense for n >= p, thin for n < p (same distances, n x p numbers instead of p x p).
 *
 * @param samples n x p
 * @param groups which vectors leave together for the held-out distances
 * @param looks of the vectors: each has a mean of its own, and all have one covariance
 * @throws calibration.degenerate where the covariance is singular: too few vectors, or vectors without spread
 */
export function fitGaussian(
  samples: Samples,
  groups: ImageGroups,
  looks: Looks = oneLook(samples.count),
): FittedGaussian {
  const centred = centreByLook(samples, looks);
  const shrinkage = ledoitWolfShrinkage(centred);
  if (!(shrinkage.targetVariance > 0)) throw degenerate('the features of the good images have no spread');
  const fitted = samples.count < samples.features ? fitThin(centred, shrinkage) : fitDense(centred, shrinkage);
  const heldOut = new Float64Array(samples.count);
  writeHeldOutDistances(heldOut, groups, 1 - shrinkage.weight, fitted.productsWithout, looks);
  return { gaussian: { ...fitted.gaussian, ...severalMeans(centred.means) }, shrinkage, heldOut };
}

function whole(values: Float64Array, stride: number): { values: Float64Array; offset: number; stride: number } {
  return { values, offset: 0, stride };
}

interface Fit {
  readonly gaussian: ScoringGaussian;
  readonly productsWithout: (removed: number) => RowProducts;
}

function fitDense(centred: CentredByLook, { weight, targetVariance }: Shrinkage): Fit {
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
    productsWithout: (removed) => {
      const values = centred.values.slice();
      solveLowerRows(factorOf(((1 - weight) * count) / (count - removed)), features, values, count);
      return productsOfWhitened(values, features);
    },
  };
}

/**
 * With the variances l_k along the n - 1 directions v_k that all good vectors span, and the ridge r = weight mu:
 * `Sigma = (1 - weight) sum_k l_k v_k v_k' + r I`, hence
 * `Sigma^-1 = I / r - sum_k (1 / r - 1 / ((1 - weight) l_k + r)) v_k v_k'` (Woodbury).
 */
function fitThin(centred: CentredByLook, { weight, targetVariance }: Shrinkage): Fit {
  const { count, features, mean, values } = centred;
  const ridge = weight * targetVariance;
  if (!(ridge > 0)) throw singular(centred);
  const { directions, variances } = principalComponents(centred);
  const rank = variances.length;
  const coordinates = new Float64Array(count * rank);
  const size = { rows: count, columns: rank, depth: features };
  addRowProducts(whole(coordinates, rank), whole(values, features), whole(directions, features), size, 1);
  return {
    gaussian: {
      form: 'thin',
      mean,
      residualPrecision: 1 / ridge,
      directions,
      weights: variances.map((variance) => 1 / ridge - 1 / ((1 - weight) * variance + ridge)),
    },
    productsWithout: (removed) => {
      const scale = ((1 - weight) * count) / (count - removed);
      const deviations = variances.map((variance) => Math.sqrt(scale * variance + ridge));
      const whitened = coordinates.map((value, i) => value / (deviations[i % rank] as number));
      return productsOfWhitened(whitened, rank);
    },
  };
}

function singular({ count, features, values }: CentredByLook): Error {
  for (let feature = 0; feature < features; feature += 1) {
    let constant = true;
    for (let row = 0; row < count && constant; row += 1) constant = values[row * features + feature] === 0;
    if (constant) return degenerate(`channel ${feature} has the same value in all ${count} good images`);
  }
  return degenerate(`the covariance of ${features} features from ${count} good images is singular`);
}
