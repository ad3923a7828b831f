import { describe, expect, it } from 'vitest';
import { sentenceOf } from './errors.ts';
import { ORDINARY_TRAITS } from './imageTraits.fixture.ts';
import {
  deviationsFrom,
  deviationUnit,
  differencesFrom,
  type GoodTraits,
  goodRange,
  goodTraitsOf,
  goodTraitsSchema,
  type Measure,
  outsideGate,
  type SizedTraits,
} from './imageTraits.ts';

type Changes = Partial<Omit<SizedTraits, 'measures'>> & { readonly measures?: Partial<SizedTraits['measures']> };

function image({ measures = {}, ...changes }: Changes = {}): SizedTraits {
  return {
    ...ORDINARY_TRAITS,
    widthPx: 1024,
    heightPx: 1024,
    ...changes,
    measures: { ...ORDINARY_TRAITS.measures, ...measures },
  };
}

/** Good images of which the n-th has a measure so many levels off. */
function goodImages(changes: Changes = {}): GoodTraits {
  const offs = [-2, -1, 0, 1, 2, -2, -1, 0, 1, 2, -2, -1, 0, 1, 2, -2, -1, 0, 1, 2];
  return goodTraitsOf(
    offs.map((off) => {
      const one = image(changes);
      const { brightness, rimBrightness, redLessBlue } = one.measures;
      const moved = {
        brightness: brightness + off,
        rimBrightness: rimBrightness + off,
        redLessBlue: redLessBlue + off,
      };
      return { ...one, measures: { ...one.measures, ...moved } };
    }),
  );
}

const sentences = (good: GoodTraits, changes: Changes): string[] =>
  (differencesFrom(good, image(changes)) ?? []).map(sentenceOf);

describe('an image is compared with what the good ones were', () => {
  it('and is like them, as all of them are', () => {
    const good = goodImages();
    expect(goodTraitsSchema.parse(good)).toEqual(good);
    expect(sentences(good, {})).toEqual([]);
    expect(sentences(good, { measures: { brightness: 122, rimBrightness: 109, redLessBlue: 32 } })).toEqual([]);
    expect(differencesFrom(undefined, image())).toBeNull();
  });

  it.each<[Changes, Changes, string]>([
    [{}, { widthPx: 1280, heightPx: 960 }, 'This image has 1280 x 960 px, the good ones 1024 x 1024.'],
    [{}, { bits: 16 }, 'This image has 16 bits a sample, the good ones 8.'],
    [{}, { kind: 'jpeg', jpegQuality: 75 }, 'This image is a JPEG, the good ones are PNG.'],
    [
      { kind: 'jpeg', jpegQuality: 92 },
      { kind: 'jpeg', jpegQuality: 75 },
      'This image is a JPEG of quality 75, the good ones 92.',
    ],
    [{}, { measures: { colourfulness: 0 } }, 'This image is grey, the good images were in colour.'],
    [{ measures: { colourfulness: 0 } }, {}, 'This image is in colour, the good images were grey.'],
    [
      {},
      { measures: { redLessBlue: -30 } },
      'The colours of this image differ (red and blue exchanged?): red less blue -30, good 28 to 32.',
    ],
    [{}, { measures: { redLessGreen: 20 } }, 'The colours of this image differ: red less green 20, good 10 to 10.'],
    [{}, { measures: { brightness: 132 } }, 'This image is brighter than any good one: mean 132, good 118 to 122.'],
    [{}, { measures: { brightness: 100 } }, 'This image is darker than any good one: mean 100, good 118 to 122.'],
    [
      {},
      { measures: { brightness: 132, rimBrightness: 210 } },
      'The edge of this image differs (a border?): 210\u202f% as bright as the whole, good 88 to 92\u202f%.',
    ],
    [{}, { measures: { sharpness: 2 } }, 'This image is less sharp than any good one: 2, good 5 to 5.'],
  ])('%o against %o', (good, found, sentence) => {
    expect(sentences(goodImages(good), found)[0]).toBe(sentence);
  });

  it('by more than defects and other ways to write the same pixels change', () => {
    const good = goodImages();
    expect(sentences(good, { kind: 'bmp' })).toEqual([]);
    expect(sentences(good, { measures: { brightness: 125, sharpness: 9 } })).toEqual([]);
  });

  it('by sizes only if these are few, and by a quality that varies only beyond its own range', () => {
    const sizes = goodTraitsOf(Array.from({ length: 9 }, (_, index) => image({ widthPx: 1000 + index })));
    expect(sentences(sizes, { widthPx: 1 })).toEqual([]);
    const qualities = goodTraitsOf([80, 90].map((jpegQuality) => image({ kind: 'jpeg', jpegQuality })));
    expect(sentences(qualities, { kind: 'jpeg', jpegQuality: 70 })).toEqual([]);
    expect(sentences(qualities, { kind: 'jpeg', jpegQuality: 69 })).toEqual([
      'This image is a JPEG of quality 69, the good ones 80 to 90.',
    ]);
  });

  it('by what this version knows alone: a recipe of another one may measure something else', () => {
    const { brightness, ...others } = goodImages().measures;
    const good = { ...goodImages(), measures: { ...others, position: brightness! } };
    expect(differencesFrom(goodTraitsSchema.parse(good), image({ measures: { brightness: 200 } }))).toEqual([]);
  });
});

