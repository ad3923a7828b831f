import { median } from '../../shared/domain/median.ts';
import { type ImageDistances, imageDistances } from './imageDistances.ts';
import { checkFeatureMaps, type ImageFeatures, pooled } from './imageFeatures.ts';
import { groupImages, type ImageGroups } from './imageGroups.ts';
import { OUTLYING as OUTLYING_DEVIATIONS } from './likeness.ts';
import { fewestOfLook, tooFewForLook } from './looks.ts';
import { mahalanobisDistance } from './mahalanobis.ts';
import { fitLevelGaussian } from './models.ts';
import { meanOfHighest, patchDistances } from './patchGaussians.ts';
import type { FeatureMap } from './scoreModel.ts';
import { DEFAULT_SCORING, topPatchCount } from './scoringOptions.ts';
import { fitTiedGaussians } from './tiedGaussians.ts';

/** A good image that may be none: foreign, or of a defective part. */
export interface UnlikeImage {
  readonly image: number;
  /** Robust standard deviations above the median of all images, on the logarithm of its distance. */
  readonly unlikeness: number;
  /** The images that it is like, if these are suspect too: itself among them. */
  readonly group: readonly number[];
}

/**
 * From how many robust standard deviations on an image is named.
 *
 * Source: B. Iglewicz, D. Hoaglin, "How to detect and handle outliers", ASQC (1993).
 */
const OUTLYING = 3.5;
/** From here on an image is kept out of the fit, as it is set aside by its part distance. */
const CLEARLY = OUTLYING_DEVIATIONS;
/** Makes the median absolute deviation of a normal distribution its standard deviation. */
const NORMAL_CONSISTENCY = 1.4826;
/** So many of the images are taken for good without doubt while the others are judged; among more than the rest no image is odd. */
const CENTRAL_SHARE = 0.85;
/** A group of as many as this hides from the distances to the next images. */
const NEIGHBOURHOOD = { share: 0.1, least: 5 };
const ROUNDS = 2;
/** Fewer images say nothing of what is ordinary. */
const FEWEST_IMAGES = 10;
const MOST_FOLDS = 10;

/**
 * The images unlike the others, the most unlike first and those of a group together. To leave one image out does not show a group of three, which vouch for
 * each other. So the distances to the neighbours beyond such a group say first which 85 % of the images are central; Gaussians of these alone, from which
 * each of them is held out, then say what is unlike, twice (as the concentration steps of a robust covariance).
 *
 * Source: P. Rousseeuw, K. Van Driessen, "A fast algorithm for the minimum covariance determinant estimator", Technometrics 41 (1999).
 *
 * @param parts the part of every image: images of one part do not vouch for each other
 * @throws calibration.identical-images, calibration.degenerate
 */
export function unlikeImages(
  images: readonly ImageFeatures[],
  parts: readonly (string | number)[],
): readonly UnlikeImage[] {
  if (images.length < FEWEST_IMAGES) return [];
  const levels = { part: images.map(({ part }) => part), patch: images.map(({ patch }) => patch) };
  for (const maps of Object.values(levels)) checkFeatureMaps(maps);
  const distances = imageDistances(levels.patch);
  const apart = new Set(tooFewForLook(distances, parts));
  let unlikeness = robustDeviations(distancesBeyondGroups(distances, parts));
  for (let round = 0; round < ROUNDS; round += 1) {
    const central = lowest(unlikeness, Math.ceil(CENTRAL_SHARE * images.length)).filter((image) => !apart.has(image));
    const groups = groupImages(
      central.length,
      central.map((image) => parts[image] as string | number),
    );
    const byPart = robustDeviations(partDistances(levels.part, central, groups));
    const byPlace = robustDeviations(patchScores(levels.patch, central, groups));
    unlikeness = byPart.map((value, image) => Math.max(value, byPlace[image] as number));
  }
  const found = [...unlikeness.keys()].filter((image) => (unlikeness[image] as number) > OUTLYING);
  return ranked(found, unlikeness, distances);
}

/** Of each image the distance to its k-th nearest of other parts. */
function distancesBeyondGroups(distances: ImageDistances, parts: readonly (string | number)[]): number[] {
  const rank = Math.max(NEIGHBOURHOOD.least, Math.round(NEIGHBOURHOOD.share * distances.count));
  return parts.map((part, image) => {
    const others = parts.flatMap((other, index) => (other === part ? [] : [distances.between(image, index)]));
    return others.toSorted((a, b) => a - b)[Math.min(rank, others.length) - 1] ?? 0;
  });
}

