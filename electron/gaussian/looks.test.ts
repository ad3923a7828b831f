import { describe, expect, it } from 'vitest';
import { calibrate, fitScoreModel } from './calibrate.ts';
import { areaUnderRoc, scoreImage } from './index.ts';
import { findLooks } from './looks.ts';
import { type Random, randomFrom, randomMaps } from './random.fixture.ts';
import type { FeatureMap } from './scoreModel.ts';

const LEVEL = { level: 7, channels: 12, height: 4, width: 5 };
const SIZE = 12 * 20;

/** Maps with a pattern that random numbers move along its own directions. */
function cloud(random: Random, count: number, along: readonly (() => number)[]): FeatureMap[] {
  const directions = along.map(() => Float64Array.from({ length: SIZE }, () => random.normal()));
  return Array.from({ length: count }, () => {
    const values = Float32Array.from({ length: SIZE }, () => 0.2 * random.normal());
    for (const [index, draw] of along.entries()) {
      const length = draw();
      for (let i = 0; i < SIZE; i += 1) values[i] = values[i]! + length * directions[index]![i]!;
    }
    return { ...LEVEL, values };
  });
}

const alone = (maps: readonly FeatureMap[]) => findLooks(maps, [...maps.keys()]);
const looksOfBoth = (first: readonly FeatureMap[], second: readonly FeatureMap[]) => alone([...first, ...second]);
const a = randomMaps(randomFrom(1), 60, LEVEL);
const b = randomMaps(randomFrom(2), 60, LEVEL);

describe('looks', () => {
  it('are found, the one with the most images first', () => {
    expect(looksOfBoth(a.slice(0, 12), b.slice(0, 30))).toEqual([...Array(12).fill(1), ...Array(30).fill(0)]);
    const c = randomMaps(randomFrom(3), 20, LEVEL);
    const three = looksOfBoth([...a.slice(0, 30), ...b.slice(0, 25)], c);
    expect(three).toEqual([...Array(30).fill(0), ...Array(25).fill(1), ...Array(20).fill(2)]);
  });

  it('are found whatever the order of the images, and with an odd image or two', () => {
    const mixed = a.slice(0, 20).flatMap((map, i) => [map, b[i]!]);
    const odd = { ...LEVEL, values: a[50]!.values.map((value, i) => value + 2 * Math.sin(i)) };
    expect(alone([...mixed, odd])!.slice(0, 40)).toEqual(mixed.map((_, i) => i % 2));
  });

  it('are none where a few images are of another kind, or too few parts for two looks', () => {
    expect(looksOfBoth(a.slice(0, 40), b.slice(0, 7))).toBeNull();
    expect(looksOfBoth(a.slice(0, 7), b.slice(0, 7))).toBeNull();
    const maps = [...a.slice(0, 20), ...b.slice(0, 20)];
    expect(
      findLooks(
        maps,
        maps.map((_, i) => (i < 20 ? i : `burst ${i % 4}`)),
      ),
    ).toBeNull();
  });

  it('are none in one cloud, however long, flat, round or heavy-tailed it is', () => {
    for (let seed = 0; seed < 12; seed += 1) {
      const random = randomFrom(100 + seed);
      const count = [20, 30, 60][seed % 3]!;
      const angles = Array.from({ length: count }, () => 2 * Math.PI * random.uniform());
      let [x, y] = [0, 0];
      const clouds = [
        [() => random.normal()],
        [() => 3 * random.normal(), () => random.normal()],
        [() => 4 * random.uniform()],
        [() => Math.cos(angles[x++]!), () => Math.sin(angles[y++]!)],
        [() => random.normal() / Math.max(0.1, Math.abs(random.normal()))],
      ];
      for (const along of clouds) expect(alone(cloud(random, count, along))).toBeNull();
    }
  });
});

describe('a calibration of good parts with two looks', () => {
  const FINE = { level: 5, channels: 6, height: 8, width: 10 };
  /** Two of three images have the first look. */
  const lookAt = (index: number) => (index % 3 === 0 ? 1 : 0);
  const images = (seed: number) => {
    const random = randomFrom(seed);
    const deep = [randomMaps(random, 90, LEVEL), randomMaps(random, 90, LEVEL)];
    const fine = [randomMaps(random, 90, FINE), randomMaps(random, 90, FINE)];
    return deep[0]!.map((_, i) => {
      const map = deep[lookAt(i)]![i]!;
      return { part: map, patch: map, map: fine[lookAt(i)]![i]! };
    });
  };
  const all = images(7);
  const good = all.slice(0, 60);
  const later = all.slice(60);
  const { model, looks, heldOut } = calibrate(good, { target: 0.05 });

  it('names the look of every image, and tells that of a later one', () => {
    expect(looks).toEqual(good.map((_, i) => lookAt(i)));
    expect(later.map((image) => scoreImage(model, image).look)).toEqual(later.map((_, i) => lookAt(i) + 1));
  });

  it('scores an image as the model of its look does', () => {
    const mean = heldOut.reduce((sum, { score }) => sum + score, 0) / heldOut.length;
    const fresh = later.reduce((sum, image) => sum + scoreImage(model, image).score, 0) / later.length;
    expect(Math.abs(fresh - mean)).toBeLessThan(0.5);
  });

  it('finds a defect that lies between both looks, where one Gaussian is blind', () => {
    const defective = later.map((image, i) => {
      const other = later[lookAt(i) === 0 ? 0 : 1]!.patch.values;
      const values = image.patch.values.slice();
      for (let channel = 0; channel < 12; channel += 1) {
        const index = channel * 20 + 7;
        values[index] = (values[index]! + other[index]!) / 2;
      }
      const map = { ...image.patch, values };
      return { ...image, part: map, patch: map };
    });
    const auroc = (of: typeof model) =>
      areaUnderRoc(
        later.map((image) => scoreImage(of, image).score),
        defective.map((image) => scoreImage(of, image).score),
      );
    const blind = fitScoreModel(good, { scoring: { findLooks: () => null } }).model;
    expect(auroc(model)).toBeGreaterThan(0.99);
    expect(auroc(blind)).toBeLessThan(0.8);
  });

  it('is the same without looks as if none had been sought', () => {
    const one = good.filter((_, i) => lookAt(i) === 0);
    const found = fitScoreModel(one);
    expect(found.looks).toBeNull();
    expect(found).toEqual(fitScoreModel(one, { scoring: { findLooks: () => null } }));
    expect(scoreImage(found.model, one[0]!).look).toBeNull();
  });
});
