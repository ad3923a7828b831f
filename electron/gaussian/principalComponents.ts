import { covariance } from './ledoitWolf.ts';
import { type CentredSamples, gram } from './matrix.ts';
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

/**
 * The first component at which the cumulative share of the variance exceeds `share`; the last one where none does.
 *
 * @param variances largest first
 */
export function exceedingComponent(variances: Float64Array, share: number): number {
  const total = variances.reduce((sum, variance) => sum + variance, 0);
  let cumulative = 0;
  const exceeded = variances.findIndex((variance) => {
    cumulative += variance / total;
    return cumulative > share;
  });
  return exceeded < 0 ? variances.length - 1 : exceeded;
}

/**
 * The first of the trailing components that NPCA keeps: all from the one before `exceedingComponent` on.
 *
 * Source: Rippel, Mertens, Merhof (ICPR 2020), section III; the cut as in the authors' published code.
 */
export function firstTrailingComponent(variances: Float64Array, share: number): number {
  return Math.max(0, exceedingComponent(variances, share) - 1);
}
