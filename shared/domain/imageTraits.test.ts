import { describe, expect, it } from 'vitest';
import { sentenceOf } from './errors.ts';
import { ORDINARY_TRAITS } from './imageTraits.fixture.ts';
import { differencesFrom, type GoodTraits, goodTraitsOf, goodTraitsSchema, type SizedTraits } from './imageTraits.ts';

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
