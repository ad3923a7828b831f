import { describe, expect, it, test } from 'vitest';
import { fitUnlikeness, remainLikeGood, unlikeOthers } from './likeness.ts';
import { randomFrom, randomMaps } from './random.fixture.ts';

const LEVEL = { level: 7, channels: 12, height: 4, width: 5 };
const maps = randomMaps(randomFrom(7), 60, LEVEL);
const unlikeness = fitUnlikeness(maps.slice(0, 40));
const probes = maps.slice(40, 52);

describe('images that were changed', () => {
  it('remain like good ones where they could as well have been others of the same product', () => {
    expect(remainLikeGood(probes.map(unlikeness), maps.slice(48).map(unlikeness))).toBe(true);
  });

  it('do not where the product looks different after the change', () => {
    const mirrored = probes.map((map) => ({ ...map, values: map.values.toReversed() }));
    expect(remainLikeGood(probes.map(unlikeness), mirrored.map(unlikeness))).toBe(false);
  });

  it('may be one standard deviation above, on average', () => {
    const unchanged = [9, 10, 11];
    const risenBy = (rise: number) => unchanged.map((score) => score + rise);
    expect(remainLikeGood(unchanged, risenBy(1))).toBe(true);
    expect(remainLikeGood(unchanged, risenBy(1.01))).toBe(false);
    expect(remainLikeGood(unchanged, risenBy(-5))).toBe(true);
  });

  it('are told by the others where one image was no good part before', () => {
    const unchanged = [9, 9.5, 10, 10.5, 11, 11.5, 90];
    const risenBy = (rise: number) => unchanged.map((score) => score + rise);
    expect(remainLikeGood(unchanged, risenBy(0.9))).toBe(true);
    expect(remainLikeGood(unchanged, risenBy(5))).toBe(false);
    expect(remainLikeGood(unchanged, [...risenBy(5).slice(0, -1), 20])).toBe(false);
    const twoStandOut = [19.34, 19.56, 22.22, 18.64, 19.44, 19.6, 180];
    expect(remainLikeGood(twoStandOut, [79, 78, 77, 78, 78, 77, 180])).toBe(false);
  });

  it('are compared with the same images', () => {
    expect(() => remainLikeGood([9, 10, 11], [9, 10])).toThrow('not the same');
  });
});

const ordinary = Array.from({ length: 40 }, (_, index) => 15 + Math.sin(index * 1.7) * 2);

describe('good images that are unlike all others', () => {
  test('are named where one distance is several times the others', () => {
    expect(unlikeOthers([...ordinary, 46])).toEqual([...ordinary.map(() => false), true]);
  });

  test('are not found among ordinary distances', () => {
    expect(unlikeOthers(ordinary)).not.toContain(true);
  });

  test('are not found on the near side: a distance that is small is no outlier', () => {
    expect(unlikeOthers([...ordinary, 1])).not.toContain(true);
  });

  test('are not named where more than one in twenty stand out, since good parts then simply differ that much', () => {
    expect(unlikeOthers([...ordinary, 46, 47, 48])).not.toContain(true);
  });

  test('are not found where most distances are the same', () => {
    expect(unlikeOthers([3, 3, 3, 3, 9])).not.toContain(true);
  });
});
