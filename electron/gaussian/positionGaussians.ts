import { factorCholesky, invertLowerTriangle, solveLowerRows } from './cholesky.ts';
import { degenerate } from './degenerate.ts';
import { heldOutDistances } from './heldOut.ts';
import { positionsOf, samplesAt } from './imageFeatures.ts';
import { addGramLower, type CentredSamples, centre, transpose } from './matrix.ts';
import type { FittedPatchGaussians, PatchFitOptions } from './patchFit.ts';
import type { FeatureMap, PatchGaussians } from './scoreModel.ts';
import { completeTiedCovariance } from './tiedCovariance.ts';

/**
 * A mean and a covariance `a S_position + (1 - a) S_tied` per position. The held-out distances keep S_tied fixed and are exact in S_position.
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
  const means = new Float64Array(positions * channels);
  // Holds each position's own covariance until its whitening replaces it: the largest array of a fit exists once.
  const matrices = new Float64Array(positions * channels * channels);
  const tied = new Float64Array(channels * channels);
  for (let position = 0; position < positions; position += 1) {
    const centred = centre(samplesAt(maps, position));
    means.set(centred.mean, position * channels);
    const own = matrixOf(matrices, channels, position);
    addOwnCovariance(own, centred);
    for (let i = 0; i < own.length; i += 1) tied[i] = (tied[i] as number) + (own[i] as number) / positions;
    options.onProgress((position + 1) / (2 * positions));
  }
  completeTiedCovariance(tied, channels, options.tiedRidge);

  const gaussians: PatchGaussians = { level, channels, height, width, tied: false, means, whitenings: matrices };
  const heldOut = maps.map(() => new Float64Array(positions));
  for (let position = 0; position < positions; position += 1) {
    const distances = whitenPosition(maps, gaussians, position, tied, ownWeight, options);
    for (const [image, distance] of distances.entries()) (heldOut[image] as Float64Array)[position] = distance;
    options.onProgress((positions + position + 1) / (2 * positions));
  }
  return { gaussians, heldOut };
}

function matrixOf(matrices: Float64Array, size: number, index: number): Float64Array {
  return matrices.subarray(index * size * size, (index + 1) * size * size);
}

function addOwnCovariance(target: Float64Array, { count, features, values }: CentredSamples): void {
  addGramLower(target, transpose(values, count, features), features, count, 1 / count);
}

/** Replaces the position's own covariance by its whitening and gives the held-out distance of every image there. */
function whitenPosition(
  maps: readonly FeatureMap[],
  { level, channels, whitenings }: PatchGaussians,
  position: number,
  tied: Float64Array,
  ownWeight: number,
  { groups }: PatchFitOptions,
): Float64Array {
  const own = matrixOf(whitenings, channels, position);
  const { count, values } = centre(samplesAt(maps, position));
  /** The Cholesky factor of `ownWeight * scale * S_position + (1 - ownWeight) S_tied`. */
  const factorOf = (scale: number): Float64Array => {
    const matrix = new Float64Array(channels * channels);
    for (let i = 0; i < matrix.length; i += 1) {
      matrix[i] = scale * ownWeight * (own[i] as number) + (1 - ownWeight) * (tied[i] as number);
    }
    if (!factorCholesky(matrix, channels)) {
      throw degenerate(
        `the covariance of the ${channels} features of level ${level} at position ${position} is singular`,
      );
    }
    return matrix;
  };
  const distances = heldOutDistances(count, groups, ownWeight, (removed) => {
    const rows = values.slice();
    solveLowerRows(factorOf(count / (count - removed)), channels, rows, count);
    return { features: channels, values: rows };
  });
  own.set(invertLowerTriangle(factorOf(1), channels));
  return distances;
}
