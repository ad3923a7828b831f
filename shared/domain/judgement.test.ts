import { describe, expect, it } from 'vitest';
import { ORDINARY_TRAITS } from './imageTraits.fixture.ts';
import { goodTraitsOf, type SizedTraits } from './imageTraits.ts';
import { isUnusualAsWhole, judgementOf, looksForeign, unusualBeyondPlace } from './judgement.ts';
import { recipeVersionOf } from './recipe.fixture.ts';

function lit(brightness: number): SizedTraits {
  return { ...ORDINARY_TRAITS, widthPx: 640, heightPx: 480, measures: { ...ORDINARY_TRAITS.measures, brightness } };
}

const good = [0.1, 0.5, 0.9, 1.3, 2].map((score) => ({
  ...{ file: `${score}.png`, sha256: 'ab'.repeat(32), score, partDistance: 1, patchScore: 1, setAside: score === 2 },
}));
const recipe = {
  ...recipeVersionOf('ring'),
  heldOut: good,
  limits: { fail: 1.3, review: null },
  reviewsOtherLight: true,
  traits: goodTraitsOf([lit(90), lit(100), lit(110)]),
};
const image = { score: 0.7, relitScore: null, traits: lit(100) };

describe('the p-value of a part', () => {
  it.each([
    [-1, 6, 1],
    [0.7, 4, 4 / 6],
    [0.9, 4, 4 / 6],
    // As far as the calibration goes: nothing is extrapolated.
    [2.1, 1, 1 / 6],
    [99, 1, 1 / 6],
  ])('of the score %s counts %s of six, the one set aside and the part itself among them', (score, _, expected) => {
    expect(judgementOf(recipe, { ...image, score }).pValue).toBeCloseTo(expected, 12);
  });

  it('is not known where the recipe holds no held-out scores, or the score is no number', () => {
    expect(judgementOf({ ...recipe, heldOut: [] }, image).pValue).toBeNull();
    expect(judgementOf(recipe, { ...image, score: Number.NaN })).toMatchObject({ verdict: 'error', pValue: null });
  });

  it('is at least that of the limit for what passes, and below it for what fails', () => {
    expect(judgementOf(recipe, { ...image, score: 1.3 })).toMatchObject({
      verdict: 'pass',
      amongGood: { asUnusual: 2, count: 5, atLimit: 2 },
    });
    expect(judgementOf(recipe, { ...image, score: 1.31 })).toMatchObject({
      verdict: 'fail',
      amongGood: { asUnusual: 1, atLimit: 2 },
    });
  });
});

describe('a part that fails under other light', () => {
  const dark = { score: 3, relitScore: 1, traits: lit(70) };

  it('is for a person to look at if it would pass in the light of the good images, and says so', () => {
    expect(judgementOf(recipe, dark)).toMatchObject({
      verdict: 'review',
      reviewReason: { code: 'review.darker', details: { found: 70, low: 90, high: 110 } },
    });
    expect(judgementOf(recipe, { ...dark, traits: lit(130) }).reviewReason?.code).toBe('review.brighter');
  });

  it.each([
    ['would fail in that light too', recipe, { ...dark, relitScore: 1.4 }],
    ['was not asked about', recipe, { ...dark, relitScore: null }],
    ['is judged by a recipe of an earlier version', { ...recipe, reviewsOtherLight: false }, dark],
  ])('fails if it %s', (_, judging, part) => {
    expect(judgementOf(judging, part)).toMatchObject({ verdict: 'fail', reviewReason: null });
  });

  it('passes if it passes', () => {
    expect(judgementOf(recipe, { ...dark, score: 1 })).toMatchObject({ verdict: 'pass', reviewReason: null });
  });
});

describe('a part that scores far below the good ones', () => {
  const bounded = { ...recipe, limits: { ...recipe.limits, low: -2 } };

  it('is for a person to look at, and says why', () => {
    expect(judgementOf(bounded, { ...image, score: -2.5 })).toMatchObject({
      verdict: 'review',
      reviewReason: { code: 'review.too-alike', details: { found: '-2.5', low: '-2.0' } },
    });
  });

  it.each([
    ['it is at the bound', bounded, -2],
    ['its recipe is of an earlier version', recipe, -99],
  ])('passes if %s', (_, judging, score) => {
    expect(judgementOf(judging, { ...image, score })).toMatchObject({ verdict: 'pass', reviewReason: null });
  });

  it('is an error if the score is no finite number', () => {
    expect(judgementOf(bounded, { ...image, score: Number.NEGATIVE_INFINITY })).toMatchObject({
      verdict: 'error',
      reviewReason: null,
    });
  });
});

it('a part looks like another product where nearly every place is unusual, and it fails', () => {
  expect(looksForeign({ verdict: 'fail', unusualShare: 0.8 })).toBe(true);
  expect(looksForeign({ verdict: 'fail', unusualShare: 0.79 })).toBe(false);
  expect(looksForeign({ verdict: 'pass', unusualShare: 0.9 })).toBe(false);
  expect(looksForeign({ verdict: 'fail', unusualShare: null })).toBe(false);
});

