import type { ImageGroups } from './heldOut.ts';
import { pooledSamples } from './imageFeatures.ts';
import { fitPatchGaussians, meanOfHighest, patchDistances } from './patchGaussians.ts';
import { type StandardisedPlaces, standardisePlaces } from './placeValues.ts';
import type { FeatureMap, FineModel, LevelGaussian, PartModel, PatchModel } from './scoreModel.ts';
import { type ScoringOptions, topPatchCount } from './scoringOptions.ts';

/** A model and, per image, its value from the fit without it. */
export interface Fitted<Model> {
  readonly model: Model;
  readonly heldOut: Float64Array;
}

/** A model of places, and per score of it and image the value from the fit without the image: from which of them one sigma is taken, the caller knows. */
export interface FittedPlaces<Model> {
  readonly model: Omit<Model, 'scores'>;
  readonly scores: readonly { readonly topShare: number; readonly heldOut: Float64Array }[];
}

/**
 * One level of a part: global average pool, one Gaussian.
 *
 * @throws calibration.degenerate
 */
export function fitLevelGaussian(
  maps: readonly FeatureMap[],
  groups: ImageGroups,
  scoring: ScoringOptions,
): Fitted<LevelGaussian> {
  const { gaussian, heldOut } = scoring.fitPartGaussian(pooledSamples(maps), groups);
  return { model: { level: maps[0]?.level ?? 0, gaussian }, heldOut };
}

/**
 * The part as a whole: the mean distance of its levels.
 *
 * @param levels the maps of every level
 * @throws calibration.degenerate
 */
export function fitPart(
  levels: readonly (readonly FeatureMap[])[],
  groups: ImageGroups,
  scoring: ScoringOptions,
): Fitted<Omit<PartModel, 'standardisation'>> {
  const fitted = levels.map((maps) => fitLevelGaussian(maps, groups, scoring));
  const heldOut = Float64Array.from(
    levels[0] ?? [],
    (_, image) => fitted.reduce((sum, level) => sum + (level.heldOut[image] as number), 0) / fitted.length,
  );
  return { model: { levels: fitted.map(({ model }) => model) }, heldOut };
}

/**
 * The patch model of one level: a Gaussian per position, the means of the highest distances.
 *
 * @param images how many of the maps, the first ones, are images as they are: the places' means come from them
 * @throws calibration.degenerate
 */
export function fitPatch(
  maps: readonly FeatureMap[],
  groups: ImageGroups,
  images: number,
  scoring: ScoringOptions,
  onProgress: (share: number) => void,
): FittedPlaces<PatchModel> {
  const { tiedRidge, topShares } = scoring;
  const ownWeight = scoring.ownWeight(maps.length, maps[0]?.channels ?? 0);
  const { gaussians, heldOut } = fitPatchGaussians(maps, ownWeight, { tiedRidge, groups, onProgress });
  const { means, deviation } = standardisePlaces(heldOut.slice(0, images), []);
  return {
    model: { gaussians, scale: { means, deviation } },
    scores: topScores(topShares, heldOut.slice(0, images)),
  };
}

/** The means of the highest values of every image, one for each share. */
function topScores(topShares: readonly number[], heldOut: readonly Float64Array[]): FittedPlaces<PatchModel>['scores'] {
  return topShares.map((topShare) => ({
    topShare,
    heldOut: Float64Array.from(heldOut, (values) => meanOfHighest(values, topPatchCount(topShare, values.length))),
  }));
}

/** More images than this make a finer level no better and its fit longer: they are then taken evenly from all. */
const MOST_FINE_IMAGES = 160;

/**
 * A finer level: one covariance for all places, distances in sigma of their place, the mean of the highest.
 *
 * @param topShares none where it is only drawn
 * @throws calibration.degenerate
 */
export function fitFine(
  maps: readonly FeatureMap[],
  groups: ImageGroups,
  tiedRidge: number,
  topShares: readonly number[],
  onProgress: (share: number) => void,
): FittedPlaces<FineModel> {
  const chosen = evenly(groups, maps.length);
  const order = chosen.flat();
  let next = 0;
  const chosenGroups = chosen.map((group) => group.map(() => next++));
  const { gaussians, heldOut } = fitPatchGaussians(
    order.map((image) => maps[image] as FeatureMap),
    0,
    { tiedRidge, groups: chosenGroups, onProgress },
  );
  const places = standardisePlaces(heldOut, chosenGroups);
  const rowOf = new Map(order.map((image, row) => [image, row]));
  const values = maps.map((map, image) => {
    const row = rowOf.get(image);
    // An image that is not in the fit is held out as it is.
    return (row === undefined ? inSigma(patchDistances(gaussians, map), places) : places.heldOut[row]) as Float64Array;
  });
  const { means, deviation, deviations } = places;
  return {
    model: { gaussians, scale: { means, deviation }, deviations },
    scores: topScores(topShares, values),
  };
}

/** Distances in sigma of their place. */
export function inSigma(
  distances: Float64Array,
  { means, deviations }: Pick<StandardisedPlaces, 'means' | 'deviations'>,
): Float64Array {
  return distances.map((distance, q) => (distance - (means[q] as number)) / (deviations[q] as number));
}

/** Whole groups, evenly spread, that hold about as many images as a finer level needs. */
function evenly(groups: ImageGroups, count: number): ImageGroups {
  const share = Math.min(1, MOST_FINE_IMAGES / count);
  return groups.filter((_, index) => Math.floor((index + 1) * share) > Math.floor(index * share));
}
