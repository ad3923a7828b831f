import { SigmalineError } from '../../shared/domain/errors.ts';
import type { FittedGaussian, fitGaussian } from './fittedGaussian.ts';
import { degenerate } from './imageFeatures.ts';
import type { ImageGroups } from './imageGroups.ts';
import { ledoitWolfShrinkage, type Shrinkage } from './ledoitWolf.ts';
import { centreByLook, type Looks, oneLook, severalMeans } from './looks.ts';
import { firstTrailingComponent, principalComponents } from './principalComponents.ts';
import { addRowProducts } from './rowProducts.ts';
import { symmetricEigen } from './symmetricEigen.ts';

/** Below this share of the largest, a variance is what rounding leaves of none. */
const NO_VARIANCE = 1e-10;

/** Groups times the cube of the components: some minutes. */
const MOST_WORK = 3e10;

/**
 * Refuses NPCA where holding out would take an hour: the components of every fit without a part are found anew, which takes the cube of their number.
 *
 * @param count how many vectors there are
 * @param groups how many of them are held out, one after the other
 * @param features of the largest level
 * @throws calibration.npca
 */
export function checkTrailing(count: number, groups: number, features: number): void {
  const most = Math.floor(MOST_WORK / Math.min(count, features) ** 3);
  if (groups > most) throw new SigmalineError('calibration.npca', { count: groups, most });
}

/**
 * NPCA: the Ledoit-Wolf Gaussian of the trailing principal components of the features, in which good parts hardly differ. With the variances l_k along the
 * kept directions v_k, k = first..., and the shrinkage towards their mean variance: `distance^2 = sum_k (v_k' (x - mean))^2 / ((1 - weight) l_k + weight mu)`.
 * What lies outside of all directions that the good parts span does not count.
 *
 * Held out, a part leaves mean and components too, which are found anew without it, as is the cut; the shrinkage is held fixed, as `fitGaussian` holds it.
 *
 * Source: Rippel, Mertens, Merhof (ICPR 2020), section III.
 *
 * @param share of the variance that the leading components hold which are left away
 * @returns a fit in place of `fitGaussian`; its Gaussians are thin ones without a residual
 * @throws calibration.degenerate
 */
export function fitTrailingComponents(share: number): typeof fitGaussian {
  return (samples, groups, looks = oneLook(samples.count)) => {
    const { count, features } = samples;
    const centred = centreByLook(samples, looks);
    const { directions, variances } = principalComponents(centred);
    const rank = variances.length;
    if (rank === 0) throw degenerate('the features of the good images have no spread');
    const coordinates = new Float64Array(count * rank);
    addRowProducts(
      { values: coordinates, offset: 0, stride: rank },
      { values: centred.values, offset: 0, stride: features },
      { values: directions, offset: 0, stride: features },
      { rows: count, columns: rank, depth: features },
      1,
    );
    const first = firstTrailingComponent(variances, share);
    const kept = rank - first;
    const values = Float64Array.from(
      { length: count * kept },
      (_, i) => coordinates[Math.floor(i / kept) * rank + first + (i % kept)] as number,
    );
    const shrinkage = ledoitWolfShrinkage({ count, features: kept, values });
    const precisions = precisionsOf(variances.subarray(first), shrinkage);
    const fitted: FittedGaussian['gaussian'] = {
      form: 'thin',
      mean: centred.mean,
      ...severalMeans(centred.means),
      residualPrecision: 0,
      directions: directions.slice(first * features),
      weights: precisions.map((precision) => -precision),
    };
    const spread = { variances, coordinates, count };
    return { gaussian: fitted, shrinkage, heldOut: heldOutDistances(spread, groups, looks, { share, shrinkage }) };
  };
}

function precisionsOf(variances: Float64Array, { weight, targetVariance }: Shrinkage): Float64Array {
  return variances.map((variance) => 1 / ((1 - weight) * variance + weight * targetVariance));
}

/** The good vectors by their own principal components: coordinates are count x rank, centred by look, with these variances. */
interface Spread {
  readonly variances: Float64Array;
  readonly coordinates: Float64Array;
  readonly count: number;
}

/**
 * Without g of m images of a look, with rows C, the mean of the look moves by -sum(C) / (m - g), and the scatter loses `C' (I + 1 1' / (m - g)) C`.
 */
function heldOutDistances(
  { variances, coordinates, count }: Spread,
  groups: ImageGroups,
  looks: Looks,
  { share, shrinkage }: { readonly share: number; readonly shrinkage: Shrinkage },
): Float64Array {
  const rank = variances.length;
  const distances = new Float64Array(count);
  for (const group of groups) {
    const remaining = (looks.members[looks.of[group[0] ?? 0] ?? 0]?.length ?? 0) - group.length;
    if (remaining === 0) throw degenerate(`without good image ${(group[0] ?? 0) + 1} no Gaussian is left`);
    const rows = group.map((image) => coordinates.subarray(image * rank, (image + 1) * rank));
    const sum = rows.reduce(
      (total, row) => total.map((value, k) => value + (row[k] as number)),
      new Float64Array(rank),
    );
    const left = covarianceWithout(variances, rows, sum, { count, remaining });
    const { values, vectors } = symmetricEigen(left, rank);
    const spanned = values.findLastIndex((value) => value > NO_VARIANCE * (values[0] as number)) + 1;
    if (spanned === 0) throw degenerate(`without good image ${(group[0] ?? 0) + 1} no Gaussian is left`);
    const first = firstTrailingComponent(values.subarray(0, spanned), share);
    const precisions = precisionsOf(values.subarray(first, spanned), shrinkage);
    for (const [index, image] of group.entries()) {
      const row = rows[index] as Float64Array;
      const deviation = row.map((value, k) => value + (sum[k] as number) / remaining);
      let squared = 0;
      for (const [kept, precision] of precisions.entries()) {
        const start = (first + kept) * rank;
        let along = 0;
        for (let k = 0; k < rank; k += 1) along += (vectors[start + k] as number) * (deviation[k] as number);
        squared += precision * along * along;
      }
      distances[image] = Math.sqrt(squared);
    }
  }
  return distances;
}

function covarianceWithout(
  variances: Float64Array,
  rows: readonly Float64Array[],
  sum: Float64Array,
  { count, remaining }: { readonly count: number; readonly remaining: number },
): Float64Array {
  const rank = variances.length;
  const matrix = new Float64Array(rank * rank);
  for (let i = 0; i < rank; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let lost = ((sum[i] as number) * (sum[j] as number)) / remaining;
      for (const row of rows) lost += (row[i] as number) * (row[j] as number);
      const scatter = (i === j ? count * (variances[i] as number) : 0) - lost;
      matrix[i * rank + j] = matrix[j * rank + i] = scatter / (count - rows.length);
    }
  }
  return matrix;
}
