import { positionsOf, vectorsOf } from './imageFeatures.ts';
import type { FittedPatchGaussians, PatchFitOptions } from './patchFit.ts';
import { fitPositionGaussians } from './positionGaussians.ts';
import type { FeatureMap, PatchGaussians } from './scoreModel.ts';
import { fitTiedGaussians } from './tiedGaussians.ts';
import { whitenedLength, whitenedLengths } from './whitening.ts';

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