/** Of every image, from a fit of the central ones without it. */
function partDistances(maps: readonly FeatureMap[], central: readonly number[], groups: ImageGroups): number[] {
  const { model, heldOut } = fitLevelGaussian(chosen(maps, central), groups, DEFAULT_SCORING);
  return withHeldOut(maps, central, heldOut, (map) => mahalanobisDistance(model.gaussian, pooled(map)));
}

/** As `partDistances`, by the places: with one covariance for all, which takes a moment. */
function patchScores(maps: readonly FeatureMap[], central: readonly number[], groups: ImageGroups): number[] {
  const {
    tiedRidge,
    topShares: [topShare],
  } = DEFAULT_SCORING;
  const options = { tiedRidge, groups, mostFolds: MOST_FOLDS, onProgress: () => undefined };
  const { gaussians, heldOut } = fitTiedGaussians(chosen(maps, central), options);
  const top = (places: Float64Array): number => meanOfHighest(places, topPatchCount(topShare, places.length));
  return withHeldOut(maps, central, heldOut.map(top), (map) => top(patchDistances(gaussians, map)));
}

function withHeldOut(
  maps: readonly FeatureMap[],
  central: readonly number[],
  heldOut: ArrayLike<number>,
  judge: (map: FeatureMap) => number,
): number[] {
  const places = new Map(central.map((image, place) => [image, place]));
  return maps.map((map, image) => {
    const place = places.get(image);
    return place === undefined ? judge(map) : (heldOut[place] as number);
  });
}

function chosen<Value>(values: readonly Value[], indices: readonly number[]): Value[] {
  return indices.map((index) => values[index] as Value);
}

function lowest(values: readonly number[], count: number): number[] {
  const order = [...values.keys()].sort((a, b) => (values[a] as number) - (values[b] as number));
  return order.slice(0, count).sort((a, b) => a - b);
}

/** On the logarithm, whose upper tail is that of a normal distribution more nearly. All zero where most values are the same. */
function robustDeviations(values: readonly number[]): number[] {
  const logarithms = values.map((value) => Math.log(Math.max(value, Number.MIN_VALUE)));
  const centre = median(logarithms) ?? 0;
  const spread = NORMAL_CONSISTENCY * (median(logarithms.map((value) => Math.abs(value - centre))) ?? 0);
  return logarithms.map((value) => (spread > 0 ? (value - centre) / spread : 0));
}

/**
 * Those of them that no Gaussian may learn from: groups that are clearly unlike, unless they are so many that good parts may simply differ that much. One image alone stays:
 * it is judged by a fit without it, cannot vouch for itself, and may be the only good one of its kind.
 * A group of as many as a look has is a look.
 *
 * @param count of all images
 */
export function clearlyUnlike(found: readonly UnlikeImage[], count: number): readonly number[] {
  const fewest = fewestOfLook(count);
  const clear = found.flatMap(({ image, unlikeness, group }) =>
    unlikeness > CLEARLY && group.length > 1 && group.length < fewest ? [image] : [],
  );
  return clear.length > Math.floor((1 - CENTRAL_SHARE) * count) ? [] : clear;
}

/** Two of them belong together if one is nearer to the other than to every image that is not suspect. */
function ranked(found: readonly number[], unlikeness: readonly number[], distances: ImageDistances): UnlikeImage[] {
  const suspect = new Set(found);
  const trusted = Array.from({ length: distances.count }, (_, image) => image).filter((image) => !suspect.has(image));
  const reach = new Map(
    found.map((image) => [image, Math.min(...trusted.map((other) => distances.between(image, other)))]),
  );
  const groups: number[][] = [];
  for (const image of found) {
    const near = groups.filter((group) =>
      group.some((other) => distances.between(image, other) < Math.min(reach.get(image) ?? 0, reach.get(other) ?? 0)),
    );
    for (const group of near) groups.splice(groups.indexOf(group), 1);
    groups.push([...near.flat(), image]);
  }
  const byUnlikeness = (a: number, b: number): number => (unlikeness[b] as number) - (unlikeness[a] as number);
  return groups
    .map((group) => group.sort(byUnlikeness))
    .sort(([a = 0], [b = 0]) => byUnlikeness(a, b))
    .flatMap((group) => group.map((image) => ({ image, unlikeness: unlikeness[image] as number, group })));
}
