import type { LimitChoice } from '../../shared/domain/recipe.ts';
import { groupImages, type ImageGroups } from './heldOut.ts';
import { checkFeatureMaps, type ImageFeatures, pooledSamples, positionsOf } from './imageFeatures.ts';
import { checkTarget, limitForTarget } from './limit.ts';
import { fitGaussian } from './mahalanobis.ts';
import { fitPatchGaussians, meanOfHighest } from './patchGaussians.ts';
import { sigmalineScore } from './scoreImage.ts';
import type { FeatureMap, MapModel, PartModel, PatchModel, ScoreModel } from './scoreModel.ts';
import { DEFAULT_SCORING, type ScoringOptions, topPatchCount } from './scoringOptions.ts';
import { standardisationOf } from './standardisation.ts';

export interface CalibrationOptions {
  /** Target false-reject rate. */
  readonly target: number;
  readonly onProgress?: (done: number, total: number) => void;
  /** The part that every image shows, in image order, where several images show the same one: they are held out together. */
  readonly parts?: readonly (string | number)[];
  readonly scoring?: Partial<ScoringOptions>;
}

/** The scores of one good image from a fit that has not seen it. */
export interface HeldOutScores {
  readonly score: number;
  readonly partDistance: number;
  readonly patchScore: number;
}

export interface CalibrationResult {
  readonly model: ScoreModel;
  /** In image order. */
  readonly heldOut: readonly HeldOutScores[];
  readonly limit: LimitChoice;
}

/**
 * Fits everything a recipe needs from the features of good images: the Gaussians, the held-out scores and the limit.
 *
 * @throws target.invalid, calibration.too-few-images, calibration.identical-images, calibration.degenerate
 */
export function calibrate(images: readonly ImageFeatures[], options: CalibrationOptions): CalibrationResult {
  checkTarget(options.target, images.length);
  const scoring: ScoringOptions = { ...DEFAULT_SCORING, ...options.scoring };
  const levels = {
    part: images.map(({ part }) => part),
    patch: images.map(({ patch }) => patch),
    map: images.map(({ map }) => map),
  };
  for (const maps of new Set(Object.values(levels))) checkFeatureMaps(maps);
  const groups = groupImages(images.length, options.parts);
  const advance = progressOf(levels.patch, levels.map, options.onProgress);

  const part = fitPart(levels.part, groups);
  advance();
  const patch = fitPatch(levels.patch, groups, scoring, advance);
  const map = fitMap(levels.map, groups, scoring, advance);
  const model: ScoreModel = { part: part.model, patch: patch.model, map };
  const heldOut = images.map((_, image) => {
    const partDistance = part.heldOut[image] as number;
    const patchScore = patch.heldOut[image] as number;
    return { score: sigmalineScore(model, partDistance, patchScore), partDistance, patchScore };
  });
  const limit = limitForTarget(
    heldOut.map(({ score }) => score),
    options.target,
  );
  return { model, heldOut, limit };
}

/** Counts the steps of a fit: the part, every patch position twice (covariance, whitening), every map position once. */
function progressOf(
  patch: readonly FeatureMap[],
  map: readonly FeatureMap[],
  onProgress: CalibrationOptions['onProgress'],
): () => void {
  const positions = (maps: readonly FeatureMap[]): number => (maps[0] === undefined ? 0 : positionsOf(maps[0]));
  const total = 1 + 2 * positions(patch) + positions(map);
  let done = 0;
  return () => {
    done = Math.min(total, done + 1);
    onProgress?.(done, total);
  };
}

interface Fitted<Model> {
  readonly model: Model;
  readonly heldOut: Float64Array;
}

/** The part model of one level: its pooled features, one Gaussian. */
export function fitPart(maps: readonly FeatureMap[], groups: ImageGroups): Fitted<PartModel> {
  const { gaussian, heldOut } = fitGaussian(pooledSamples(maps), groups);
  const standardisation = standardisationOf(heldOut, 'part distances');
  return { model: { level: maps[0]?.level ?? 0, gaussian, standardisation }, heldOut };
}

export function fitPatch(
  maps: readonly FeatureMap[],
  groups: ImageGroups,
  scoring: ScoringOptions,
  onPosition?: () => void,
): Fitted<PatchModel> {
  const ownWeight = scoring.ownWeight(maps.length, maps[0]?.channels ?? 0);
  const { gaussians, heldOut } = fitPatchGaussians(maps, {
    ownWeight,
    tiedRidge: scoring.tiedRidge,
    groups,
    ...(onPosition && { onPosition }),
  });
  const count = topPatchCount(scoring.topShare, gaussians.height * gaussians.width);
  const scores = Float64Array.from(heldOut, (distances) => meanOfHighest(distances, count));
  const standardisation = standardisationOf(scores, 'patch scores');
  return { model: { gaussians, topShare: scoring.topShare, standardisation }, heldOut: scores };
}

/**
 * A position whose held-out distances hardly vary (a plain background) would turn noise into many sigma: no deviation counts as less than
 * this share of the mean deviation.
 */
const SMALLEST_DEVIATION_SHARE = 0.25;

/** The anomaly map's model: one tied covariance, a mean per position, and each position's own held-out mean and deviation. */
export function fitMap(
  maps: readonly FeatureMap[],
  groups: ImageGroups,
  scoring: ScoringOptions,
  onPosition?: () => void,
): MapModel {
  const { gaussians, heldOut } = fitPatchGaussians(maps, {
    ownWeight: 0,
    tiedRidge: scoring.tiedRidge,
    groups,
    ...(onPosition && { onPosition }),
  });
  const positions = gaussians.height * gaussians.width;
  const positionMeans = new Float64Array(positions);
  const positionDeviations = new Float64Array(positions);
  for (let position = 0; position < positions; position += 1) {
    const values = heldOut.map((distances) => distances[position] as number);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    positionMeans[position] = mean;
    positionDeviations[position] = Math.sqrt(
      values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1),
    );
  }
  const floor = (SMALLEST_DEVIATION_SHARE * positionDeviations.reduce((sum, value) => sum + value, 0)) / positions;
  return { gaussians, positionMeans, positionDeviations: positionDeviations.map((value) => Math.max(value, floor)) };
}