it('a part is unusual as a whole where that has half of the score or more, and it fails', () => {
  expect(isUnusualAsWhole({ verdict: 'fail', partShare: 0.5 })).toBe(true);
  expect(isUnusualAsWhole({ verdict: 'fail', partShare: 0.49 })).toBe(false);
  expect(isUnusualAsWhole({ verdict: 'review', partShare: 0.9 })).toBe(false);
  expect(isUnusualAsWhole({ verdict: 'fail', partShare: null })).toBe(false);
});

it('what goes beyond one place is said once: another product is unusual as a whole too', () => {
  const part = { verdict: 'fail', unusualShare: 0.1, partShare: 0.9 } as const;
  expect(unusualBeyondPlace({ ...part, unusualShare: 0.9 })).toMatchObject({ code: 'line.foreign' });
  expect(unusualBeyondPlace(part)).toMatchObject({ code: 'line.whole' });
  expect(unusualBeyondPlace({ ...part, partShare: 0.1 })).toBeNull();
});

describe('a part that a draft judges', () => {
  const draft = { ...recipe, limits: null, limit: null };

  it.each([-99, 0.7, 99])('is for a person to look at, whatever its score, here %s', (score) => {
    expect(judgementOf(draft, { ...image, score, traits: lit(70), relitScore: 0 })).toMatchObject({
      verdict: 'review',
      reviewReason: { code: 'review.draft' },
      pValue: null,
      amongGood: null,
      imageDifferences: [],
    });
  });

  it('is an error if its score is no number', () => {
    expect(judgementOf(draft, { ...image, score: Number.NaN })).toMatchObject({ verdict: 'error', reviewReason: null });
  });
});

describe('an image outside of the range of the good ones', () => {
  const gate = { action: 'review', tolerance: 1 } as const;
  // They had 90 to 110, so 47 to 153 is like them.
  const thirty = goodTraitsOf(Array.from({ length: 30 }, (_, index) => lit([90, 100, 110][index % 3] ?? 0)));
  const ungated = { ...recipe, traits: thirty };
  const gated = { ...ungated, gate };
  const refusing = { ...gated, gate: { ...gate, action: 'error' } } as const;
  const dark = { ...image, traits: lit(2) };
  const difference = { code: 'differs.darker', details: { found: 2, low: 90, high: 110 } };

  it('is for a person to look at instead of passing, and says why', () => {
    expect(judgementOf(gated, dark)).toMatchObject({
      verdict: 'review',
      reviewReason: { code: 'gate.review', details: { difference } },
      refusal: null,
      imageDifferences: [difference],
    });
  });

  it('is an error where the recipe says so, and its score says nothing of good parts', () => {
    expect(judgementOf(refusing, dark)).toMatchObject({
      verdict: 'error',
      reviewReason: null,
      refusal: { code: 'gate.error', details: { difference } },
      pValue: null,
      amongGood: null,
      imageDifferences: [difference],
    });
  });

  it.each([gated, refusing])('fails if its part fails', (judging) => {
    expect(judgementOf(judging, { ...dark, score: 9 })).toMatchObject({
      verdict: 'fail',
      reviewReason: null,
      refusal: null,
      imageDifferences: [difference],
    });
  });

  it.each([
    ['its gate is off', { ...gated, gate: { ...gate, action: 'off' } } as const],
    ['its recipe is of a version without a gate', ungated],
    ['the gate is wide enough', { ...gated, gate: { ...gate, tolerance: 2 } } as const],
  ])('passes if %s', (_, judging) => {
    expect(judgementOf(judging, dark)).toMatchObject({ verdict: 'pass', reviewReason: null, refusal: null });
  });

  it('keeps the reason that the light gives, and explains a score that is too low', () => {
    const relit = { ...dark, score: 3, relitScore: 1 };
    expect(judgementOf(gated, relit)).toMatchObject({ verdict: 'review', reviewReason: { code: 'review.darker' } });
    expect(judgementOf(refusing, relit)).toMatchObject({ verdict: 'error', refusal: { code: 'gate.error' } });
    const low = { ...gated, limits: { fail: 1.3, review: null, low: -2 } };
    expect(judgementOf(low, { ...dark, score: -9 })).toMatchObject({ reviewReason: { code: 'gate.review' } });
  });

  it('never passes, whatever its score, its recipe and its light', () => {
    for (const judging of [gated, refusing, { ...gated, limits: null }, { ...refusing, limits: null }])
      for (const score of [-99, 0, 1.3, 1.4, 99, Number.NaN])
        for (const relitScore of [null, 0])
          for (const traits of [lit(2), lit(220), { ...lit(100), widthPx: 1 }])
            expect(judgementOf(judging, { score, relitScore, traits }).verdict).not.toBe('pass');
  });
});
