import { factorCholesky, invertLowerTriangle } from './cholesky.ts';
import { degenerate } from './degenerate.ts';
import { positionsOf } from './imageFeatures.ts';
import { transpose } from './matrix.ts';
import type { FittedPatchGaussians, PatchFitOptions } from './patchFit.ts';
import { addTo, centredPlanes, meanPlanes } from './planes.ts';
import type { FeatureMap } from './scoreModel.ts';
import { fitTiedCovariances } from './tiedCovariance.ts';
import { whitenedLengths } from './whitening.ts';

/** More images than folds are so many that leaving out a few at once is nearly the same as leaving out one; every fold costs memory. */
const MOST_FOLDS = 40;

/**
 * A mean per position and one covariance for all positions. For its held-out distances an image leaves the mean with the other images of its part, and
 * the covariance with its fold: see `fitTiedCovariances`.
 *
 * @throws calibration.degenerate where the covariance is not positive definite
 */
export function fitTiedGaussians(maps: readonly FeatureMap[], options: PatchFitOptions): FittedPatchGaussians {
  const [first] = maps;
  if (first === undefined) throw degenerate('there are no good images');
  const { level, channels, height, width } = first;
  const positions = positionsOf(first);
  const mean = meanPlanes(maps, first);
  let steps = 0;
  const onImage = (): void => {
    steps += 1;
    options.onProgress(steps / (2 * maps.length));
  };
  const tied = fitTiedCovariances(maps, mean, options, options.mostFolds ?? MOST_FOLDS, onImage);
  const whiteningOf = (covariance: Float64Array): Float64Array => {
    const factor = covariance.slice();
    if (!factorCholesky(factor, channels)) {
      throw degenerate(`the covariance of the ${channels} features of level ${level} is singular`);
    }
    return invertLowerTriangle(factor, channels);
  };

  const heldOut = maps.map(() => new Float64Array(positions));
  for (const fold of tied.folds) {
    const whitening = whiteningOf(fold.covariance);
    for (const group of fold.groups) {
      const shift = new Float64Array(mean.length);
      const centred = group.map((image) => centredPlanes(maps[image] as FeatureMap, mean));
      for (const planes of centred) addTo(shift, planes);
      for (let i = 0; i < shift.length; i += 1) shift[i] = (shift[i] as number) / (maps.length - group.length);
      for (const [index, planes] of centred.entries()) {
        addTo(planes, shift);
        const rows = transpose(planes, channels, positions);
        heldOut[group[index] as number]?.set(whitenedLengths(whitening, channels, rows, positions));
        onImage();
      }
    }
  }
  const means = transpose(mean, channels, positions);
  const whitenings = whiteningOf(tied.covariance);
  return { gaussians: { level, channels, height, width, tied: true, means, whitenings }, heldOut };
}
