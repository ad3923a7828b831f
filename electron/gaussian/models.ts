import { pooledSamples } from './imageFeatures.ts';
import type { ImageGroups } from './imageGroups.ts';
import { withMeans } from './lookModel.ts';
import { type Looks, looksOf } from './looks.ts';
import { fitPatchGaussians, meanOfHighest, patchDistances } from './patchGaussians.ts';
import { type StandardisedPlaces, standardisePlaces } from './placeValues.ts';
import type { FeatureMap, FineModel, LevelGaussian, PartModel, PatchModel, PlaceScale } from './scoreModel.ts';
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
  looks?: Looks,
): Fitted<LevelGaussian> {
  const { gaussian, heldOut } = scoring.fitPartGaussian(pooledSamples(maps), groups, looks);
  const { level = 0, kept } = maps[0] ?? {};
  return { model: { level, gaussian, ...(kept && { kept }) }, heldOut };
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
  looks?: Looks,
): Fitted<Omit<PartModel, 'standardisation'>> {
  const fitted = levels.map((maps) => fitLevelGaussian(maps, groups, scoring, looks));
  const heldOut = Float64Array.from(
    levels[0] ?? [],
    (_, image) => fitted.reduce((sum, level) => sum + (level.heldOut[image] as number), 0) / fitted.length,
  );
  return { model: { levels: fitted.map(({ model }) => model) }, heldOut };
}

/** What the fit of a level's places needs besides. */
export interface LevelFitOptions {
  readonly looks: Looks;
  readonly onProgress: (share: number) => void;
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
  { looks, onProgress }: LevelFitOptions,
): FittedPlaces<PatchModel> {
  const { tiedRidge, topShares, mostFolds } = scoring;
  const ownWeight = scoring.ownWeight(maps.length, maps[0]?.channels ?? 0);
  const folds = mostFolds === undefined ? {} : { mostFolds };
  const { gaussians, heldOut } = fitPatchGaussians(maps, ownWeight, { tiedRidge, groups, looks, onProgress, ...folds });
  const places = standardisePlaces(heldOut.slice(0, images), [], looksOf(looks.of.slice(0, images)));
  return {
    model: { gaussians, scale: scaleOf(places) },
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
  { looks, onProgress }: LevelFitOptions,
): FittedPlaces<FineModel> {
  const chosen = evenly(groups, maps.length, looks);
  const order = chosen.flat();
  let next = 0;
  const chosenGroups = chosen.map((group) => group.map(() => next++));
  const chosenLooks = looksOf(order.map((image) => looks.of[image] ?? 0));
  const { gaussians, heldOut } = fitPatchGaussians(
    order.map((image) => maps[image] as FeatureMap),
    0,
    { tiedRidge, groups: chosenGroups, looks: chosenLooks, onProgress },
  );
  const places = standardisePlaces(heldOut, chosenGroups, chosenLooks);
  const rowOf = new Map(order.map((image, row) => [image, row]));
  const values = maps.map((map, image) => {
    const row = rowOf.get(image);
    // An image that is not in the fit is held out as it is.
    if (row !== undefined) return places.heldOut[row] as Float64Array;
    const look = looks.of[image] ?? 0;
    return inSigma(patchDistances(withMeans(gaussians, look), map), withMeans(places, look));
  });
  return {
    model: { gaussians, scale: scaleOf(places), deviations: places.deviations },
    scores: topScores(topShares, values),
  };
}

function scaleOf({ means, lookMeans, deviation }: StandardisedPlaces): PlaceScale {
  return { means, ...(lookMeans && { lookMeans }), deviation };
}

/** Distances in sigma of their place. */
export function inSigma(
  distances: Float64Array,
  { means, deviations }: Pick<StandardisedPlaces, 'means' | 'deviations'>,
): Float64Array {
  return distances.map((distance, q) => (distance - (means[q] as number)) / (deviations[q] as number));
}

/** Whole groups, evenly spread within each look, that hold about as many images as a finer level needs. */
function evenly(groups: ImageGroups, count: number, { of }: Looks): ImageGroups {
  const share = Math.min(1, MOST_FINE_IMAGES / count);
  const byLook = groups.toSorted(([a = 0], [b = 0]) => (of[a] ?? 0) - (of[b] ?? 0));
  return byLook.filter((_, index) => Math.floor((index + 1) * share) > Math.floor(index * share));
}
