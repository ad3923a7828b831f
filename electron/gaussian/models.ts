import type { ImageGroups } from './heldOut.ts';
import { pooledSamples } from './imageFeatures.ts';
import { fitPatchGaussians, meanOfHighest } from './patchGaussians.ts';
import { meanAndDeviation } from './scoreImage.ts';
import type { FeatureMap, MapModel, PartModel, PatchModel } from './scoreModel.ts';
import { type ScoringOptions, topPatchCount } from './scoringOptions.ts';

/** A model and, per image, its value from the fit without it. */
export interface Fitted<Model> {
  readonly model: Model;
  readonly heldOut: Float64Array;
}

/** A model whose held-out values are not yet told in sigma: from which of them one sigma is taken, the caller knows. */
export type Unstandardised<Model> = Omit<Model, 'standardisation'>;

/**
 * The part model of one level: global average pool, one Gaussian.
 *
 * @throws calibration.degenerate
 */
export function fitPart(
  maps: readonly FeatureMap[],
  groups: ImageGroups,
  scoring: ScoringOptions,
): Fitted<Unstandardised<PartModel>> {
  const { gaussian, heldOut } = scoring.fitPartGaussian(pooledSamples(maps), groups);
  return { model: { level: maps[0]?.level ?? 0, gaussian }, heldOut };
}

/**
 * The patch model of one level: a Gaussian per position, the mean of the highest distances.
 *
 * @throws calibration.degenerate
 */
export function fitPatch(
  maps: readonly FeatureMap[],
  groups: ImageGroups,
  scoring: ScoringOptions,
  onProgress: (share: number) => void,
): Fitted<Unstandardised<PatchModel>> {
  const { tiedRidge, topShare } = scoring;
  const ownWeight = scoring.ownWeight(maps.length, maps[0]?.channels ?? 0);
  const { gaussians, heldOut } = fitPatchGaussians(maps, ownWeight, { tiedRidge, groups, onProgress });
  const count = topPatchCount(topShare, gaussians.height * gaussians.width);
  return {
    model: { gaussians, topShare },
    heldOut: Float64Array.from(heldOut, (distances) => meanOfHighest(distances, count)),
  };
}

/**
 * A position whose held-out distances hardly vary (a plain background) would turn noise into many sigma: no deviation counts as less than
 * this share of the mean deviation.
 */
const SMALLEST_DEVIATION_SHARE = 0.25;

/** More images than this make the map no better and its fit longer: they are then taken evenly from all. */
const MOST_MAP_IMAGES = 160;

/**
 * The anomaly map's model: a mean per position, one tied covariance, and each position's own held-out mean and deviation.
 *
 * @throws calibration.degenerate
 */
export function fitMap(
  maps: readonly FeatureMap[],
  groups: ImageGroups,
  scoring: ScoringOptions,
  onProgress: (share: number) => void,
): MapModel {
  const chosen = evenly(groups, maps.length);
  const chosenMaps = chosen.flat().map((image) => maps[image] as FeatureMap);
  let next = 0;
  const chosenGroups = chosen.map((group) => group.map(() => next++));
  const { gaussians, heldOut } = fitPatchGaussians(chosenMaps, 0, {
    tiedRidge: scoring.tiedRidge,
    groups: chosenGroups,
    onProgress,
  });
  const positions = gaussians.height * gaussians.width;
  const positionMeans = new Float64Array(positions);
  const positionDeviations = new Float64Array(positions);
  for (let position = 0; position < positions; position += 1) {
    const { mean, deviation } = meanAndDeviation(heldOut.map((distances) => distances[position] as number));
    positionMeans[position] = mean;
    positionDeviations[position] = deviation;
  }
  const floor = SMALLEST_DEVIATION_SHARE * meanAndDeviation(positionDeviations).mean;
  return { gaussians, positionMeans, positionDeviations: positionDeviations.map((value) => Math.max(value, floor)) };
}

/** Whole groups, evenly spread, that hold about as many images as a map needs. */
function evenly(groups: ImageGroups, count: number): ImageGroups {
  const share = Math.min(1, MOST_MAP_IMAGES / count);
  return groups.filter((_, index) => Math.floor((index + 1) * share) > Math.floor(index * share));
}
