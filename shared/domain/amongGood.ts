import { z } from 'zod';
import { countedParts } from './recipe.ts';

/** How a score stands among the held-out scores of the good parts of its recipe's calibration. */
export const amongGoodSchema = z.object({
  /** How many good parts scored as high or higher. */
  asUnusual: z.number().int().nonnegative(),
  /** How many good parts there were, those that were set aside included. */
  count: z.number().int().positive(),
  /** How many scored as high as the limit or higher: `asUnusual` is never less for a part that does not fail. */
  atLimit: z.number().int().nonnegative(),
});
export type AmongGood = z.infer<typeof amongGoodSchema>;

interface Calibrated {
  readonly heldOut: readonly { readonly score: number; readonly part?: number | undefined }[];
  readonly limits: { readonly fail: number } | null;
}

/** The held-out score of each good part, of its images the highest. */
export function partScores(heldOut: Calibrated['heldOut']): number[] {
  return countedParts(heldOut, ({ score }) => score).map(({ score }) => score);
}

/** The share of the good parts (0..1) that scored less; null without a score, and without good parts. */
export function shareBelow(scores: readonly number[], score: number | null): number | null {
  if (score === null || scores.length === 0) return null;
  return scores.filter((good) => good < score).length / scores.length;
}

/** @returns null for a recipe that holds no held-out scores, and for a draft, whose few good images say little */
export function amongGood({ heldOut, limits }: Calibrated, score: number): AmongGood | null {
  if (heldOut.length === 0 || limits === null) return null;
  const scores = partScores(heldOut);
  const notBelow = (level: number): number => scores.reduce((sum, good) => (good >= level ? sum + 1 : sum), 0);
  return { asUnusual: notBelow(score), count: scores.length, atLimit: notBelow(limits.fail) };
}

/**
 * The conformal p-value, 0..1: a good part is as unusual with at most this chance, as long as good parts are exchangeable with those of the calibration.
 * It is never below 1 / (count + 1): beyond what the good parts scored nothing is extrapolated. (Vovk, Gammerman, Shafer, "Algorithmic Learning in a
 * Random World", 2005.)
 */
export function pValueOf({ asUnusual, count }: Pick<AmongGood, 'asUnusual' | 'count'>): number {
  return (1 + asUnusual) / (count + 1);
}
