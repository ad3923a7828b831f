import { describe, expect, it } from 'vitest';
import { betaQuantile, chiSquareReference } from '../../shared/domain/distributions.ts';
import { SigmalineError } from '../../shared/domain/errors.ts';
import { expectedRejectRate } from '../../shared/domain/recipe.ts';
import { decideVerdict } from '../../shared/domain/verdict.ts';
import { calibrate } from './calibrate.ts';
import { checkTarget, imagesNeeded, limitForTarget, lowLimit, smallestSupportedTarget } from './limit.ts';
import { randomFrom, randomMaps } from './random.fixture.ts';
import { scoreImage } from './scoreImage.ts';
import type { FeatureMap } from './scoreModel.ts';

const oneTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

function errorOf(action: () => unknown): SigmalineError {
  try {
    action();
  } catch (error) {
    if (error instanceof SigmalineError) return error;
  }
  throw new Error('no SigmalineError was thrown');
}

describe('the limit of a target false-reject rate', () => {
  it.each([
    { count: 19, target: 0.05, rank: 19 },
    { count: 99, target: 0.01, rank: 99 },
    { count: 999, target: 0.001, rank: 999 },
    { count: 59, target: 0.1, rank: 54 },
  ])('of $target is the $rank-th smallest of $count scores', ({ count, target, rank }) => {
    const choice = limitForTarget(oneTo(count).reverse(), target);
    expect(choice).toMatchObject({ target, value: rank, count });
    expect(choice.rank).toBeCloseTo(rank, 12);
    expect(choice.bound95).toBeCloseTo(betaQuantile(0.95, count + 1 - rank, rank), 12);
  });

  it.each([
    { count: 20, target: 0.05, rank: 19.95 },
    { count: 31, target: 0.05, rank: 30.4 },
    { count: 100, target: 0.05, rank: 95.95 },
  ])('of $target lies between two of $count scores, at the rank $rank', ({ count, target, rank }) => {
    const choice = limitForTarget(oneTo(count).reverse(), target);
    expect(choice.rank).toBeCloseTo(rank, 12);
    expect(choice.value).toBeCloseTo(rank, 12);
  });

  it('promises less with every further image, and expects the target itself', () => {
    for (const target of [0.02, 0.05, 0.1]) {
      let last = 1;
      for (let count = imagesNeeded(target); count < 150; count += 1) {
        const choice = limitForTarget(oneTo(count), target);
        expect(expectedRejectRate(choice)).toBeCloseTo(target, 12);
        expect(choice.bound95).toBeLessThan(last);
        last = choice.bound95;
      }
    }
  });

  it('keeps its promise for whatever good parts score: simulated, its bound fails one time in twenty, and its mean is the target or less', () => {
    const random = randomFrom(11);
    const tails = { even: (u: number) => 1 - u, exponential: (u: number) => -Math.log(u), heavy: (u: number) => 1 / u };
    for (const scoreOf of Object.values(tails)) {
      for (const count of [19, 25, 31, 60]) {
        const runs = 1000;
        const { bound95 } = limitForTarget(oneTo(count), 0.05);
        let [mean, broken] = [0, 0];
        for (let run = 0; run < runs; run += 1) {
          const rates = Array.from({ length: count }, () => 1 - random.uniform());
          const { value } = limitForTarget(rates.map(scoreOf), 0.05);
          // Each score tells how many score higher: the share itself.
          const rate = scoreOf === tails.even ? 1 - value : scoreOf === tails.heavy ? 1 / value : Math.exp(-value);
          mean += rate / runs;
          if (rate > bound95) broken += 1;
        }
        expect(mean).toBeLessThan(0.0535);
        expect(broken / runs).toBeLessThan(0.07);
      }
    }
  });

  it('counts images that are set aside, and is never above all others', () => {
    const scores = [...oneTo(30), 400];
    const setAside = scores.map((score) => score === 400);
    expect(limitForTarget(scores, 0.05).value).toBeCloseTo(30 + 0.4 * 370, 9);
    const choice = limitForTarget(scores, 0.05, { setAside });
    expect(choice).toMatchObject({ value: 30, rank: 30, count: 31 });
    expect(expectedRejectRate(choice)).toBeCloseTo(2 / 32, 12);
    expect(choice.bound95).toBeCloseTo(betaQuantile(0.95, 2, 30), 12);
    // Where the rank lies below them anyway, they change nothing.
    const many = [...oneTo(99), 400];
    const aside = many.map((score) => score === 400);
    expect(limitForTarget(many, 0.05, { setAside: aside })).toEqual(limitForTarget(many, 0.05));
  });

  it('comes with the bound of the Beta distribution: the largest of n scores bounds the rate by 1 - 0.05^(1/n)', () => {
    expect(limitForTarget(oneTo(59), 1 / 60).bound95).toBeCloseTo(1 - 0.05 ** (1 / 59), 12);
  });

  it('is called approximate from fewer than 200 held-out scores, and never from a split', () => {
    expect(limitForTarget(oneTo(199), 0.05).approximate).toBe(true);
    expect(limitForTarget(oneTo(200), 0.05).approximate).toBe(false);
    expect(limitForTarget(oneTo(19), 0.05, { approximate: false }).approximate).toBe(false);
  });

  it('is refused where a score is no finite number', () => {
    expect(errorOf(() => limitForTarget([...oneTo(30), Number.NaN], 0.1)).code).toBe('calibration.degenerate');
  });
});

