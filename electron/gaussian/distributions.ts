import { incompleteBeta, incompleteGamma } from './specialFunctions.ts';

/** Both tails of a distribution at x. */
export interface Tails {
  readonly lower: number;
  readonly upper: number;
}

/** Tails of the chi-square distribution with `degrees` degrees of freedom. */
export function chiSquareTails(x: number, degrees: number): Tails {
  return incompleteGamma(degrees / 2, x / 2);
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
  while (chiSquareTails(high, degrees).lower < p) high *= 2;
  return quantile(p, (x) => chiSquareTails(x, degrees), 0, high);
}

/** Tails of the Beta(a, b) distribution. */
export function betaTails(x: number, a: number, b: number): Tails {
  return incompleteBeta(x, a, b);
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
  return quantile(p, (x) => betaTails(x, a, b), 0, 1);
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
