import { factorCholesky, invertLowerTriangle } from './cholesky.ts';
import type { ImageGroups } from './heldOut.ts';
import { addTo, centredPlanes, degenerate, meanPlanes, positionsOf } from './imageFeatures.ts';
import { shrinkTowardsIdentity } from './ledoitWolf.ts';
import { whitenedLengths } from './mahalanobis.ts';
import { addGramLower, mirrorLower, trace, transpose } from './matrix.ts';
import type { FittedPatchGaussians, PatchFitOptions } from './patchGaussians.ts';
import type { FeatureMap } from './scoreModel.ts';

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

/** Parts that are held out of the tied covariance together, and that covariance from a fit without them. */
export interface TiedFold {
  readonly groups: ImageGroups;
  /** channels x channels */
  readonly covariance: Float64Array;
}

interface TiedCovariances {
  /** From all images, channels x channels. */
  readonly covariance: Float64Array;
  /** Every part is in one of them. */
  readonly folds: readonly TiedFold[];
}

/**
 * The covariance pooled over all positions, each about its own mean, with its ridge; once from all images and once without the parts of each fold,
 * exactly as a fit without them would find it. All vectors of an image are alike (one light, one batch of material), so that an image that stays in the
 * tied covariance finds itself far too near: this, not the mean or the covariance of its position, is what makes the distances of seen images small.
 *
 * Part g is in fold g modulo the number of folds. As many folds as parts leave one out exactly. With fewer, held-out distances come out larger than those
 * of fresh images, for the covariance lacks more images than it should: with 10 folds of 60 images a limit for 5 % rejected 0.3 to 0.6 % in simulations,
 * with one part a fold 2 to 5 %. The scatter of the others about their own mean is that about the mean of all, less the scatter of the fold, less
 * s s' / (n - f) for the sum s of the fold's f centred images.
 *
 * @param mean see `meanPlanes`
 * @param mostFolds 2 or more
 * @param onImage called after each image
 * @throws calibration.degenerate where there is no variance at all
 */
export function fitTiedCovariances(
  maps: readonly FeatureMap[],
  mean: Float64Array,
  { groups, tiedRidge }: Pick<PatchFitOptions, 'groups' | 'tiedRidge'>,
  mostFolds: number,
  onImage: () => void,
): TiedCovariances {
  const [first] = maps;
  if (first === undefined) throw degenerate('there are no good images');
  const { channels } = first;
  const positions = positionsOf(first);
  const scatter = new Float64Array(channels * channels);
  const removed = foldsOf(groups, mostFolds).map((fold) => {
    const images = fold.flat();
    const foldScatter = new Float64Array(channels * channels);
    const sum = new Float64Array(mean.length);
    for (const image of images) {
      const centred = centredPlanes(maps[image] as FeatureMap, mean);
      addGramLower(foldScatter, centred, channels, positions, 1);
      addTo(sum, centred);
      onImage();
    }
    addTo(scatter, foldScatter);
    const remaining = maps.length - images.length;
    addGramLower(foldScatter, sum, channels, positions, 1 / remaining);
    return { groups: fold, scatter: foldScatter, remaining };
  });

  const folds = removed.map(({ groups: fold, scatter: foldScatter, remaining }): TiedFold => {
    for (let i = 0; i < foldScatter.length; i += 1) {
      foldScatter[i] = ((scatter[i] as number) - (foldScatter[i] as number)) / (remaining * positions);
    }
    complete(
      foldScatter,
      channels,
      tiedRidge,
      `the good images without image ${fold
        .flat()
        .map((image) => image + 1)
        .join(', ')}`,
    );
    return { groups: fold, covariance: foldScatter };
  });
  const covariance = scatter.map((value) => value / (maps.length * positions));
  complete(covariance, channels, tiedRidge, 'the good images');
  return { covariance, folds };
}

function foldsOf(groups: ImageGroups, most: number): ImageGroups[] {
  const count = Math.min(most, groups.length);
  return Array.from({ length: count }, (_, fold) => groups.filter((_group, index) => index % count === fold));
}

/** Fills the upper triangle and adds the ridge, a share of the mean variance. */
function complete(matrix: Float64Array, size: number, ridge: number, images: string): void {
  const meanVariance = trace(matrix, size) / size;
  if (!(meanVariance > 0)) throw degenerate(`the features of ${images} have no spread at any position`);
  mirrorLower(matrix, size);
  shrinkTowardsIdentity(matrix, size, 1, ridge * meanVariance);
}
