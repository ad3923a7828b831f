import { factorCholesky, invertLowerTriangle } from './cholesky.ts';
import { degenerate, positionsOf, samplesAt, vectorsOf } from './imageFeatures.ts';
import { centreByLook, type Looks, oneLook, severalMeans } from './looks.ts';
import { whitenedLength, whitenedLengths } from './mahalanobis.ts';
import { addGramLower, mirrorLower, transpose, weightedSum } from './matrix.ts';
import { foldsWithinReason, heldOutOfFold, type PositionSamples } from './positionHeldOut.ts';
import type { FeatureMap, PatchGaussians } from './scoreModel.ts';
import {
  type FittedPatchGaussians,
  fitTiedCovariances,
  fitTiedGaussians,
  meansOfLooks,
  type PatchFitOptions,
} from './tiedGaussians.ts';

/**
 * One Gaussian per grid position: the mean of that position, and the covariance `a S_position + (1 - a) S_tied`. S_tied is pooled over all
 * positions (each about its own mean), with a ridge on its diagonal. With a = 0 all positions share one covariance, S_tied.
 *
 * @param maps one level of n images, see `checkFeatureMaps`
 * @param ownWeight a, 0 to below 1
 * @throws calibration.degenerate where a covariance is not positive definite
 */
export function fitPatchGaussians(
  maps: readonly FeatureMap[],
  ownWeight: number,
  options: PatchFitOptions,
): FittedPatchGaussians {
  return ownWeight === 0 ? fitTiedGaussians(maps, options) : fitPositionGaussians(maps, ownWeight, options);
}

/** The distance of one image at every position (height * width), row-major. */
export function patchDistances(gaussians: PatchGaussians, map: FeatureMap): Float64Array {
  const { channels, means, whitenings, tied } = gaussians;
  const positions = positionsOf(map);
  const vectors = vectorsOf(map);
  for (let i = 0; i < vectors.length; i += 1) vectors[i] = (vectors[i] as number) - (means[i] as number);
  if (tied) return whitenedLengths(whitenings, channels, vectors, positions);
  return Float64Array.from({ length: positions }, (_, position) =>
    whitenedLength(
      whitenings.subarray(position * channels ** 2, (position + 1) * channels ** 2),
      vectors.subarray(position * channels, (position + 1) * channels),
    ),
  );
}

/** The mean of the `count` highest distances. */
export function meanOfHighest(distances: Float64Array, count: number): number {
  const highest = distances.toSorted().subarray(distances.length - count);
  return highest.reduce((sum, value) => sum + value, 0) / count;
}

/** What share of a fit the tied covariances take, about. */
const TIED_SHARE = 0.1;

/**
 * A mean and a covariance `a S_position + (1 - a) S_tied` per position, and the held-out distances: see `heldOutOfFold`.
 *
 * @param ownWeight a, above 0 and below 1
 * @throws calibration.degenerate where a covariance is not positive definite
 */
function fitPositionGaussians(
  maps: readonly FeatureMap[],
  ownWeight: number,
  options: PatchFitOptions,
): FittedPatchGaussians {
  const [first] = maps;
  if (first === undefined) throw degenerate('there are no good images');
  const { level, channels, height, width } = first;
  const positions = positionsOf(first);
  const { looks = oneLook(maps.length) } = options;
  let images = 0;
  const mostFolds = options.mostFolds ?? foldsWithinReason(maps.length, channels, positions);
  const tied = fitTiedCovariances(maps, meansOfLooks(maps, looks), options, mostFolds, () => {
    images += 1;
    options.onProgress((TIED_SHARE * images) / maps.length);
  });
  const folds = tied.folds.map((fold) => heldOutOfFold(fold, channels, ownWeight, looks));

  const means = looks.members.map(() => new Float64Array(positions * channels));
  const whitenings = new Float64Array(positions * channels * channels);
  const heldOut = maps.map(() => new Float64Array(positions));
  for (let position = 0; position < positions; position += 1) {
    const samples = samplesOf(maps, looks, position);
    for (const [look, mean] of samples.centred.means.entries()) means[look]?.set(mean, position * channels);
    const distances = new Float64Array(maps.length);
    for (const writeFold of folds) writeFold(samples, distances);
    for (const [image, distance] of distances.entries()) (heldOut[image] as Float64Array)[position] = distance;

    const matrix = weightedSum(ownWeight, samples.covariance, 1 - ownWeight, tied.covariance);
    if (!factorCholesky(matrix, channels)) {
      throw degenerate(
        `the covariance of the ${channels} features of level ${level} at position ${position} is singular`,
      );
    }
    whitenings.set(invertLowerTriangle(matrix, channels), position * channels * channels);
    options.onProgress(TIED_SHARE + ((1 - TIED_SHARE) * (position + 1)) / positions);
  }
  const kept = first.kept && { kept: first.kept };
  const places = { level, channels, height, width, ...kept, tied: false, means: means[0] as Float64Array, whitenings };
  return { gaussians: { ...places, ...severalMeans(means) }, heldOut };
}

function samplesOf(maps: readonly FeatureMap[], looks: Looks, position: number): PositionSamples {
  const centred = centreByLook(samplesAt(maps, position), looks);
  const { count, features, values } = centred;
  const covariance = new Float64Array(features * features);
  addGramLower(covariance, transpose(values, count, features), features, count, 1 / count);
  mirrorLower(covariance, features);
  return { centred, covariance };
}