describe('a gate', () => {
  const gated = (changes: Changes, tolerance = 1): string[] =>
    (differencesFrom(goodImages(), image(changes), { tolerance }) ?? []).map(sentenceOf);

  it.each<[Partial<SizedTraits['measures']>, string]>([
    [{ white: 2.4 }, 'More of this image is overexposed than of any good one: 2.4\u202f% of it, good 0 to 0\u202f%.'],
    [{ black: 9 }, 'More of this image is without any light than of any good one: 9\u202f% of it, good 0 to 0\u202f%.'],
    [{ contrast: 41 }, 'This image has less contrast than any good one: 41, good 45 to 45.'],
    [
      { positionX: 53 },
      'The part lies elsewhere from left to right: its edges at 53\u202f% of the width, good 50 to 50\u202f%.',
    ],
    [
      { positionY: 47 },
      'The part lies elsewhere from top to bottom: its edges at 47\u202f% of the height, good 50 to 50\u202f%.',
    ],
  ])('compares also by %o, which recipes without one do not', (measures, sentence) => {
    expect(gated({ measures })).toEqual([sentence]);
    expect(sentences(goodImages(), { measures })).toEqual([]);
  });

  it('lets contrast and sharpness rise, and clipped pixels become fewer', () => {
    expect(gated({ measures: { contrast: 90, sharpness: 20 } })).toEqual([]);
    expect(goodRange(goodImages({ measures: { white: 30 } }), 'white')).toEqual({ low: null, high: 32 });
  });

  it('is as wide as its tolerance says, but never narrower than the good images were', () => {
    const good = goodImages();
    const [usual, wide, narrow] = [1, 2, 0.01].map((tolerance) => goodRange(good, 'brightness', tolerance));
    // Five deviations of 1.45 levels, 1.4 times as wide for 20 images.
    expect(usual?.high).toBeCloseTo(120 + 5 * 1.4 * Math.sqrt(40 / 19), 9);
    expect((wide?.low ?? 0) - 120).toBeCloseTo(2 * ((usual?.low ?? 0) - 120), 9);
    expect(narrow).toEqual({ low: 118, high: 122 });
    expect(gated({ measures: { brightness: 132 } })).toHaveLength(1);
    expect(gated({ measures: { brightness: 132 } }, 2)).toEqual([]);
  });

  it('gives a wider range for fewer images that vary as much', () => {
    const width = (count: number): number => goodRange({ ...goodImages(), count }, 'brightness')?.high ?? 0;
    expect(width(10)).toBeGreaterThan(width(20));
    expect(width(20)).toBeGreaterThan(width(1000));
  });

  it('refuses nothing for how a file was written', () => {
    const written = { bits: 16, kind: 'jpeg', jpegQuality: 40 };
    const facts = (changes: Changes) => differencesFrom(goodImages(), image(changes), { tolerance: 1 });
    expect(facts(written)?.map(({ code }) => code)).toEqual(['differs.bits', 'differs.kind']);
    expect(outsideGate(facts(written))).toBeNull();
    expect(outsideGate(facts({ ...written, widthPx: 640 }))).toMatchObject({ code: 'differs.size' });
    expect(outsideGate(facts({ ...written, measures: { contrast: 1 } }))).toMatchObject({ code: 'differs.contrast' });
    expect(outsideGate(null)).toBeNull();
  });

  it('counts deviations in a unit from which the measure can be told again', () => {
    const good = goodImages();
    const measures = { brightness: 131, positionX: 48, contrast: 44 };
    for (const [name, deviation] of Object.entries(deviationsFrom(good, image({ measures })) ?? {})) {
      const unit = deviationUnit(good, name as Measure);
      const value = (unit?.mean ?? 0) + deviation * (unit?.deviation ?? 0);
      expect(Math.abs(value - image({ measures }).measures[name as Measure])).toBeLessThan(0.05);
    }
    expect(deviationUnit(good, 'colourfulness')).toBeNull();
  });
});
