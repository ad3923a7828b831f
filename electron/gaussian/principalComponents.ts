import { covariance } from './ledoitWolf.ts';
import { type CentredSamples, gram } from './matrix.ts';
import type { ComponentChoice } from './scoringOptions.ts';
import { symmetricEigen } from './symmetricEigen.ts';

/** The directions of the samples' variance, largest first. */
export interface PrincipalComponents {
  /** rank x p, orthonormal rows. */
  readonly directions: Float64Array;
  /** Variance along each direction: the eigenvalues of Xc'Xc / n. */
  readonly variances: Float64Array;
}

/**
 * Principal components of centred samples, from the smaller of Xc'Xc / n and Xc Xc' / n. Directions whose variance is only rounding are
 * left out, so there are at most n - 1 and at most p. The sign of a direction is arbitrary.
 *
 * @param samples n x p
 */
export function principalComponents(samples: CentredSamples): PrincipalComponents {
  const { count, features, values } = samples;
  const thin = count < features;
  const size = thin ? count : features;
  const matrix = thin ? gram(values, count, features).map((product) => product / count) : covariance(samples);
  const eigen = symmetricEigen(matrix, size);
  const floor = (eigen.values[0] ?? 0) * Math.max(count, features) * Number.EPSILON;
  const rank = eigen.values.findLastIndex((value) => value > floor) + 1;
  const variances = eigen.values.slice(0, rank);
  if (!thin) return { directions: eigen.vectors.slice(0, rank * features), variances };
  return { directions: directionsFromSamples(samples, eigen.vectors, variances), variances };
}

/** v_k = Xc' u_k / sqrt(n l_k) for the eigenvectors u_k and eigenvalues l_k of Xc Xc' / n. */
function directionsFromSamples(
  { count, features, values }: CentredSamples,
  vectors: Float64Array,
  variances: Float64Array,
): Float64Array {
  const directions = new Float64Array(variances.length * features);
  for (const [k, variance] of variances.entries()) {
    const length = Math.sqrt(count * variance);
    for (let i = 0; i < count; i += 1) {
      const share = (vectors[k * count + i] as number) / length;
      for (let j = 0; j < features; j += 1) {
        const index = k * features + j;
        directions[index] = (directions[index] as number) + share * (values[i * features + j] as number);
      }
    }
  }
  return directions;
}

/** Components `first` to before `end`. */
export interface ComponentRange {
  readonly first: number;
  readonly end: number;
}

/**
 * Which components PCA and NPCA keep. With `last` the first component at which the cumulative share of the variance exceeds the threshold:
 * PCA keeps 0..last, NPCA keeps the trailing ones from last - 1 on (all where last is 0). A threshold that is never exceeded means the
 * last component.
 *
 * Source: Rippel, Mertens, Merhof (ICPR 2020), section III; the cut as in the authors' published code.
 */
export function keptComponents(
  variances: Float64Array,
  choice: Exclude<ComponentChoice, { keep: 'all' }>,
): ComponentRange {
  const total = variances.reduce((sum, variance) => sum + variance, 0);
  let cumulative = 0;
  const exceeded = variances.findIndex((variance) => {
    cumulative += variance / total;
    return cumulative > choice.share;
  });
  const last = exceeded < 0 ? variances.length - 1 : exceeded;
  return choice.keep === 'pca' ? { first: 0, end: last + 1 } : { first: Math.max(0, last - 1), end: variances.length };
}
