import { degenerate } from './degenerate.ts';
import { positionsOf } from './imageFeatures.ts';
import { meanOfHighest, patchDistances } from './patchGaussians.ts';
import type { FeatureMap } from './scoreModel.ts';
import { DEFAULT_SCORING, topPatchCount } from './scoringOptions.ts';
import { meanAndDeviation } from './standardisation.ts';
import { fitTiedGaussians } from './tiedGaussians.ts';

/** By how many standard deviations of unchanged scores those of changed images may be higher, on average. */
const MOST_RISE = 1;

/** How unlike good images an image is, by a quick fit: its patch score with one covariance for all positions. */
export type Unlikeness = (map: FeatureMap) => number;

/**
 * @param maps the patch level of n good images
 * @throws calibration.degenerate
 */
export function fitUnlikeness(maps: readonly FeatureMap[]): Unlikeness {
  const groups = maps.map((_, image) => [image]);
  const { tiedRidge, topShare } = DEFAULT_SCORING;
  const { gaussians } = fitTiedGaussians(maps, { tiedRidge, groups, mostFolds: 2, onProgress: () => undefined });
  return (map) => meanOfHighest(patchDistances(gaussians, map), topPatchCount(topShare, positionsOf(map)));
}

/**
 * Whether images that were changed (turned, say) could as well be good images of the same product: to a fit that has seen neither them nor what they were
 * made from, their patch scores are on average at most one standard deviation above those of the unchanged images.
 *
 * On nine data sets turned images that are like good ones were at most 0.5 above, all others at least 1.7.
 *
 * @param unchanged scores of images
 * @param changed the scores of the same images after the change, in the same order
 */
export function remainLikeGood(unchanged: readonly number[], changed: readonly number[]): boolean {
  if (unchanged.length !== changed.length) throw degenerate('changed and unchanged images are not the same');
  const { deviation } = meanAndDeviation(unchanged);
  const { mean } = meanAndDeviation(changed.map((score, image) => score - (unchanged[image] as number)));
  return mean <= MOST_RISE * deviation;
}
