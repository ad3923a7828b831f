import { median } from '../../shared/domain/median.ts';
import { degenerate, positionsOf } from './imageFeatures.ts';
import { meanAndDeviation } from './moments.ts';
import { meanOfHighest, patchDistances } from './patchGaussians.ts';
import type { FeatureMap } from './scoreModel.ts';
import { DEFAULT_SCORING, topPatchCount } from './scoringOptions.ts';
import { fitTiedGaussians } from './tiedGaussians.ts';

/** By how many standard deviations of unchanged scores those of changed images may be higher, on average. */
const MOST_RISE = 1;

/** Of so few images two may stand out, and one of them must not excuse the other; robust deviations hold up to a half (Hampel, below). */
const LARGEST_ODD_SHARE = 0.5;

/** How unlike good images an image is, by a quick fit: its patch score with one covariance for all positions. */
export type Unlikeness = (map: FeatureMap) => number;

/**
 * @param maps the patch level of n good images
 * @throws calibration.degenerate
 */
export function fitUnlikeness(maps: readonly FeatureMap[]): Unlikeness {
  const groups = maps.map((_, image) => [image]);
  const {
    tiedRidge,
    topShares: [topShare],
  } = DEFAULT_SCORING;
  const { gaussians } = fitTiedGaussians(maps, { tiedRidge, groups, mostFolds: 2, onProgress: () => undefined });
  return (map) => meanOfHighest(patchDistances(gaussians, map), topPatchCount(topShare, positionsOf(map)));
}

/**
 * Whether images that were changed (turned, say) could as well be good images of the same product: to a fit that has seen neither them nor what they were
 * made from, their patch scores are on average at most one standard deviation above those of the unchanged images. An image that was unlike the others before says
 * nothing of them, and would alone make the deviation so large that every change passes.
 *
 * On nine data sets turned images that are like good ones were at most 0.5 above, all others at least 1.7.
 *
 * @param unchanged scores of images, positive
 * @param changed the scores of the same images after the change, in the same order
 */
export function remainLikeGood(unchanged: readonly number[], changed: readonly number[]): boolean {
  if (unchanged.length !== changed.length) throw degenerate('changed and unchanged images are not the same');
  const isOdd = unlikeOthers(unchanged, LARGEST_ODD_SHARE);
  const { deviation } = meanAndDeviation(unchanged.filter((_, image) => isOdd[image] !== true));
  const rises = changed.map((score, image) => score - (unchanged[image] as number));
  const { mean } = meanAndDeviation(rises.filter((_, image) => isOdd[image] !== true));
  return mean <= MOST_RISE * deviation;
}

/** From how many robust deviations on the logarithm of a distance is called an outlier. */
export const OUTLYING = 5;

/** More than this share (but always one) are no outliers: the good parts simply differ that much. */
export const LARGEST_OUTLYING_SHARE = 0.05;

/** Makes the median absolute deviation of a normal distribution its standard deviation. */
const NORMAL_CONSISTENCY = 1.4826;

/**
 * Which good images are unlike all others: their held-out distance lies more than five robust deviations above the median, both of the
 * logarithms, so that the heavy upper tail that distances have anyway is no outlier. Where more stand out than a share of all (but at least one), none is named.
 *
 * Source: F. Hampel, "The influence curve and its role in robust estimation", JASA 69 (1974), for the median absolute deviation.
 *
 * @param distances held-out distances, positive
 * @param largestShare at most this share is named
 * @returns one flag for each distance
 */
export function unlikeOthers(distances: readonly number[], largestShare = LARGEST_OUTLYING_SHARE): boolean[] {
  const logarithms = distances.map(Math.log);
  const centre = median(logarithms) ?? 0;
  const spread = NORMAL_CONSISTENCY * (median(logarithms.map((value) => Math.abs(value - centre))) ?? 0);
  const flags = logarithms.map((value) => spread > 0 && value - centre > OUTLYING * spread);
  const most = Math.max(1, Math.floor(largestShare * distances.length));
  return flags.filter(Boolean).length > most ? flags.map(() => false) : flags;
}
