import { type CalibrationOptions, type CalibrationResult, fitScoreModel } from './calibrate.ts';
import { type FittedGaussian, fitGaussian } from './fittedGaussian.ts';
import { degenerate, type ImageFeatures } from './imageFeatures.ts';
import type { ImageGroups } from './imageGroups.ts';
import { checkTarget, limitsForTargets } from './limit.ts';
import { centre, type Samples } from './matrix.ts';
import { exceedingComponent, firstTrailingComponent, principalComponents } from './principalComponents.ts';
import { addRowProducts } from './rowProducts.ts';
import { scoreImage } from './scoreImage.ts';

/*
 * What studies compare the method with, and the station has no use for: split calibration, and Gaussians of some principal
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
  return { model, heldOut, looks, ...limitsForTargets(scores, options, { approximate: false }) };
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

/** Which components PCA and NPCA keep: PCA those up to `exceedingComponent`, NPCA the trailing ones. */
export function keptComponents(variances: Float64Array, { keep, share }: ComponentChoice): ComponentRange {
  if (keep === 'pca') return { first: 0, end: exceedingComponent(variances, share) + 1 };
  return { first: firstTrailingComponent(variances, share), end: variances.length };
}
