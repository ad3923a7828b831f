import { degenerate, type ImageFeatures, pooled } from './imageFeatures.ts';
import { mahalanobisDistance } from './mahalanobis.ts';
import { meanOfHighest, patchDistances } from './patchGaussians.ts';
import type {
  FeatureMap,
  ImageScores,
  MapModel,
  PartModel,
  PatchModel,
  ScoreBlend,
  ScoreModel,
  Standardisation,
} from './scoreModel.ts';
import { topPatchCount } from './scoringOptions.ts';

/** The distance of an image's pooled features from the good parts. */
export function partDistance(model: PartModel, map: FeatureMap): number {
  return mahalanobisDistance(model.gaussian, pooled(map));
}

/** The mean of the highest patch distances. */
export function patchScore(model: PatchModel, map: FeatureMap): number {
  const distances = patchDistances(model.gaussians, map);
  return meanOfHighest(distances, topPatchCount(model.topShare, distances.length));
}

/** The distance at every position, in standard deviations of held-out good images at that position: height * width. */
export function anomalyMap(model: MapModel, map: FeatureMap): Float64Array {
  return patchDistances(model.gaussians, map).map(
    (distance, i) => (distance - (model.positionMeans[i] as number)) / (model.positionDeviations[i] as number),
  );
}

/** The paper's headline predictor: the mean of the part distances of all levels used. */
export function paperSum(distances: readonly number[]): number {
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}

/** The sigmaline score, from part distance and patch score in sigma of their held-out values: see `blended`. */
export function sigmalineScore(model: ScoreModel, distance: number, patch: number): number {
  const { part, patch: places } = model;
  return blended(
    model.blend,
    standardised(distance, part.standardisation),
    standardised(patch, places.standardisation),
  );
}

/** `max((1 - partShare) patch + partShare min(part, partBound), part - partAloneAfter)`, both in sigma. */
export function blended({ partShare, partBound, partAloneAfter }: ScoreBlend, part: number, patch: number): number {
  return Math.max((1 - partShare) * patch + partShare * Math.min(part, partBound), part - partAloneAfter);
}

/**
 * The scores of one image in float64: the reference that a compiled recipe is checked against. A feature that is not finite gives a score
 * that is not finite, which is judged as an error.
 */
export function scoreImage(model: ScoreModel, features: ImageFeatures): ImageScores {
  const distance = partDistance(model.part, features.part);
  const patch = patchScore(model.patch, features.patch);
  return {
    score: sigmalineScore(model, distance, patch),
    partDistance: distance,
    patchScore: patch,
    anomalyMap: anomalyMap(model.map, features.map),
    levelDistances: model.levels.map((level) => partDistance(level, mapOfLevel(features, level.level))),
  };
}

function mapOfLevel({ levels = [] }: ImageFeatures, level: number): FeatureMap {
  const found = levels.find((map) => map.level === level);
  if (found === undefined) throw new RangeError(`the image has no features of level ${level}`);
  return found;
}

/** Mean and standard deviation (n - 1). */
export function meanAndDeviation(values: ArrayLike<number>): Standardisation {
  const numbers = Float64Array.from(values);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const variance = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (numbers.length - 1);
  return { mean, deviation: Math.sqrt(variance) };
}

/** The middle value; the mean of the two middle ones where their number is even. Null of nothing. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}

/**
 * Mean and standard deviation of held-out values: what one sigma is.
 *
 * @param name what the values are, for the error
 * @throws calibration.degenerate where the values do not differ
 */
export function standardisationOf(values: ArrayLike<number>, name: string): Standardisation {
  const standardisation = meanAndDeviation(values);
  if (!(standardisation.deviation > 0)) throw degenerate(`the ${name} of all good images are the same`);
  return standardisation;
}

/** The value in standard deviations from the mean. */
export function standardised(value: number, { mean, deviation }: Standardisation): number {
  return (value - mean) / deviation;
}
