import { factorCholesky, invertLowerTriangle, solveLowerRows } from './cholesky.ts';
import { heldOutDistances, type ImageGroups } from './heldOut.ts';
import { degenerate, positionsOf, samplesAt, vectorsOf } from './imageFeatures.ts';
import { shrinkTowardsIdentity } from './ledoitWolf.ts';
import { whitenedLength } from './mahalanobis.ts';
import { addGramLower, type CentredSamples, centre, mirrorLower, trace, transpose } from './matrix.ts';
import type { FeatureMap, PatchGaussians } from './scoreModel.ts';

export interface FittedPatchGaussians {
  readonly gaussians: PatchGaussians;
  /** Per image, height * width distances from the fit without it (nor the other images of its part). */
  readonly heldOut: readonly Float64Array[];
}

export interface PatchFitOptions {
  /** Weight of a position's own covariance, 0 (tied) to below 1. */
  readonly ownWeight: number;
  /** Ridge of the tied covariance as a share of its mean variance. */
  readonly tiedRidge: number;
  readonly groups: ImageGroups;
  /** Called after every position. */
  readonly onPosition?: () => void;
}

/**
 * One Gaussian per grid position: the mean of that position, and the covariance `a S_position + (1 - a) S_tied`. S_tied is pooled over all
 * positions (each about its own mean), with a ridge on its diagonal. With a = 0 all positions share one whitening.
 *
 * @param maps one level of n images
 * @throws calibration.degenerate where no covariance is positive definite
 */
export function fitPatchGaussians(maps: readonly FeatureMap[], options: PatchFitOptions): FittedPatchGaussians {
  const [first] = maps;
  if (first === undefined) throw degenerate('there are no good images');
  const { level, channels, height, width } = first;
  const positions = positionsOf(first);
  const tied = options.ownWeight === 0;

  const means = new Float64Array(positions * channels);
  // Holds each position's own covariance until its whitening replaces it.
  const matrices = new Float64Array((tied ? 1 : positions) * channels * channels);
  const tiedCovariance = new Float64Array(channels * channels);
  for (let position = 0; position < positions; position += 1) {
    const centred = centre(samplesAt(maps, position));
    means.set(centred.mean, position * channels);
    if (tied) {
      addCovariance(tiedCovariance, centred, 1 / positions);
    } else {
      const own = matrixOf(matrices, channels, position);
      addCovariance(own, centred, 1);
      for (let i = 0; i < own.length; i += 1) {
        tiedCovariance[i] = (tiedCovariance[i] as number) + (own[i] as number) / positions;
      }
    }
    options.onPosition?.();
  }
  addRidge(tiedCovariance, channels, options.tiedRidge);

  const gaussians: PatchGaussians = { level, channels, height, width, tied, means, whitenings: matrices };
  const heldOut = tied
    ? whitenTied(maps, gaussians, tiedCovariance, options)
    : whitenPositions(maps, gaussians, tiedCovariance, options);
  return { gaussians, heldOut };
}

function matrixOf(matrices: Float64Array, size: number, index: number): Float64Array {
  return matrices.subarray(index * size * size, (index + 1) * size * size);
}

function addCovariance(target: Float64Array, { count, features, values }: CentredSamples, factor: number): void {
  addGramLower(target, transpose(values, count, features), features, count, factor / count);
}

function addRidge(tiedCovariance: Float64Array, size: number, share: number): void {
  const meanVariance = trace(tiedCovariance, size) / size;
  if (!(meanVariance > 0)) throw degenerate('the features of the good images have no spread at any position');
  mirrorLower(tiedCovariance, size);
  shrinkTowardsIdentity(tiedCovariance, size, 1, share * meanVariance);
}

function factorOrThrow(matrix: Float64Array, size: number, place: string): void {
  if (!factorCholesky(matrix, size)) throw degenerate(`the covariance of the ${size} features ${place} is singular`);
}

