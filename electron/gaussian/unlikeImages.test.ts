import { describe, expect, it } from 'vitest';
import { calibrate } from './calibrate.ts';
import { randomFrom, randomMaps } from './random.fixture.ts';
import { foundParts } from './sameParts.ts';
import { scoreImage } from './scoreImage.ts';
import type { FeatureMap } from './scoreModel.ts';
import { clearlyUnlike, unlikeImages } from './unlikeImages.ts';

const LEVEL = { level: 7, channels: 12, height: 4, width: 5 };
const good = randomMaps(randomFrom(3), 40, LEVEL);
const noise = randomMaps(randomFrom(5), 60, LEVEL);

const moved = (map: FeatureMap, by: number): FeatureMap => ({ ...map, values: map.values.map((value) => value + by) });
/** The same with a little of another image in it. */
const again = (map: FeatureMap, number: number, share: number): FeatureMap => ({
  ...map,
  values: map.values.map(
    (value, i) => value + share * ((noise[number]?.values[i] as number) - (noise[0]?.values[i] as number)),
  ),
});
const imagesOf = (maps: readonly FeatureMap[]) => maps.map((map) => ({ part: map, patch: map, map }));
const alone = (maps: readonly FeatureMap[]) => unlikeImages(imagesOf(maps), [...maps.keys()]);

describe('images unlike the others', () => {
  it('are found though three of them vouch for each other, the most unlike first', () => {
    const foreign = [37, 38, 39].map((index) => moved(good[index] as FeatureMap, 6));
    const found = alone([...good.slice(0, 37), ...foreign]);
    expect(found.map(({ image }) => image).sort()).toEqual([37, 38, 39]);
    expect(found.every(({ group }) => group.length === 3)).toBe(true);
    const values = found.map(({ unlikeness }) => unlikeness);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
  });

  it('are told as a group also where they are too many to be odd and too few for a look', () => {
    const few = good.slice(16, 23).map((map) => moved(map, 6));
    const found = alone([...good.slice(0, 16), ...few]);
    expect(found.map(({ image }) => image).toSorted((a, b) => a - b)).toEqual([16, 17, 18, 19, 20, 21, 22]);
    expect(found.every(({ group }) => group.length === 7)).toBe(true);
    expect(clearlyUnlike(found, 23)).toEqual([]);
  });

  it('leave the fit as a group, and then their kind fails that would pass', () => {
    const product = randomMaps(randomFrom(7), 60, LEVEL);
    const foreign = randomMaps(randomFrom(9), 6, LEVEL).map((map) => moved(map, 6));
    const images = imagesOf([...product, ...foreign.slice(0, 3)]);
    const unlike = clearlyUnlike(unlikeImages(images, [...images.keys()]), images.length);
    expect(unlike.toSorted()).toEqual([60, 61, 62]);
    const robust = calibrate(images, { target: 0.05, unlike });
    const kin = imagesOf(foreign.slice(3));
    expect(kin.every((image) => scoreImage(robust.model, image).score > robust.limit.value)).toBe(true);
    // They count: three of 63 lie above any limit that the others could give.
    expect(robust.limit).toMatchObject({ count: 63 });
    expect(robust.heldOut.map(({ setAside }, image) => (setAside ? image : -1)).filter((image) => image >= 60)).toEqual(
      unlike.toSorted(),
    );
    // The fit is that of the others alone.
    const pure = calibrate(imagesOf(product), { target: 0.05 });
    expect(scoreImage(robust.model, kin[0]!).partDistance).toBe(scoreImage(pure.model, kin[0]!).partDistance);
  });

  it('stay in the fit where one is alone, or where they are too many to be odd', () => {
    const found = (image: number, group: readonly number[]) => ({ image, unlikeness: 9, group });
    expect(clearlyUnlike([found(0, [0])], 40)).toEqual([]);
    expect(clearlyUnlike([found(0, [0, 1]), found(1, [0, 1])], 40)).toEqual([0, 1]);
    expect(clearlyUnlike([found(0, [0, 1]), found(1, [0, 1])], 12)).toEqual([]);
  });

  it('are hardly any of ordinary images, and none of too few', () => {
    const named = Array.from({ length: 10 }, (_, seed) => alone(randomMaps(randomFrom(seed + 20), 40, LEVEL)));
    expect(named.flat().length).toBeLessThanOrEqual(8);
    expect(alone([...good.slice(0, 8), moved(good[8] as FeatureMap, 6)])).toEqual([]);
  });
});

describe('images of one part', () => {
  const nudged = good.slice(0, 6).map((map, of) => ({ of, features: { patch: again(map, of + 1, 0.3) } }));
  const burst = good
    .slice(0, 6)
    .flatMap((map, part) => Array.from({ length: 10 }, (_, shot) => again(map, 10 * part + shot, 0.03)));
  const nudgedOfBurst = nudged.map(({ features }, of) => ({ of: 10 * of, features }));

  it('are found in bursts', () => {
    expect(new Set(foundParts(burst, nudgedOfBurst)).size).toBe(6);
    expect(new Set(foundParts(good, nudged)).size).toBe(40);
  });

  it('are not found where nothing says how far an image is from itself', () => {
    expect(new Set(foundParts(burst, [])).size).toBe(60);
  });

  it('are no burst where nearly all images are one product and a few another', () => {
    const precise = [
      ...Array.from({ length: 40 }, (_, shot) => again(good[0] as FeatureMap, shot + 1, 0.03)),
      ...good.slice(1, 3),
    ];
    expect(new Set(foundParts(precise, nudged)).size).toBe(42);
  });

  it('count once: six parts photographed ten times each cannot support a target of 5 %', () => {
    const parts = foundParts(burst, nudgedOfBurst);
    expect(() => calibrate(imagesOf(burst), { target: 0.05, parts })).toThrow('60 images show only 6');
    expect(calibrate(imagesOf(burst), { target: 0.2, parts }).limit.count).toBe(6);
  });
});
