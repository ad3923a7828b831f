import type { ScoreName } from '../scores.ts';

/** Scores as people call them. */
export const SCORE_TITLES: Readonly<Record<ScoreName, string>> = {
  sigmaline: 'Sigmaline score',
  part: 'Part distance',
  patch: 'Patch score',
};

/** A score with its unit: only the sigmaline score is in sigma of held-out good images. */
export function scoreText(name: ScoreName, value: number): string {
  return name === 'sigmaline' ? `${value.toFixed(2)} sigma` : value.toFixed(2);
}
