import { betaQuantile } from '../../shared/domain/distributions.ts';
import { SigmalineError } from '../../shared/domain/errors.ts';
import {
  FEWEST_FOR_DRAFT,
  imagesNeeded,
  LARGEST_TARGET,
  SMALLEST_TARGET,
} from '../../shared/domain/falseRejectTarget.ts';
import { median } from '../../shared/domain/median.ts';
import { countedParts, expectedRejectRate, type HeldOutImage, type LimitChoice } from '../../shared/domain/recipe.ts';
import { formatError } from '../../shared/i18n/errors.ts';

export { imagesNeeded, LARGEST_TARGET, SMALLEST_TARGET };

/** From how many held-out scores on their bound is no longer called approximate. */
const EXACT_ENOUGH = 200;

/** Absorbs the rounding of products such as 20 * 0.95. */
const ROUNDING = 1e-9;

/** The smallest false-reject rate that `count` held-out scores support: 1 / (count + 1). */
export function smallestSupportedTarget(count: number): number {
  return 1 / (count + 1);
}

interface LimitOptions {
  /** Which scores are of images unlike all others: they count, but the limit is never above the highest of the others. */
  readonly setAside?: readonly boolean[];
  /** False for scores of images that the fit has never seen, whose bound is exact for any number of them. */
  readonly approximate?: boolean;
}

/**
 * The limit of a target false-reject rate from n held-out (leave-one-out) scores: their order statistic of rank `(n + 1)(1 - target)`, taken linearly
 * between the two neighbours where that is no whole number. So the expected rate is the target itself for every n (for a density that falls
 * beyond the limit it is a little lower), and the bound falls with every further image; the whole rank above it would jump with n.
 *
 * Images that are set aside count among the n. Where the limit would come to lie above all others, it is the highest of these, with the rank that it has among all:
 * the expected rate and the bound are then those of that rank, above the target.
 *
 * The bound is the 0.95 quantile of Beta(n + 1 - rank, rank), the distribution of the true false-reject rate where the scores are exchangeable
 * with later ones; for fewer than 200 held-out scores it is called approximate.
 *
 * Sources: S. Wilks, "Determination of sample sizes for setting tolerance limits", Ann. Math. Statist. 12 (1941); S. Stigler, "Fractional order
 * statistics, with applications", JASA 72 (1977).
 *
 * @param scores n finite scores of good images, in any order
 * @throws target.invalid, calibration.too-few-images (with the best target that the images support), calibration.degenerate
 */
export function limitForTarget(
  scores: readonly number[],
  target: number,
  { setAside = [], approximate = scores.length < EXACT_ENOUGH }: LimitOptions = {},
): LimitChoice {
  const count = scores.length;
  checkTarget(target, count);
  if (!scores.every(Number.isFinite)) {
    throw new SigmalineError('calibration.degenerate', { reason: 'a held-out score is no finite number' });
  }
  const asked = Math.min(count, rounded((count + 1) * (1 - target)));
  const highest = Math.max(...scores.filter((_, image) => setAside[image] !== true));
  const rank = Math.min(asked, scores.filter((score) => score <= highest).length);
  return {
    target,
    value: orderStatistic(scores, rank),
    rank,
    count,
    bound95: betaQuantile(0.95, count + 1 - rank, rank),
    approximate,
  };
}

/** What is asked of the limits of a recipe. */
export interface LimitsAsked {
  /** Target false-reject rate. */
  readonly target: number;
  /** Share of good parts above the lower end of the review band; null for no band. */
  readonly reviewTarget?: number | null | undefined;
}

/** The limit, and where the review band below it begins. */
export interface LimitChoices {
  readonly limit: LimitChoice;
  readonly review: LimitChoice | null;
}

/**
 * The limit and the lower end of the review band, each the order statistic of its own share: see `limitForTarget`.
 *
 * @throws target.invalid, target.review, target.review-empty, calibration.too-few-images, calibration.degenerate
 */
export function limitsForTargets(
  scores: readonly number[],
  asked: LimitsAsked,
  options: LimitOptions = {},
): LimitChoices {
  checkReviewTarget(asked);
  const { target, reviewTarget = null } = asked;
  const limit = limitForTarget(scores, target, options);
  if (reviewTarget === null) return { limit, review: null };
  const review = limitForTarget(scores, reviewTarget, options);
  if (review.value < limit.value) return { limit, review };
  const expected = percentText(expectedRejectRate(limit));
  throw new SigmalineError('target.review-empty', { review: percentText(reviewTarget), expected });
}

