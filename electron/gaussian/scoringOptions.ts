import { fitGaussian } from './fittedGaussian.ts';
import { findLooks } from './looks.ts';

/** What can be varied in the scores. The defaults hold for every product; they are not meant to be tuned per product. */
export interface ScoringOptions {
  /**
   * Shares of the patch distances, highest first, whose means are components of the score: nobody knows how large a fault is. The first is the patch score that records tell.
   */
  readonly topShares: readonly [number, ...number[]];
  /**
   * Weight a of a position's own covariance against the tied one, from n images and p features; n / (n + p) by default. Zero gives one
   * tied covariance for all positions.
   */
  readonly ownWeight: (images: number, features: number) => number;
  /** Ridge of the tied covariance as a share of its mean variance. */
  readonly tiedRidge: number;
  /** See `PatchFitOptions`; for the patches alone. */
  readonly mostFolds?: number;
  /** How the part Gaussian of a level is fitted. */
  readonly fitPartGaussian: typeof fitGaussian;
  /** Finds out which looks the good images have. */
  readonly findLooks: typeof findLooks;
  /** Share of the places of a finer level, highest first, whose mean counts. */
  readonly fineShare: number;
  /**
   * How fast the chance of a good part falls with each sigma, exp(-k sigma). A normal distribution falls by its hazard, 2.06 where 5 % lie beyond (3.4 at 0.1 %).
   */
  readonly steepness: number;
}

export const DEFAULT_SCORING: ScoringOptions = {
  topShares: [0.04, 0.01, 0.16],
  ownWeight: (images, features) => images / (images + features),
  tiedRidge: 0.01,
  fitPartGaussian: fitGaussian,
  findLooks,
  fineShare: 0.01,
  steepness: 2,
};

/** How many of the highest patch distances enter the patch score: at least one. */
export function topPatchCount(topShare: number, positions: number): number {
  return Math.min(positions, Math.max(1, Math.round(topShare * positions)));
}

/** From how many sigma of its own held-out values on a place is called unusual: one in forty-four of a normal distribution. */
export const UNUSUAL_SIGMA = 2;