/** With one covariance for all, held fixed, leaving a part out moves the mean alone. */
function whitenTied(
  maps: readonly FeatureMap[],
  gaussians: PatchGaussians,
  tiedCovariance: Float64Array,
  options: PatchFitOptions,
): Float64Array[] {
  const { channels, means, whitenings } = gaussians;
  const positions = gaussians.height * gaussians.width;
  const factor = tiedCovariance.slice();
  factorOrThrow(factor, channels, 'over all positions');
  whitenings.set(invertLowerTriangle(factor, channels));
  const distances = maps.map(() => new Float64Array(positions));
  for (const group of options.groups) {
    const vectors = group.map((image) => {
      const rows = vectorsOf(maps[image] as FeatureMap);
      for (let i = 0; i < rows.length; i += 1) rows[i] = (rows[i] as number) - (means[i] as number);
      return rows;
    });
    const sum = new Float64Array(positions * channels);
    for (const rows of vectors)
      for (let i = 0; i < sum.length; i += 1) sum[i] = (sum[i] as number) + (rows[i] as number);
    const remaining = maps.length - group.length;
    for (const [index, rows] of vectors.entries()) {
      for (let i = 0; i < rows.length; i += 1) rows[i] = (rows[i] as number) + (sum[i] as number) / remaining;
      solveLowerRows(factor, channels, rows, positions);
      const target = distances[group[index] as number] as Float64Array;
      for (let position = 0; position < positions; position += 1) {
        target[position] = lengthOf(rows, position * channels, channels);
      }
    }
  }
  return distances;
}

function lengthOf(values: Float64Array, start: number, size: number): number {
  let squared = 0;
  for (let i = start; i < start + size; i += 1) squared += (values[i] as number) ** 2;
  return Math.sqrt(squared);
}

function whitenPositions(
  maps: readonly FeatureMap[],
  gaussians: PatchGaussians,
  tiedCovariance: Float64Array,
  options: PatchFitOptions,
): Float64Array[] {
  const { channels, whitenings } = gaussians;
  const positions = gaussians.height * gaussians.width;
  const count = maps.length;
  const weight = options.ownWeight;
  const distances = maps.map(() => new Float64Array(positions));
  const factor = new Float64Array(channels * channels);
  for (let position = 0; position < positions; position += 1) {
    const own = matrixOf(whitenings, channels, position);
    const centred = centre(samplesAt(maps, position));
    const factorOf = (scale: number): Float64Array => {
      for (let i = 0; i < factor.length; i += 1) {
        factor[i] = scale * weight * (own[i] as number) + (1 - weight) * (tiedCovariance[i] as number);
      }
      factorOrThrow(factor, channels, `at position ${position}`);
      return factor;
    };
    const heldOut = heldOutDistances(count, options.groups, weight, (removed) => {
      const values = centred.values.slice();
      solveLowerRows(factorOf(count / (count - removed)), channels, values, count);
      return { features: channels, values };
    });
    for (const [image, distance] of heldOut.entries()) (distances[image] as Float64Array)[position] = distance;
    own.set(invertLowerTriangle(factorOf(1), channels));
    options.onPosition?.();
  }
  return distances;
}

/** The distance of one image at every position (height * width), row-major. */
export function patchDistances(gaussians: PatchGaussians, map: FeatureMap): Float64Array {
  const { channels, means, whitenings, tied } = gaussians;
  const rows = vectorsOf(map);
  for (let i = 0; i < rows.length; i += 1) rows[i] = (rows[i] as number) - (means[i] as number);
  return Float64Array.from({ length: positionsOf(map) }, (_, position) =>
    whitenedLength(
      whitenings,
      tied ? 0 : position * channels * channels,
      rows.subarray(position * channels, (position + 1) * channels),
    ),
  );
}

/** The mean of the `count` highest distances. */
export function meanOfHighest(distances: Float64Array, count: number): number {
  const highest = distances.toSorted().subarray(distances.length - count);
  return highest.reduce((sum, value) => sum + value, 0) / count;
}