/** The limits of a recipe by its held-out images, of which each part counts once. @throws as `limitsForTargets`, and calibration.too-few-parts */
export function limitsOfHeldOut(heldOut: readonly HeldOutImage[], asked: LimitsAsked): LimitChoices {
  const parts = countedParts(heldOut, ({ score }) => score);
  checkTarget(asked.target, parts.length, { images: heldOut.length });
  return limitsForTargets(
    parts.map(({ score }) => score),
    asked,
    { setAside: parts.map(({ setAside }) => setAside) },
  );
}

/** Shares that people find easy to read, within each power of ten. */
const READABLE = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8];

/** The limit of each target that the held-out images support, out of readable ones: what a slider moves over. */
export function supportedLimits(heldOut: readonly HeldOutImage[]): readonly LimitChoice[] {
  const parts = countedParts(heldOut, ({ score }) => score);
  const scores = parts.map(({ score }) => score);
  const setAside = parts.map((part) => part.setAside);
  return [0.001, 0.01, 0.1]
    .flatMap((power) => READABLE.map((readable) => Number((power * readable).toPrecision(2))))
    .filter((target) => target <= LARGEST_TARGET && imagesNeeded(target) <= parts.length)
    .map((target) => limitForTarget(scores, target, { setAside }));
}

/** @throws target.review where the review band does not begin below the limit */
export function checkReviewTarget({ target, reviewTarget = null }: LimitsAsked): void {
  if (reviewTarget === null || (reviewTarget > target && reviewTarget <= LARGEST_TARGET)) return;
  throw new SigmalineError('target.review', { review: percentText(reviewTarget), target: percentText(target) });
}

/**
 * The score below which an image is as odd as one above the limit: as far again below the smallest score as the smallest held-out one lies below their median (of n
 * normal scores, 4.3 standard deviations below their mean for n = 40, 3.1 for n = 10). The images of the calibration themselves, shown again, score lower than held out, since
 * the fit knows them: the smallest score is that of both.
 *
 * @param heldOut finite scores of good images from fits without them
 * @param fitted scores of the same images from the finished fit
 */
export function lowLimit(heldOut: readonly number[], fitted: readonly number[]): number {
  const lowest = Math.min(...heldOut);
  return Math.min(lowest, ...fitted) - ((median(heldOut) as number) - lowest);
}

/** The score of a rank from 1 to n, between two of them linearly. */
function orderStatistic(scores: readonly number[], rank: number): number {
  const sorted = scores.toSorted((a, b) => a - b);
  const lower = Math.floor(rank);
  const below = sorted[lower - 1] as number;
  return below + (rank - lower) * ((sorted[lower] ?? below) - below);
}

function rounded(value: number): number {
  const whole = Math.round(value);
  return Math.abs(value - whole) < ROUNDING ? whole : value;
}

interface TargetOptions {
  /** How many images show these parts. */
  readonly images?: number;
  /** Whether too few parts give a draft, which has no limit; where that is only to be offered it is false, and undefined where there are no drafts. */
  readonly draft?: boolean | undefined;
}

/**
 * Refuses a target that `count` good parts cannot support.
 *
 * @returns false where they do not support it and give a draft
 * @throws target.invalid, calibration.too-few-images, calibration.too-few-parts, calibration.too-few-for-draft
 */
export function checkTarget(target: number, count: number, { images = count, draft }: TargetOptions = {}): boolean {
  if (!(target >= SMALLEST_TARGET && target <= LARGEST_TARGET))
    throw new SigmalineError('target.invalid', { target: percentText(target) });
  const needed = imagesNeeded(target);
  if (count >= needed) return true;
  if (draft === true && count >= FEWEST_FOR_DRAFT) return false;
  if (draft === true) throw new SigmalineError('calibration.too-few-for-draft', { needed: FEWEST_FOR_DRAFT, count });
  const best = smallestSupportedTarget(count);
  const offered = { target: percentText(readableTarget(best)) };
  const remedy =
    count < FEWEST_FOR_DRAFT
      ? formatError('reason.add-images')
      : formatError(draft === false ? 'reason.add-images-or-draft' : 'reason.add-images-or-target', offered);
  const details = { target: percentText(target), needed, count, remedy };
  if (images > count) throw new SigmalineError('calibration.too-few-parts', { ...details, images });
  throw new SigmalineError('calibration.too-few-images', details);
}

/** A share as sentences tell it: 0.05 is 5 %. */
function percentText(share: number): string {
  return `${Number((share * 100).toFixed(3))}\u202f%`;
}

/** The target rounded up to three decimals, so that what is offered is accepted. */
function readableTarget(target: number): number {
  return Math.ceil(target * 1000 - ROUNDING) / 1000;
}
