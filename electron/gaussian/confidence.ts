import { betaQuantile } from './distributions.ts';

export interface Interval {
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
