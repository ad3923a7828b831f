import { SigmalineError } from '../../shared/domain/errors.ts';
import { imagesNeeded, LARGEST_TARGET, SMALLEST_TARGET } from '../../shared/domain/falseRejectTarget.ts';
import type { LimitChoice } from '../../shared/domain/recipe.ts';
import { betaQuantile } from './distributions.ts';

export { imagesNeeded, LARGEST_TARGET, SMALLEST_TARGET };

/** From how many held-out scores on their bound is no longer called approximate. */
const EXACT_ENOUGH = 200;

/** Absorbs the rounding of products such as 20 * 0.95. */
const ROUNDING = 1e-9;

/** The smallest false-reject rate that `count` held-out scores support: 1 / (count + 1). */
export function smallestSupportedTarget(count: number): number {
  return 1 / (count + 1);
}

/**
 * The limit of a target false-reject rate from held-out (leave-one-out) scores: the k-th smallest of them, `k = ceil((n + 1)(1 - target))`.
 * The bound is the 0.95 quantile of Beta(n + 1 - k, k), the distribution of the true false-reject rate where the scores are exchangeable
 * with later ones; for fewer than 200 held-out scores it is called approximate.
 *
 * Source: S. Wilks, "Determination of sample sizes for setting tolerance limits", Ann. Math. Statist. 12 (1941).
 *
 * @param scores n finite scores of good images, in any order
 * @param approximate false for scores of images that the fit has never seen, whose bound is exact for any number of them
 * @throws target.invalid, calibration.too-few-images (with the best target that the images support), calibration.degenerate
 */
export function limitForTarget(
  scores: readonly number[],
  target: number,
  approximate = scores.length < EXACT_ENOUGH,
): LimitChoice {
  const count = scores.length;
  checkTarget(target, count);
  if (!scores.every(Number.isFinite)) {
    throw new SigmalineError('calibration.degenerate', { reason: 'a held-out score is no finite number' });
  }
  const rank = Math.ceil((count + 1) * (1 - target) - ROUNDING);
  const value = scores.toSorted((a, b) => a - b)[rank - 1] as number;
  return { target, value, rank, count, bound95: betaQuantile(0.95, count + 1 - rank, rank), approximate };
}

/**
 * Refuses a target that `count` good images cannot support.
 *
 * @throws target.invalid, calibration.too-few-images
 */
export function checkTarget(target: number, count: number): void {
  if (!(target >= SMALLEST_TARGET && target <= LARGEST_TARGET))
    throw new SigmalineError('target.invalid', { target: percentText(target) });
  const needed = imagesNeeded(target);
  if (count >= needed) return;
  const best = smallestSupportedTarget(count);
  const remedy =
    best <= LARGEST_TARGET && count >= 3
      ? `Add good images, or choose a target of at least ${percentText(readableTarget(best))}.`
      : 'Add good images.';
  throw new SigmalineError('calibration.too-few-images', { target: percentText(target), needed, count, remedy });
}

/** A share as sentences tell it: 0.05 is 5 %. */
function percentText(share: number): string {
  return `${Number((share * 100).toFixed(3))}\u202f%`;
}

/** The target rounded up to three decimals, so that what is offered is accepted. */
function readableTarget(target: number): number {
  return Math.ceil(target * 1000 - ROUNDING) / 1000;
}