describe('a target that the images cannot support', () => {
  it.each([
    { target: 0.05, needed: 19 },
    { target: 0.01, needed: 99 },
    { target: 0.001, needed: 999 },
    { target: 0.5, needed: 1 },
    { target: 0.03, needed: 33 },
  ])('$target needs $needed images', ({ target, needed }) => {
    expect(imagesNeeded(target)).toBe(needed);
    expect(() => checkTarget(target, needed)).not.toThrow();
    if (needed > 1) expect(() => checkTarget(target, needed - 1)).toThrow(SigmalineError);
  });

  it('is refused with the best target that they do support', () => {
    const error = errorOf(() => limitForTarget(oneTo(18), 0.05));
    expect(error.code).toBe('calibration.too-few-images');
    expect(error.details).toMatchObject({ target: '5\u202f%', needed: 19, count: 18 });
    expect(error.message).toContain('at least 5.3\u202f%');
    expect(() => limitForTarget(oneTo(18), 0.053)).not.toThrow();
  });

  it('gives a draft from three good parts on, if one is asked for', () => {
    expect(checkTarget(0.05, 18, { draft: true })).toBe(false);
    expect(checkTarget(0.05, 3, { draft: true, images: 30 })).toBe(false);
    expect(checkTarget(0.05, 19, { draft: true })).toBe(true);
    expect(errorOf(() => checkTarget(0.05, 2, { draft: true }))).toMatchObject({
      code: 'calibration.too-few-for-draft',
      details: { needed: 3, count: 2 },
    });
  });

  it('is refused with the offer of a draft, where there are any', () => {
    expect(errorOf(() => checkTarget(0.05, 3, { draft: false })).message).toContain('or make a draft');
    expect(errorOf(() => checkTarget(0.05, 2, { draft: false })).message).not.toContain('draft');
    expect(errorOf(() => checkTarget(0.05, 3)).message).not.toContain('draft');
  });

  it('is refused without an offer where no target would do', () => {
    expect(errorOf(() => checkTarget(0.05, 0)).message).toContain('Add good images.');
  });

  it('is supported exactly from the smallest supported target on', () => {
    for (const count of [1, 7, 19, 99, 500]) {
      const smallest = smallestSupportedTarget(count);
      expect(imagesNeeded(smallest)).toBe(count);
    }
  });

  it('is no target at all outside 0.001 to 0.5', () => {
    for (const target of [0, -0.1, 0.0009, 0.51, 1, Number.NaN]) {
      expect(errorOf(() => checkTarget(target, 10_000)).code).toBe('target.invalid');
    }
  });
});

describe('the score below which an image is odd', () => {
  it('lies as far below the smallest held-out score as that lies below the median', () => {
    expect(lowLimit([3, -1, 0, 1, 2], [3, 0, 0.5, 1, 2])).toBe(-3);
  });

  it('lies below the images of the calibration as the finished fit sees them', () => {
    expect(lowLimit([3, -1, 0, 1, 2], [2, -2, -1, 0, 1])).toBe(-4);
  });
});

describe('an image that is plainer than any good one', () => {
  const random = randomFrom(43);
  const deep = randomMaps(random, 40, { level: 7, channels: 12, height: 4, width: 5 });
  const fine = randomMaps(random, 40, { level: 5, channels: 6, height: 8, width: 10 });
  const good = deep.map((part, image) => ({ part, patch: part, map: fine[image] as FeatureMap }));
  const { model, heldOut, limit } = calibrate(good, { target: 0.05 });
  const fitted = good.map((image) => scoreImage(model, image).score);
  const low = lowLimit(
    heldOut.map(({ score }) => score),
    fitted,
  );
  const verdictOf = (score: number) => decideVerdict(score, { fail: limit.value, review: null, low });

  it('is reviewed, and the images of the calibration are not, shown again or held out', () => {
    const part = averageOf(deep);
    expect(verdictOf(scoreImage(model, { part, patch: part, map: averageOf(fine) }).score)).toBe('review');
    expect(new Set([...fitted, ...heldOut.map(({ score }) => score)].map(verdictOf))).toEqual(
      new Set(['pass', 'fail']),
    );
  });
});

function averageOf(maps: readonly FeatureMap[]): FeatureMap {
  const [first] = maps as [FeatureMap];
  const mean = (_: number, place: number) => maps.reduce((sum, { values }) => sum + values[place]!, 0) / maps.length;
  return { ...first, values: first.values.map(mean) };
}

describe('the chi-square reference', () => {
  it('is the distance that known Gaussian parts exceed that often', () => {
    expect(chiSquareReference(0.1, 2)).toBeCloseTo(Math.sqrt(-2 * Math.log(0.1)), 12);
    expect(chiSquareReference(0.0027, 272) ** 2).toBeCloseTo(341.38995, 4);
  });
});
