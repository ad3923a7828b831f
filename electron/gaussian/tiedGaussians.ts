import { factorCholesky, invertLowerTriangle } from './cholesky.ts';
import { addTo, centredPlanes, degenerate, meanPlanes, positionsOf } from './imageFeatures.ts';
import type { ImageGroups } from './imageGroups.ts';
import { shrinkTowardsIdentity } from './ledoitWolf.ts';
import { type Looks, oneLook, severalMeans } from './looks.ts';
import { whitenedLengths } from './mahalanobis.ts';
import { addGramLower, mirrorLower, trace, transpose } from './matrix.ts';
import type { FeatureMap, PatchGaussians } from './scoreModel.ts';

/** The patch Gaussians of one level of n images. */
export interface FittedPatchGaussians {
  readonly gaussians: PatchGaussians;
  /** Per image, height * width distances from the fit without it (nor the other images of its part). */
  readonly heldOut: readonly Float64Array[];
}

/** What every fit of patch Gaussians needs besides the images. */
export interface PatchFitOptions {
  /** Ridge of the tied covariance as a share of its mean variance. */
  readonly tiedRidge: number;
  readonly groups: ImageGroups;
  /** Of the images, one by default: each has means of its own, and all have one covariance. */
  readonly looks?: Looks;
  /** Into how many folds the parts are divided to hold them out of the tied covariance; by default one part a fold, where that does not take too long. */
  readonly mostFolds?: number;
  /** The share of the fit that is done, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

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
  const { looks = oneLook(maps.length) } = options;
  const planes = meansOfLooks(maps, looks);
  let steps = 0;
  const onImage = (): void => {
    steps += 1;
    options.onProgress(steps / (2 * maps.length));
  };
  const tied = fitTiedCovariances(maps, planes, options, options.mostFolds ?? MOST_FOLDS, onImage);
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
      const look = looks.of[group[0] ?? 0] ?? 0;
      const mean = planes[look] as Float64Array;
      const others = (looks.members[look]?.length ?? 0) - group.length;
      const shift = new Float64Array(mean.length);
      const centred = group.map((image) => centredPlanes(maps[image] as FeatureMap, mean));
      for (const image of centred) addTo(shift, image);
      for (let i = 0; i < shift.length; i += 1) shift[i] = (shift[i] as number) / others;
      for (const [index, image] of centred.entries()) {
        addTo(image, shift);
        const rows = transpose(image, channels, positions);
        heldOut[group[index] as number]?.set(whitenedLengths(whitening, channels, rows, positions));
        onImage();
      }
    }
  }
  const means = planes.map((mean) => transpose(mean, channels, positions));
  const whitenings = whiteningOf(tied.covariance);
  const kept = first.kept && { kept: first.kept };
  const places = { level, channels, height, width, ...kept, tied: true, means: means[0] as Float64Array, whitenings };
  return { gaussians: { ...places, ...severalMeans(means) }, heldOut };
}

/** The mean of the images of each look: channels x positions. */
export function meansOfLooks(maps: readonly FeatureMap[], { members }: Looks): readonly Float64Array[] {
  return members.map((images) => {
    const own = images.map((image) => maps[image] as FeatureMap);
    return meanPlanes(own, own[0] as FeatureMap);
  });
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
 * s s' / (n - f) for the sum s of the fold's f centred images: so for each look.
 *
 * @param means see `meansOfLooks`
 * @param mostFolds 2 or more
 * @param onImage called after each image
 * @throws calibration.degenerate where there is no variance at all
 */
export function fitTiedCovariances(
  maps: readonly FeatureMap[],
  means: readonly Float64Array[],
  { groups, tiedRidge, looks = oneLook(maps.length) }: Pick<PatchFitOptions, 'groups' | 'tiedRidge' | 'looks'>,
  mostFolds: number,
  onImage: () => void,
): TiedCovariances {
  const [first] = maps;
  if (first === undefined) throw degenerate('there are no good images');
  const { channels } = first;
  const positions = positionsOf(first);
  const scatter = new Float64Array(channels * channels);
  const removed = foldsOf(groups, mostFolds, looks).map((fold) => {
    const images = fold.flat();
    const foldScatter = new Float64Array(channels * channels);
    const sums = new Map<number, { readonly sum: Float64Array; count: number }>();
    for (const image of images) {
      const look = looks.of[image] ?? 0;
      const centred = centredPlanes(maps[image] as FeatureMap, means[look] as Float64Array);
      addGramLower(foldScatter, centred, channels, positions, 1);
      const own = sums.get(look) ?? { sum: new Float64Array(centred.length), count: 0 };
      addTo(own.sum, centred);
      own.count += 1;
      sums.set(look, own);
      onImage();
    }
    addTo(scatter, foldScatter);
    const remaining = maps.length - images.length;
    for (const [look, { sum, count }] of sums) {
      addGramLower(foldScatter, sum, channels, positions, 1 / ((looks.members[look]?.length ?? 0) - count));
    }
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

/** The parts of each look are dealt out in turn, so that no fold takes a whole look away. */
function foldsOf(groups: ImageGroups, most: number, { of }: Looks): ImageGroups[] {
  const count = Math.min(most, groups.length);
  const dealt = groups.toSorted(([a = 0], [b = 0]) => (of[a] ?? 0) - (of[b] ?? 0));
  return Array.from({ length: count }, (_, fold) => dealt.filter((_group, index) => index % count === fold));
}

/** Fills the upper triangle and adds the ridge, a share of the mean variance. */
function complete(matrix: Float64Array, size: number, ridge: number, images: string): void {
  const meanVariance = trace(matrix, size) / size;
  if (!(meanVariance > 0)) throw degenerate(`the features of ${images} have no spread at any position`);
  mirrorLower(matrix, size);
  shrinkTowardsIdentity(matrix, size, 1, ridge * meanVariance);
}
