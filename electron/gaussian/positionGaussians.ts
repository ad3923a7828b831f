import { factorCholesky, invertLowerTriangle } from './cholesky.ts';
import { degenerate } from './degenerate.ts';
import { positionsOf, samplesAt } from './imageFeatures.ts';
import { addGramLower, centre, mirrorLower, transpose } from './matrix.ts';
import type { FittedPatchGaussians, PatchFitOptions } from './patchFit.ts';
import { meanPlanes } from './planes.ts';
import { foldsWithinReason, heldOutOfFold, type PositionSamples } from './positionHeldOut.ts';
import type { FeatureMap } from './scoreModel.ts';
import { fitTiedCovariances } from './tiedCovariance.ts';

/** What share of a fit the tied covariances take, about. */
const TIED_SHARE = 0.1;

/**
 * A mean and a covariance `a S_position + (1 - a) S_tied` per position, and the held-out distances: see `heldOutOfFold`.
 *
 * @param ownWeight a, above 0 and below 1
 * @throws calibration.degenerate where a covariance is not positive definite
 */
export function fitPositionGaussians(
  maps: readonly FeatureMap[],
  ownWeight: number,
  options: PatchFitOptions,
): FittedPatchGaussians {
  const [first] = maps;
  if (first === undefined) throw degenerate('there are no good images');
  const { level, channels, height, width } = first;
  const positions = positionsOf(first);
  let images = 0;
  const mostFolds = options.mostFolds ?? foldsWithinReason(maps.length, channels, positions);
  const tied = fitTiedCovariances(maps, meanPlanes(maps, first), options, mostFolds, () => {
    images += 1;
    options.onProgress((TIED_SHARE * images) / maps.length);
  });
  const folds = tied.folds.map((fold) => heldOutOfFold(fold, maps.length, channels, ownWeight));

  const means = new Float64Array(positions * channels);
  const whitenings = new Float64Array(positions * channels * channels);
  const heldOut = maps.map(() => new Float64Array(positions));
  for (let position = 0; position < positions; position += 1) {
    const samples = samplesOf(maps, position);
    means.set(samples.centred.mean, position * channels);
    const distances = new Float64Array(maps.length);
    for (const writeFold of folds) writeFold(samples, distances);
    for (const [image, distance] of distances.entries()) (heldOut[image] as Float64Array)[position] = distance;

    const matrix = samples.covariance.map(
      (own, i) => ownWeight * own + (1 - ownWeight) * (tied.covariance[i] as number),
    );
    if (!factorCholesky(matrix, channels)) {
      throw degenerate(
        `the covariance of the ${channels} features of level ${level} at position ${position} is singular`,
      );
    }
    whitenings.set(invertLowerTriangle(matrix, channels), position * channels * channels);
    options.onProgress(TIED_SHARE + ((1 - TIED_SHARE) * (position + 1)) / positions);
  }
  return { gaussians: { level, channels, height, width, tied: false, means, whitenings }, heldOut };
}

function samplesOf(maps: readonly FeatureMap[], position: number): PositionSamples {
  const centred = centre(samplesAt(maps, position));
  const { count, features, values } = centred;
  const covariance = new Float64Array(features * features);
  addGramLower(covariance, transpose(values, count, features), features, count, 1 / count);
  mirrorLower(covariance, features);
  return { centred, covariance };
}
