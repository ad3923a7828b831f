import { SigmalineError } from '../../../shared/domain/index.ts';
import { type ImageFeatures, type ImageScores, type ScoreModel, scoreImage } from '../../gaussian/index.ts';
import type { RecipeScores, RecipeSession } from '../session/index.ts';

/** The graph computes in float32; the reference in float64. */
const TOLERANCE = 1e-3;

/** The same image as the graph takes it and as the reference takes it. */
export interface ComparedImage {
  readonly pixels: Uint8Array;
  readonly features: ImageFeatures;
}

/**
 * Runs the compiled graph on images and compares it with the float64 reference.
 *
 * @throws SigmalineError recipe.corrupt where any score or any place of the map differs
 */
export async function requireEqualScores(
  recipe: string,
  model: ScoreModel,
  images: readonly ComparedImage[],
  session: RecipeSession,
): Promise<void> {
  for (const { pixels, features } of images) {
    const difference = firstDifference(scoreImage(model, features), await session.judge(pixels));
    if (difference === null) continue;
    throw new SigmalineError('recipe.corrupt', { recipe, reason: `its compiled graph gives ${difference}` });
  }
}

/** The first value of the graph that is not the reference's, in words; null where all are equal. */
export function firstDifference(expected: ImageScores, found: RecipeScores): string | null {
  for (const name of ['score', 'partDistance', 'patchScore'] as const) {
    if (!isClose(expected[name], found[name])) return `${name} ${found[name]} instead of ${expected[name]}`;
  }
  const level = expected.levelDistances.findIndex((distance, index) => !isClose(distance, found.levelDistances[index]));
  if (level >= 0) {
    return `level distance ${level + 1} ${found.levelDistances[level]} instead of ${expected.levelDistances[level]}`;
  }
  const { values } = found.anomalyMap;
  const place = expected.anomalyMap.findIndex((sigma, index) => !isClose(sigma, values[index]));
  return place < 0 ? null : `${values[place]} instead of ${expected.anomalyMap[place]} at place ${place} of its map`;
}

/** Relative, but no finer than a thousandth of a sigma: scores of good images lie around zero. A value that is no number is never close. */
function isClose(expected: number, found = Number.NaN): boolean {
  return Math.abs(found - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
}
