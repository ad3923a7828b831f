/**
 * The mathematics of the method in float64, pure and without I/O: Gaussians of good parts, scores, held-out scores,
 * limits and evaluation figures.
 */

export { drawnComponents, enlargement, type Grid, mapGrid, placesOf } from './anomalyMap.ts';
export {
  type CalibrationOptions,
  type CalibrationResult,
  calibrate,
  fitWithoutUnlike,
  type ImageVariation,
} from './calibrate.ts';
export {
  beginAnew,
  type ChangeEvidence,
  isHigher,
  noEvidence,
  PARTS_PER_FALSE_ALARM,
  strengthOf,
  withPart,
} from './changeEvidence.ts';
export { binomialTail, type ObservedRate, rateAbove, rateNotAbove } from './distributions.ts';
export { regionsOf } from './imageDistances.ts';
export { type ImageFeatures, pooledMap } from './imageFeatures.ts';
export { fitUnlikeness, remainLikeGood, type Unlikeness } from './likeness.ts';
export { checkTarget, limitForTarget, lowLimit } from './limit.ts';
export { meanAndDeviation } from './moments.ts';
export { areaUnderRoc, rankCorrelation, rocCurve } from './receiverOperating.ts';
export { foundParts } from './sameParts.ts';
export { median, paperSum, scoreImage, unusualShare } from './scoreImage.ts';
export type * from './scoreModel.ts';
export { DEFAULT_SCORING, topPatchCount, UNUSUAL_SIGMA } from './scoringOptions.ts';
export { clearlyUnlike, unlikeImages } from './unlikeImages.ts';
