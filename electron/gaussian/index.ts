/**
 * The mathematics of the method in float64, pure and without I/O: Gaussians of good parts, scores, held-out scores,
 * limits and evaluation figures.
 */

export { binomialTail, type ObservedRate, rateAbove, rateNotAbove } from '../../shared/domain/distributions.ts';
export { median } from '../../shared/domain/median.ts';
export { areaUnderRoc, rankCorrelation, rocCurve } from '../../shared/domain/receiverOperating.ts';
export { drawnComponents, enlargement, type Grid, lookedAt, mapGrid, placesOf } from './anomalyMap.ts';
export {
  type CalibrationOptions,
  calibrate,
  type FittedScores,
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
export { regionsOf } from './imageDistances.ts';
export { type ImageFeatures, keepPlaces, pooledMap } from './imageFeatures.ts';
export { fitUnlikeness, remainLikeGood, type Unlikeness } from './likeness.ts';
export {
  checkReviewTarget,
  checkTarget,
  type LimitChoices,
  type LimitsAsked,
  limitForTarget,
  limitsOfHeldOut,
  lowLimit,
  supportedLimits,
} from './limit.ts';
export { meanAndDeviation } from './moments.ts';
export { foundParts } from './sameParts.ts';
export { paperSum, scoreImage, unusualShare } from './scoreImage.ts';
export type * from './scoreModel.ts';
export { DEFAULT_SCORING, type ScoringOptions, topPatchCount, UNUSUAL_SIGMA } from './scoringOptions.ts';
export { checkTrailing, fitTrailingComponents } from './trailingComponents.ts';
export { clearlyUnlike, unlikeImages } from './unlikeImages.ts';
export * as webAssembly from './webAssembly.ts';
