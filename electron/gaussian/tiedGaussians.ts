import { factorCholesky, invertLowerTriangle } from './cholesky.ts';
import { degenerate } from './degenerate.ts';
import { positionsOf } from './imageFeatures.ts';
import { addGramLower, transpose } from './matrix.ts';
import type { FittedPatchGaussians, PatchFitOptions } from './patchFit.ts';
import type { FeatureMap } from './scoreModel.ts';
import { completeTiedCovariance } from './tiedCovariance.ts';
import { whitenedLengths } from './whitening.ts';

/**
 * A mean per position and one covariance for all positions. The held-out distances keep that covariance fixed (each image is a small part
 * of the many vectors in it): leaving images out moves the mean alone.
 *
 * @throws calibration.degenerate where the covariance is not positive definite
 */
export function fitTiedGaussians(
  maps: readonly FeatureMap[],
  { tiedRidge, groups, onProgress }: PatchFitOptions,
): FittedPatchGaussians {
  const [first] = maps;
  if (first === undefined) throw degenerate('there are no good images');
  const { level, channels, height, width } = first;
  const positions = positionsOf(first);
  const mean = meanPlanes(maps, first);

  const covariance = new Float64Array(channels * channels);
  for (const [image, map] of maps.entries()) {
    addGramLower(covariance, centredPlanes(map, mean), channels, positions, 1 / (maps.length * positions));
    onProgress((image + 1) / (2 * maps.length));
  }
  completeTiedCovariance(covariance, channels, tiedRidge);
  if (!factorCholesky(covariance, channels)) {
    throw degenerate(`the covariance of the ${channels} features of level ${level} is singular`);
  }
  const whitening = invertLowerTriangle(covariance, channels);

  const heldOut = maps.map(() => new Float64Array(positions));
  let done = 0;
  for (const group of groups) {
    const centred = group.map((image) => centredPlanes(maps[image] as FeatureMap, mean));
    const shift = sumOf(centred).map((sum) => sum / (maps.length - group.length));
    for (const [index, planes] of centred.entries()) {
      add(planes, shift);
      const rows = transpose(planes, channels, positions);
      heldOut[group[index] as number]?.set(whitenedLengths(whitening, channels, rows, positions));
      done += 1;
      onProgress((maps.length + done) / (2 * maps.length));
    }
  }
  const means = transpose(mean, channels, positions);
  return { gaussians: { level, channels, height, width, tied: true, means, whitenings: whitening }, heldOut };
}

/** The mean over all images, channels x positions; taken from the first image on, so that a constant value is centred to exact zero. */
function meanPlanes(maps: readonly FeatureMap[], first: FeatureMap): Float64Array {
  const offsets = new Float64Array(first.values.length);
  for (const { values } of maps) {
    for (let i = 0; i < offsets.length; i += 1) {
      offsets[i] = (offsets[i] as number) + ((values[i] as number) - (first.values[i] as number));
    }
  }
  return offsets.map((offset, i) => (first.values[i] as number) + offset / maps.length);
}

function centredPlanes(map: FeatureMap, mean: Float64Array): Float64Array {
  const planes = new Float64Array(mean.length);
  for (let i = 0; i < planes.length; i += 1) planes[i] = (map.values[i] as number) - (mean[i] as number);
  return planes;
}

function sumOf(planes: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(planes[0]?.length ?? 0);
  for (const values of planes) add(sum, values);
  return sum;
}

function add(target: Float64Array, values: Float64Array): void {
  for (let i = 0; i < target.length; i += 1) target[i] = (target[i] as number) + (values[i] as number);
}
