import { fitGaussian } from './fittedGaussian.ts';
import type { ScoreBlend } from './scoreModel.ts';

/** What can be varied in the scores. The defaults hold for every product; they are not meant to be tuned per product. */
export interface ScoringOptions {
  /** Share of the patch distances, highest first, whose mean is the patch score. */
  readonly topShare: number;
  /**
   * Weight a of a position's own covariance against the tied one, from n images and p features; n / (n + p) by default. Zero gives one
   * tied covariance for all positions.
   */
  readonly ownWeight: (images: number, features: number) => number;
  /** Ridge of the tied covariance as a share of its mean variance. */
  readonly tiedRidge: number;
  /** How the part Gaussian of a level is fitted. */
  readonly fitPartGaussian: typeof fitGaussian;
  readonly blend: ScoreBlend;
}

export const DEFAULT_SCORING: ScoringOptions = {
  topShare: 0.04,
  ownWeight: (images, features) => images / (images + features),
  tiedRidge: 0.01,
  fitPartGaussian: fitGaussian,
  blend: { partShare: 1 / 3, partBound: 1.5, partAloneAfter: 3 },
};

/** How many of the highest patch distances enter the patch score: at least one. */
export function topPatchCount(topShare: number, positions: number): number {
  return Math.min(positions, Math.max(1, Math.round(topShare * positions)));
}
