import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  betaQuantile,
  binomialTail,
  chiSquareQuantile,
  clopperPearson,
  rateAbove,
  rateNotAbove,
} from './distributions.ts';
import { incompleteBeta, incompleteGamma, logGamma } from './specialFunctions.ts';

interface Golden {
  readonly chi2: readonly { readonly df: number; readonly p: number; readonly value: number }[];
  readonly beta: readonly { readonly a: number; readonly b: number; readonly p: number; readonly value: number }[];
  readonly clopperPearson: readonly {
    readonly k: number;
    readonly n: number;
    readonly confidence: number;
    readonly lower: number;
    readonly upper: number;
  }[];
}
const golden = JSON.parse(
  readFileSync(new URL('../../tests/fixtures/golden/distributions.json', import.meta.url), 'utf8'),
) as Golden;

describe('against SciPy', () => {
  it.each(golden.chi2)('the chi-square quantile of $p with $df degrees of freedom', ({ df, p, value }) => {
    expect(Math.abs(chiSquareQuantile(p, df) / value - 1)).toBeLessThan(1e-9);
  });

  it.each(golden.beta)('the Beta($a, $b) quantile of $p', ({ a, b, p, value }) => {
    expect(Math.abs(betaQuantile(p, a, b) / value - 1)).toBeLessThan(1e-9);
  });

  it.each(golden.clopperPearson)(
    'the Clopper-Pearson interval of $k out of $n',
    ({ k, n, confidence, lower, upper }) => {
      const { low, high } = clopperPearson(k, n, confidence);
      expect(low).toBeCloseTo(lower, 12);
      expect(high).toBeCloseTo(upper, 12);
    },
  );
});

describe('quantiles', () => {
  it('end where their distributions end', () => {
    expect(chiSquareQuantile(0, 5)).toBe(0);
    expect(chiSquareQuantile(1, 5)).toBe(Number.POSITIVE_INFINITY);
    expect(betaQuantile(0, 2, 3)).toBe(0);
    expect(betaQuantile(1, 2, 3)).toBe(1);
  });

  it('agree with closed forms', () => {
    expect(chiSquareQuantile(0.3, 2)).toBeCloseTo(-2 * Math.log(0.7), 13);
    expect(betaQuantile(0.3, 4, 1)).toBeCloseTo(0.3 ** (1 / 4), 14);
  });
});

describe('the tail of the binomial distribution', () => {
  /** Independent of the implementation: the sum of its terms, the smallest first. */
  function summed(successes: number, trials: number, rate: number): number {
    let coefficient = 1;
    const terms = Array.from({ length: trials + 1 }, (_, k) => {
      if (k > 0) coefficient = (coefficient * (trials - k + 1)) / k;
      return coefficient * rate ** k * (1 - rate) ** (trials - k);
    });
    return terms.slice(successes).reduceRight((sum, term) => sum + term, 0);
  }

  it('has its known values', () => {
    expect(binomialTail(0, 20, 0.01)).toBe(1);
    expect(binomialTail(9, 9, 0.14)).toBeCloseTo(0.14 ** 9, 20);
    // 1 - 0.99^20, and 190 0.01^18 0.99^2 + 20 0.01^19 0.99 + 0.01^20.
    expect(binomialTail(1, 20, 0.01)).toBeCloseTo(0.18209306240276923, 14);
    expect(binomialTail(18, 20, 0.01) / 1.864171e-34).toBeCloseTo(1, 12);
    expect(binomialTail(60, 60, 0.01) / 1e-120).toBeCloseTo(1, 10);
  });

  it.each([0.001, 0.01, 0.05, 0.14, 0.5])('is the sum of its terms at a rate of %s', (rate) => {
    for (const trials of [1, 5, 20, 50, 200]) {
      for (let successes = 1; successes <= trials; successes += 1) {
        const expected = summed(successes, trials, rate);
        // Smaller ones lose digits, or are zero.
        if (expected < 1e-240) break;
        expect(Math.abs(binomialTail(successes, trials, rate) / expected - 1)).toBeLessThan(1e-10);
      }
    }
  });
});

describe('special functions', () => {
  it('logGamma gives the logarithms of factorials', () => {
    let logFactorial = 0;
    for (let n = 1; n < 150; n += 1) {
      expect(Math.abs(logGamma(n) - logFactorial)).toBeLessThan(1e-14 * Math.max(1, logFactorial));
      logFactorial += Math.log(n);
    }
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14);
  });

  it('the tails of the incomplete functions add up to one on both sides of the middle', () => {
    for (const x of [0, 0.2, 3, 40, 90]) {
      const gamma = incompleteGamma(7, x);
      expect(gamma.lower + gamma.upper).toBeCloseTo(1, 14);
    }
    for (const x of [0, 0.1, 0.5, 0.99, 1]) {
      const beta = incompleteBeta(x, 3, 8);
      expect(beta.lower + beta.upper).toBeCloseTo(1, 14);
    }
  });
});

describe('rates', () => {
  it('count what lies above the limit, not on it', () => {
    expect(rateAbove([1, 2, 3, 4], 2)).toMatchObject({ observed: 0.5 });
    expect(rateNotAbove([1, 2, 3, 4], 2)).toMatchObject({ observed: 0.5 });
  });

  it('of opposite questions have mirrored intervals', () => {
    const rejected = rateAbove([1, 2, 3, 4, 5], 4)!;
    const missed = rateNotAbove([1, 2, 3, 4, 5], 4)!;
    expect(missed.low).toBeCloseTo(1 - rejected.high, 14);
    expect(missed.high).toBeCloseTo(1 - rejected.low, 14);
    expect(missed.low).toBeLessThan(missed.observed);
    expect(missed.high).toBeGreaterThan(missed.observed);
  });

  it('of nothing are unknown', () => {
    expect(rateAbove([], 1)).toBeNull();
    expect(rateNotAbove([], 1)).toBeNull();
    expect(clopperPearson(0, 0, 0.95)).toEqual({ low: 0, high: 1 });
  });
});
