import { describe, expect, it } from 'vitest';
import { amongGood } from './amongGood.ts';
import { recipeVersionOf } from './recipe.fixture.ts';
import {
  changedTraits,
  countedParts,
  parseRecipeName,
  type RecipeSummary,
  recipeSummarySchema,
  recipeVersionSchema,
} from './recipe.ts';

const SUMMARY = recipeSummarySchema.parse({
  id: 'ring',
  name: 'Ring',
  version: 1,
  createdAt: '2026-11-02T10:00:00.000Z',
  backboneId: 'scattering',
  backboneSha256: 'ab'.repeat(32),
  sizePx: 384,
  goodImages: 60,
  setAside: [],
  turnsDegrees: [],
  limits: { fail: 2, review: null },
  limit: { target: 0.05, value: 2, rank: 19, count: 19, bound95: 0.14, approximate: true },
});

describe('what changes between two versions', () => {
  it.each<[string, Partial<RecipeSummary>, readonly string[]]>([
    ['nothing, where only number and time differ', { version: 2, createdAt: '2026-11-03T10:00:00.000Z' }, []],
    ['the backbone and its image size', { backboneId: 'efficientnet-b4', sizePx: 380 }, ['backbone', 'size']],
    [
      'the backbone, where its weights are others under the same name',
      { backboneSha256: 'cd'.repeat(32) },
      ['backbone'],
    ],
    ['limits', { limits: { fail: 3, review: 2 } }, ['limit', 'review']],
    ['promises', { limit: { ...SUMMARY.limit!, target: 0.02, bound95: 0.06 } }, ['target', 'bound']],
    ['what a limit promises, in a draft', { limits: null, limit: null }, ['limit', 'target', 'bound']],
    ['images, and by how much they may lie turned', { goodImages: 61, turnsDegrees: [90] }, ['images', 'turns']],
  ])('is %s', (_, change, traits) => {
    expect(changedTraits(SUMMARY, { ...SUMMARY, ...change })).toEqual(traits);
  });
});

describe('the parts of a calibration', () => {
  const images = [
    { part: 0, score: 1 },
    { part: 1, score: 3 },
    { part: 0, score: 5 },
  ];

  it('count once each, by the highest of their images', () => {
    const scores = countedParts(images, ({ score }) => score).map(({ score }) => score);
    expect(scores).toEqual([5, 3]);
    expect(amongGood({ heldOut: images, limits: { fail: 4 } }, 2)).toEqual({ asUnusual: 2, count: 2, atLimit: 1 });
  });

  it('are the images of recipes that do not say', () => {
    const older: readonly { part?: number; score: number }[] = images.map(({ score }) => ({ score }));
    expect(countedParts(older, ({ score }) => score)).toBe(older);
    expect(amongGood({ heldOut: older, limits: { fail: 4 } }, 2)).toEqual({ asUnusual: 2, count: 3, atLimit: 1 });
  });
});

describe('the name of a recipe', () => {
  it.each([
    ['Ring', { name: 'Ring', version: null }],
    ['Brake disc@3', { name: 'Brake disc', version: 3 }],
    ['a@b@12', { name: 'a@b', version: 12 }],
    ['Ring@0', { name: 'Ring@0', version: null }],
    ['Ring@x', { name: 'Ring@x', version: null }],
    ['@3', { name: '@3', version: null }],
  ])('%s is read as recipe and version', (text, read) => {
    expect(parseRecipeName(text)).toEqual(read);
  });
});

describe('a recipe without a limit', () => {
  const { limits, limit, ...rest } = recipeVersionOf('ring');

  it('is a draft', () => {
    const draft = { ...rest, format: 2, limits: null, limit: null };
    expect(recipeVersionSchema.parse(draft)).toMatchObject({ limits: null, limit: null });
  });

  it.each([
    ['of format 1', { format: 1, limits: null, limit: null }, 'limits'],
    ['that lacks only what its verdicts take', { format: 2, limits: null, limit }, 'limits'],
    ['that lacks only what its limit promises', { format: 2, limits, limit: null }, 'limit'],
    ['that does not say so', { format: 2 }, 'limits'],
  ])('%s is none', (_, change, lacking) => {
    const { error } = recipeVersionSchema.safeParse({ ...rest, ...change });
    expect(error?.issues[0]?.path).toEqual([lacking]);
  });
});
