import { addGramLower, gram, mirrorLower, type Samples, sumOfSquares, transpose } from './matrix.ts';

/** Sigma = (1 - weight) S + weight targetVariance I, with S = Xc'Xc / n. */
export interface Shrinkage {
  readonly weight: number;
  /** Mean variance of the features: trace(S) / p. */
  readonly targetVariance: number;
}

/**
 * The Ledoit-Wolf shrinkage weight, as scikit-learn's `LedoitWolf` computes it:
 *
 *     S = Xc'Xc / n;  mu = trace(S) / p;  d2 = sum of all squared entries of S
 *     b = (sum_i ||c_i||^4 / n - d2) / (p n);  delta = (d2 - 2 mu trace(S) + p mu^2) / p
 *     weight = min(b, delta) / delta  (0 where that is 0, and for a single feature)
 *
 * `sum_i ||c_i||^4` is the sum of all entries of (Xc o Xc)'(Xc o Xc), and the squared entries of Xc'Xc sum to those of Xc Xc': the smaller
 * of both matrices is formed.
 *
 * Source: O. Ledoit, M. Wolf, "A well-conditioned estimator for large-dimensional covariance matrices", J. Multivariate Analysis 88 (2004).
 *
 * @param samples n x p, centred
 */
export function ledoitWolfShrinkage(samples: Samples): Shrinkage {
  const { count, features, values } = samples;
  const squares =
    count < features
      ? sumOfSquares(gram(values, count, features))
      : sumOfSquares(gram(transpose(values, count, features), features, count));
  let fourthPowers = 0;
  let total = 0;
  for (let row = 0; row < count; row += 1) {
    const norm = sumOfSquares(values.subarray(row * features, (row + 1) * features));
    total += norm;
    fourthPowers += norm * norm;
  }
  const traceOfCovariance = total / count;
  const targetVariance = traceOfCovariance / features;
  if (features === 1) return { weight: 0, targetVariance };
  const d2 = squares / (count * count);
  const delta = (d2 - 2 * targetVariance * traceOfCovariance + features * targetVariance ** 2) / features;
  const b = Math.min((fourthPowers / count - d2) / (features * count), delta);
  return { weight: b === 0 ? 0 : b / delta, targetVariance };
}

/** S = Xc'Xc / n, p x p. */
export function covariance(samples: Samples): Float64Array {
  const { count, features, values } = samples;
  const matrix = new Float64Array(features * features);
  addGramLower(matrix, transpose(values, count, features), features, count, 1 / count);
  mirrorLower(matrix, features);
  return matrix;
}

/** matrix = scale * matrix + ridge * I, in place. */
export function shrinkTowardsIdentity(matrix: Float64Array, size: number, scale: number, ridge: number): void {
  for (let i = 0; i < matrix.length; i += 1) matrix[i] = (matrix[i] as number) * scale;
  for (let i = 0; i < size; i += 1) matrix[i * (size + 1)] = (matrix[i * (size + 1)] as number) + ridge;
}
