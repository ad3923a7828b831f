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

/** A model whose held-out values are not yet told in sigma: from which of them one sigma is taken, the caller knows. */
export type Unstandardised<Model> = Omit<Model, 'standardisation'>;

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
): Fitted<Unstandardised<PartModel>> {
  const fitted = levels.map((maps) => fitLevelGaussian(maps, groups, scoring));
  const heldOut = Float64Array.from(
    levels[0] ?? [],
    (_, image) => fitted.reduce((sum, level) => sum + (level.heldOut[image] as number), 0) / fitted.length,
  );
  return { model: { levels: fitted.map(({ model }) => model) }, heldOut };
}

/**
 * The patch model of one level: a Gaussian per position, the mean of the highest distances.
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
): Fitted<Unstandardised<PatchModel>> {
  const { tiedRidge, topShare } = scoring;
  const ownWeight = scoring.ownWeight(maps.length, maps[0]?.channels ?? 0);
  const { gaussians, heldOut } = fitPatchGaussians(maps, ownWeight, { tiedRidge, groups, onProgress });
  const count = topPatchCount(topShare, gaussians.height * gaussians.width);
  const { means, deviation } = standardisePlaces(heldOut.slice(0, images), []);
  return {
    model: { gaussians, topShare, scale: { means, deviation } },
    heldOut: Float64Array.from(heldOut, (distances) => meanOfHighest(distances, count)),
  };
}

/** More images than this make a finer level no better and its fit longer: they are then taken evenly from all. */
const MOST_FINE_IMAGES = 160;

/**
 * A finer level: one covariance for all places, distances in sigma of their place, the mean of the highest.
 *
 * @throws calibration.degenerate
 */
export function fitFine(
  maps: readonly FeatureMap[],
  groups: ImageGroups,
  scoring: ScoringOptions,
  onProgress: (share: number) => void,
): Fitted<Unstandardised<FineModel>> {
  const chosen = evenly(groups, maps.length);
  const order = chosen.flat();
  let next = 0;
  const chosenGroups = chosen.map((group) => group.map(() => next++));
  const { gaussians, heldOut } = fitPatchGaussians(
    order.map((image) => maps[image] as FeatureMap),
    0,
    { tiedRidge: scoring.tiedRidge, groups: chosenGroups, onProgress },
  );
  const places = standardisePlaces(heldOut, chosenGroups);
  const topShare = scoring.fineShare;
  const count = topPatchCount(topShare, gaussians.height * gaussians.width);
  const rowOf = new Map(order.map((image, row) => [image, row]));
  const values = maps.map((map, image) => {
    const row = rowOf.get(image);
    // An image that is not in the fit is held out as it is.
    const sigma = row === undefined ? inSigma(patchDistances(gaussians, map), places) : places.heldOut[row];
    return meanOfHighest(sigma as Float64Array, count);
  });
  const { means, deviation, deviations } = places;
  return {
    model: { gaussians, topShare, scale: { means, deviation }, deviations },
    heldOut: Float64Array.from(values),
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
