import { anomalyMap, beyondMean, type PartWhole } from './anomalyMap.ts';
import { degenerate, fineLevels, type ImageFeatures, partLevels, pooled } from './imageFeatures.ts';
import { lookOf, ofLook } from './lookModel.ts';
import { mahalanobisDistance } from './mahalanobis.ts';
import { inSigma } from './models.ts';
import { meanAndDeviation } from './moments.ts';
import { meanOfHighest, patchDistances } from './patchGaussians.ts';
import type { FeatureMap, ImageScores, LevelGaussian, PartModel, ScoreModel, Standardisation } from './scoreModel.ts';
import { topPatchCount, UNUSUAL_SIGMA } from './scoringOptions.ts';

/** The distance of an image's pooled features from the good parts, at one level. */
export function levelDistance({ gaussian }: LevelGaussian, map: FeatureMap): number {
  return mahalanobisDistance(gaussian, pooled(map));
}

/** The part distance: the mean over its levels. */
export function partDistance(model: PartModel, maps: readonly FeatureMap[]): number {
  return paperSum(model.levels.map((level, index) => levelDistance(level, maps[index] as FeatureMap)));
}

/** The paper's headline predictor: the mean of the part distances of all levels used. */
export function paperSum(distances: readonly number[]): number {
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}

/** What the parts of a score are, in units of their own. */
export interface Components {
  readonly partDistance: number;
  /** Those of the patch level, then those of each finer level, in the order of the model. */
  readonly topScores: readonly number[];
}

/** The sigmaline score. */
export function scoreOf(model: ScoreModel, components: Components): number {
  return harmonicMean(componentSigmas(model, components), model.steepness);
}

/** The components in sigma: the part as a whole, then the scores of the patch level and of each finer level. */
export function componentSigmas(
  { part, patch, fine }: ScoreModel,
  { partDistance: distance, topScores }: Components,
): readonly number[] {
  const scores = [patch, ...fine].flatMap((level) => level.scores);
  return [
    standardised(Math.log(distance), part.standardisation),
    ...scores.map(({ standardisation }, index) => standardised(topScores[index] as number, standardisation)),
  ];
}

/**
 * One score of several, in sigma: the harmonic mean of their p-values, told as the sigma of it. With p = exp(-k z) it is `ln(sum exp(k z) / M) / k`: a smooth maximum.
 * What is far out in one place is so in the score, whatever the others say, and several that agree count a little more. Unlike a product of p-values (Fisher) it may
 * be used where the components are not independent, and no component can excuse another.
 *
 * Source: D. Wilson, "The harmonic mean p-value for combining dependent tests", PNAS 116 (2019).
 */
export function harmonicMean(sigmas: readonly number[], steepness: number): number {
  const { highest, sum } = powersOf(sigmas, steepness);
  return highest + Math.log(sum / sigmas.length) / steepness;
}

/** How much each component moves the score: the derivatives, which sum to one. */
export function sharesOf(sigmas: readonly number[], steepness: number): readonly number[] {
  const { powers, sum } = powersOf(sigmas, steepness);
  return powers.map((power) => power / sum);
}

/** The powers exp(k z), each over that of the highest z, so that none is too large for a number. */
function powersOf(sigmas: readonly number[], steepness: number) {
  const highest = Math.max(...sigmas);
  const powers = sigmas.map((sigma) => Math.exp(steepness * (sigma - highest)));
  return { highest, powers, sum: powers.reduce((total, power) => total + power, 0) };
}

/**
 * The scores of one image in float64: the reference that a compiled recipe is checked against. A feature that is not finite gives a score
 * that is not finite, which is judged as an error.
 */
export function scoreImage(ofAllLooks: ScoreModel, features: ImageFeatures): ImageScores {
  const look = lookOf(ofAllLooks, features.patch);
  const model = ofLook(ofAllLooks, look ?? 0);
  const maps = partLevels(features);
  const distance = partDistance(model.part, maps);
  const patchValues = patchDistances(model.patch.gaussians, features.patch);
  const fineMaps = fineLevels(features);
  const fineValues = model.fine.map(({ gaussians }, index) => patchDistances(gaussians, fineMaps[index] as FeatureMap));
  const fineSigmas = model.fine.map(({ scale, deviations }, index) =>
    inSigma(fineValues[index] as Float64Array, { means: scale.means, deviations }),
  );
  const counted = [patchValues, ...fineSigmas];
  const topScores = [model.patch, ...model.fine].flatMap(({ scores }, index) => {
    const values = counted[index] as Float64Array;
    return scores.map(({ topShare }) => meanOfHighest(values, topPatchCount(topShare, values.length)));
  });
  const sigmas = componentSigmas(model, { partDistance: distance, topScores });
  const shares = sharesOf(sigmas, model.steepness);
  const whole: PartWhole = { maps, sigma: sigmas[0] as number };
  return {
    score: harmonicMean(sigmas, model.steepness),
    partDistance: distance,
    patchScore: topScores[0] as number,
    anomalyMap: anomalyMap(model, { whole, patch: patchValues, fine: fineValues, shares }),
    partShare: shares[0] as number,
    unusualShare: unusualShare(fineSigmas[0] ?? beyondMean(patchValues, model.patch.scale)),
    levelDistances: model.levels.map((level) => levelDistance(level, mapOfLevel(features, level.level))),
    look: look === null ? null : look + 1,
  };
}

/** How many places are unusual (`UNUSUAL_SIGMA`), as a share of all. */
export function unusualShare(sigmas: Float32Array | Float64Array): number {
  let count = 0;
  for (const sigma of sigmas) if (sigma > UNUSUAL_SIGMA) count += 1;
  return count / sigmas.length;
}

function mapOfLevel({ levels = [] }: ImageFeatures, level: number): FeatureMap {
  const found = levels.find((map) => map.level === level);
  if (found === undefined) throw new RangeError(`the image has no features of level ${level}`);
  return found;
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
