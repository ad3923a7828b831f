import type { HeldOutImage } from '../../shared/domain/index.ts';

/** The scores that every inspection gives; any of them can be evaluated. */
export const SCORE_NAMES = ['sigmaline', 'part', 'patch'] as const;
export type ScoreName = (typeof SCORE_NAMES)[number];

/** What a lane says of an image, and what a recipe holds of a good image that was held out. */
export type ScoresOfImage = Pick<HeldOutImage, 'score' | 'partDistance' | 'patchScore'>;

export function scoreNamed(name: ScoreName, scores: ScoresOfImage): number {
  switch (name) {
    case 'sigmaline':
      return scores.score;
    case 'part':
      return scores.partDistance;
    case 'patch':
      return scores.patchScore;
  }
}

/** One kind of score of all images of an evaluation. */
export interface EvaluatedScores {
  /** Of good images that the limit is taken from, each by a fit that has not seen it. */
  readonly heldOut: readonly number[];
  /** Of good test images. */
  readonly good: readonly number[];
  readonly defective: readonly number[];
}
