import { type CalibrationOptions, type CalibrationResult, fitScoreModel } from './calibrate.ts';
import { quantile } from './distributions.ts';
import { type FittedGaussian, fitGaussian } from './fittedGaussian.ts';
import type { ImageGroups } from './heldOut.ts';
import { degenerate, type ImageFeatures } from './imageFeatures.ts';
import { checkTarget, limitForTarget } from './limit.ts';
import { centre, type Samples } from './matrix.ts';
import { principalComponents } from './principalComponents.ts';
import { addRowProducts } from './rowProducts.ts';
import { scoreImage } from './scoreImage.ts';
import { continuedFraction, ITERATIONS, logGamma } from './specialFunctions.ts';

/*
 * What studies compare the method with, and the station has no use for: split calibration, the chi-square reference, and Gaussians of some principal
 * components only.
 */

/**
 * Split calibration: the Gaussians from one set of good images, the limit from another that they have never seen. The bound of such a
 * limit is exact; `calibrate` uses every image for both.
 *
 * @throws as `calibrate`; the second set alone must support the target
 */
export function calibrateSplit(
  fitted: readonly ImageFeatures[],
  unseen: readonly ImageFeatures[],
  options: CalibrationOptions,
): CalibrationResult {
  checkTarget(options.target, unseen.length);
  const { model, heldOut, looks } = fitScoreModel(fitted, options);
  const scores = unseen.map((image) => scoreImage(model, image).score);
  return { model, heldOut, looks, limit: limitForTarget(scores, options.target, { approximate: false }) };
}

/**
 * The distance that Gaussian parts would exceed with probability `target` if mean and covariance were known: the root of the chi-square
 * quantile. For reference only: distances of fresh parts from a fitted Gaussian are larger, so this limit rejects many times the target where the
 * images are not many times the features.
 *
 * @param features degrees of freedom, p
 */
export function chiSquareReference(target: number, features: number): number {
  return Math.sqrt(chiSquareQuantile(1 - target, features));
}

/**
 * The x below which a chi-square variable lies with probability p.
 *
 * @param p 0..1 (1 gives infinity)
 * @param degrees degrees of freedom, > 0
 */
export function chiSquareQuantile(p: number, degrees: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return Number.POSITIVE_INFINITY;
  let high = degrees + 1;
  while (incompleteGamma(degrees / 2, high / 2).lower < p) high *= 2;
  return quantile(p, (x) => incompleteGamma(degrees / 2, x / 2), 0, high);
}

/**
 * Both tails of the regularised incomplete gamma function, `lower = P(a, x)` and `upper = Q(a, x) = 1 - P`: the smaller one is computed, so
 * that it keeps its relative precision.
 *
 * Source: NIST Digital Library of Mathematical Functions, 8.7.1 (series) and 8.9.2 (continued fraction).
 *
 * @param a > 0
 * @param x >= 0
 */
export function incompleteGamma(a: number, x: number): { lower: number; upper: number } {
  if (x <= 0) return { lower: 0, upper: 1 };
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < ITERATIONS && term > sum * 1e-17; n += 1) {
      term *= x / (a + n);
      sum += term;
    }
    return { lower: sum * scale, upper: 1 - sum * scale };
  }
  const upper =
    scale *
    continuedFraction(
      (n) => n * (a - n),
      (n) => x + 2 * n + 1 - a,
    );
  return { lower: 1 - upper, upper };
}

/** Which directions of a level's features its part Gaussian sees. */
interface ComponentChoice {
  /** The leading (`pca`) or trailing (`npca`) principal components around `share` of the variance, see `keptComponents`. */
  readonly keep: 'pca' | 'npca';
  readonly share: number;
}

/**
 * The Gaussian of some principal components only. Its whitening has as many rows as components, the others are zero. The held-out
 * distances keep the choice of directions fixed.
 *
 * @throws as `fitGaussian`
 */
export function fitGaussianOfComponents(
  samples: Samples,
  groups: ImageGroups,
  choice: ComponentChoice,
): FittedGaussian {
  const { count, features } = samples;
  const centred = centre(samples);
  const components = principalComponents(centred);
  const { first, end } = keptComponents(components.variances, choice);
  const kept = end - first;
  const directions = components.directions.subarray(first * features, end * features);
  const projected = new Float64Array(count * kept);
  addRowProducts(
    { values: projected, offset: 0, stride: kept },
    { values: centred.values, offset: 0, stride: features },
    { values: directions, offset: 0, stride: features },
    {
      rows: count,
      columns: kept,
      depth: features,
    },
    1,
  );
  const fitted = fitGaussian({ count, features: kept, values: projected }, groups);
  if (fitted.gaussian.form === 'thin') throw degenerate(`${count} good images are too few for ${kept} components`);
  const whitening = new Float64Array(features * features);
  for (let row = 0; row < kept; row += 1) {
    for (let k = 0; k <= row; k += 1) {
      const share = fitted.gaussian.whitening[row * kept + k] as number;
      for (let j = 0; j < features; j += 1) {
        const index = row * features + j;
        whitening[index] = (whitening[index] as number) + share * (directions[k * features + j] as number);
      }
    }
  }
  return { ...fitted, gaussian: { form: 'dense', mean: centred.mean, whitening } };
}

/** Components `first` to before `end`. */
interface ComponentRange {
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
export function keptComponents(variances: Float64Array, choice: ComponentChoice): ComponentRange {
  const total = variances.reduce((sum, variance) => sum + variance, 0);
  let cumulative = 0;
  const exceeded = variances.findIndex((variance) => {
    cumulative += variance / total;
    return cumulative > choice.share;
  });
  const last = exceeded < 0 ? variances.length - 1 : exceeded;
  return choice.keep === 'pca' ? { first: 0, end: last + 1 } : { first: Math.max(0, last - 1), end: variances.length };
}
