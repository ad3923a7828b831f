import { incompleteBeta, incompleteGamma } from './specialFunctions.ts';

/** Both tails of a distribution at x. */
interface Tails {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The x below which a Beta(a, b) variable lies with probability p.
 *
 * @param p 0..1
 * @param a > 0
 * @param b > 0
 */
export function betaQuantile(p: number, a: number, b: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  return quantile(p, (x) => incompleteBeta(x, a, b), 0, 1);
}

/** Halves the interval until no number lies between its ends; the smaller tail decides, which keeps its relative precision. */
function quantile(p: number, tails: (x: number) => Tails, low: number, high: number): number {
  let from = low;
  let to = high;
  for (;;) {
    const middle = from + (to - from) / 2;
    if (middle <= from || middle >= to) return middle;
    const { lower, upper } = tails(middle);
    const below = p <= 0.5 ? lower < p : upper > 1 - p;
    if (below) from = middle;
    else to = middle;
  }
}

/**
 * The chance of at least `successes` among `trials` that each succeed with probability `rate`: the upper tail of the binomial distribution, exact,
 * as I_rate(successes, trials - successes + 1). It keeps its relative precision down to the smallest numbers.
 *
 * Source: NIST Digital Library of Mathematical Functions, 8.17.5.
 *
 * @param successes 0..trials
 * @param rate 0..1
 */
export function binomialTail(successes: number, trials: number, rate: number): number {
  return successes === 0 ? 1 : incompleteBeta(rate, successes, trials - successes + 1).lower;
}

interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The Clopper-Pearson interval of a share: the exact two-sided interval of a binomial probability.
 *
 * Source: C. Clopper, E. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial", Biometrika 26 (1934).
 *
 * @param successes 0..trials
 * @param trials without any trial nothing is known: 0..1
 * @param confidence e.g. 0.95
 */
export function clopperPearson(successes: number, trials: number, confidence: number): Interval {
  const tail = (1 - confidence) / 2;
  return {
    low: successes === 0 ? 0 : betaQuantile(tail, successes, trials - successes + 1),
    high: successes === trials ? 1 : betaQuantile(1 - tail, successes + 1, trials - successes),
  };
}

export interface ObservedRate extends Interval {
  readonly observed: number;
}

/**
 * The share of scores above a limit with its 95 % Clopper-Pearson interval: the false-reject rate of later good images, or the detection
 * rate of defective ones. Null without any score.
 */
export function rateAbove(scores: readonly number[], limit: number): ObservedRate | null {
  if (scores.length === 0) return null;
  const above = scores.filter((score) => score > limit).length;
  return { observed: above / scores.length, ...clopperPearson(above, scores.length, 0.95) };
}

/** The share of scores not above a limit, with its 95 % interval: the miss rate of defective parts. Null without any score. */
export function rateNotAbove(scores: readonly number[], limit: number): ObservedRate | null {
  const above = rateAbove(scores, limit);
  return above === null ? null : { observed: 1 - above.observed, low: 1 - above.high, high: 1 - above.low };
}

/**
 * The x below which a chi-square variable lies with probability p.
 *
 * @param p 0..1 (1 gives infinity)
 * @param degrees degrees of freedom, > 0
 */
export function chiSquareQuantile(p: number, degrees: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return Number.POSITIVE_INFINITY;
  let high = degrees + 1;
  while (incompleteGamma(degrees / 2, high / 2).lower < p) high *= 2;
  return quantile(p, (x) => incompleteGamma(degrees / 2, x / 2), 0, high);
}

/**
 * The distance that Gaussian parts would exceed with probability `target` if mean and covariance were known: the root of the chi-square
 * quantile. For reference only: distances of fresh parts from a fitted Gaussian are larger, so this limit rejects many times the target where the
 * images are not many times the features.
 *
 * @param features degrees of freedom, p
 */
export function chiSquareReference(target: number, features: number): number {
  return Math.sqrt(chiSquareQuantile(1 - target, features));
}
