/** From here on Stirling's series with six terms is exact to the last place. */
const STIRLING_FROM = 16;
/** B_2k / (2k (2k - 1)), k = 1..6. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360];

/**
 * ln Gamma(x) for x > 0, by Stirling's series after raising x by the recurrence.
 *
 * Source: NIST Digital Library of Mathematical Functions, 5.11.1 and 5.5.1.
 */
export function logGamma(x: number): number {
  let raised = x;
  let product = 1;
  for (; raised < STIRLING_FROM; raised += 1) product *= raised;
  let series = 0;
  let power = 1 / raised;
  for (const coefficient of STIRLING) {
    series += coefficient * power;
    power /= raised * raised;
  }
  return (raised - 0.5) * Math.log(raised) - raised + Math.log(2 * Math.PI) / 2 + series - Math.log(product);
}

const TINY = 1e-300;
const ITERATIONS = 10_000;

/**
 * Both tails of the regularised incomplete beta function, `lower = I_x(a, b)` and `upper = I_(1-x)(b, a)`: the smaller one is computed, so that it keeps
 * its relative precision.
 *
 * Source: NIST Digital Library of Mathematical Functions, 8.17.22 (continued fraction) and 8.17.4 (symmetry).
 *
 * @param x 0..1
 * @param a > 0
 * @param b > 0
 */
export function incompleteBeta(x: number, a: number, b: number): { lower: number; upper: number } {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x >= 1) return { lower: 1, upper: 0 };
  if (x > (a + 1) / (a + b + 2)) {
    const { lower, upper } = incompleteBeta(1 - x, b, a);
    return { lower: upper, upper: lower };
  }
  const logScale = a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b);
  const lower =
    (Math.exp(logScale) / a) *
    continuedFraction(
      (n) => {
        const m = Math.floor(n / 2);
        return n % 2 === 0
          ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
          : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
      },
      () => 1,
    );
  return { lower, upper: 1 - lower };
}

/** 1 / (b0 + a1 / (b1 + a2 / (b2 + ...))), by Lentz's method. */
function continuedFraction(numerator: (n: number) => number, denominator: (n: number) => number): number {
  let value = denominator(0) || TINY;
  let c = value;
  let d = 0;
  for (let n = 1; n < ITERATIONS; n += 1) {
    d = 1 / (denominator(n) + numerator(n) * d || TINY);
    c = denominator(n) + numerator(n) / c || TINY;
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return 1 / value;
}

/** psi(x), the derivative of ln Gamma, for x > 0. Source: NIST Digital Library of Mathematical Functions, 5.11.2 and 5.5.2. */
export function digamma(x: number): number {
  let [raised, sum] = [x, 0];
  for (; raised < STIRLING_FROM; raised += 1) sum -= 1 / raised;
  const square = 1 / raised ** 2;
  return (
    sum +
    Math.log(raised) -
    1 / (2 * raised) -
    square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240)))
  );
}

/** psi'(x) for x > 0. Source: NIST Digital Library of Mathematical Functions, 5.15.8 and 5.15.5. */
export function trigamma(x: number): number {
  let [raised, sum] = [x, 0];
  for (; raised < STIRLING_FROM; raised += 1) sum += 1 / raised ** 2;
  const square = 1 / raised ** 2;
  return (
    sum + 1 / raised + square / 2 + (square / raised) * (1 / 6 - square * (1 / 30 - square * (1 / 42 - square / 30)))
  );
}

/** x > 0 with trigamma(x) = value; trigamma falls, so the interval is halved until it is as narrow as numbers are. */
export function inverseTrigamma(value: number): number {
  let [low, high] = [1e-8, 1e8];
  for (let step = 0; step < 200; step += 1) {
    const middle = Math.sqrt(low * high);
    if (trigamma(middle) > value) low = middle;
    else high = middle;
  }
  return Math.sqrt(low * high);
}

/**
 * Both tails of the regularised incomplete gamma function, `lower = P(a, x)` and `upper = Q(a, x) = 1 - P`: the smaller one is computed, so
 * that it keeps its relative precision.
 *
 * Source: NIST Digital Library of Mathematical Functions, 8.7.1 (series) and 8.9.2 (continued fraction).
 *
 * @param a > 0
 * @param x >= 0
 */
export function incompleteGamma(a: number, x: number): { lower: number; upper: number } {
  if (x <= 0) return { lower: 0, upper: 1 };
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < ITERATIONS && term > sum * 1e-17; n += 1) {
      term *= x / (a + n);
      sum += term;
    }
    return { lower: sum * scale, upper: 1 - sum * scale };
  }
  const upper =
    scale *
    continuedFraction(
      (n) => n * (a - n),
      (n) => x + 2 * n + 1 - a,
    );
  return { lower: 1 - upper, upper };
}
