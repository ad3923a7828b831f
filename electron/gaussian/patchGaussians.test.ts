import { describe, expect, it } from 'vitest';
import { samplesAt } from './imageFeatures.ts';
import { groupImages } from './imageGroups.ts';
import { looksOf } from './looks.ts';
import {
  blend,
  centredByLook,
  covarianceOf,
  distanceFrom,
  identity,
  meanOf,
  type Rows,
  rowsOf,
  worstDifference,
} from './naive.fixture.ts';
import { fitPatchGaussians, meanOfHighest, patchDistances } from './patchGaussians.ts';
import { randomFrom, randomMaps } from './random.fixture.ts';
import type { FeatureMap } from './scoreModel.ts';

const RIDGE = 0.01;
const POSITIONS = 6;

interface Case {
  readonly name: string;
  readonly channels: number;
  readonly count: number;
  readonly ownWeight: number;
  /** As many folds as parts, where left out. */
  readonly mostFolds?: number;
}

function mapsOf({ channels, count }: Case): FeatureMap[] {
  return randomMaps(randomFrom(31), count, { level: 3, channels, height: 2, width: 3 });
}

function rowsAt(images: readonly FeatureMap[], position: number): Rows {
  return rowsOf(samplesAt(images, position).values, images.length, images[0]!.channels);
}

type LookOf = (map: FeatureMap) => number;
const same: LookOf = () => 0;

/** The covariance of images at a position, each about the mean of its look. */
function covarianceAt(images: readonly FeatureMap[], position: number, lookOf: LookOf): Rows {
  return covarianceOf(centredByLook(rowsAt(images, position), images.map(lookOf)));
}

/** The covariance pooled over all positions, with its ridge. */
function tiedCovariance(images: readonly FeatureMap[], lookOf = same): Rows {
  const own = Array.from({ length: POSITIONS }, (_, position) => covarianceAt(images, position, lookOf));
  const pooled = own.reduce((sum, matrix) => blend(sum, 1, matrix, 1 / POSITIONS), blend(own[0]!, 0, own[0]!, 0));
  const meanVariance = pooled.reduce((sum, row, i) => sum + row[i]!, 0) / pooled.length;
  return blend(pooled, 1, identity(pooled.length), RIDGE * meanVariance);
}

/** Distances of one image at all positions from the means and covariances of others. */
function naiveDistances(
  others: readonly FeatureMap[],
  image: FeatureMap,
  ownWeight: number,
  tied: Rows,
  lookOf = same,
): number[] {
  const alike = others.filter((other) => lookOf(other) === lookOf(image));
  return Array.from({ length: POSITIONS }, (_, position) => {
    const sigma =
      ownWeight === 0 ? tied : blend(covarianceAt(others, position, lookOf), ownWeight, tied, 1 - ownWeight);
    return distanceFrom(meanOf(rowsAt(alike, position)), sigma, rowsAt([image], position)[0]!);
  });
}

/** Refits, one by one: the tied covariance without the fold of the part, everything else without the part. */
function refittedDistances(
  maps: readonly FeatureMap[],
  { ownWeight, mostFolds = Infinity }: Case,
  parts: readonly number[],
  lookOf = same,
): number[][] {
  const folds = Math.min(mostFolds, new Set(parts).size);
  const tied = Array.from({ length: folds }, (_, fold) =>
    tiedCovariance(
      maps.filter((_map, i) => parts[i]! % folds !== fold),
      lookOf,
    ),
  );
  return maps.map((map, image) => {
    const others = maps.filter((_, i) => parts[i] !== parts[image]);
    return naiveDistances(others, map, ownWeight, tied[parts[image]! % folds]!, lookOf);
  });
}

function fitMaps(
  maps: readonly FeatureMap[],
  { ownWeight, mostFolds }: Pick<Case, 'ownWeight' | 'mostFolds'>,
  parts?: readonly number[],
  lookOf = same,
) {
  return fitPatchGaussians(maps, ownWeight, {
    tiedRidge: RIDGE,
    ...(mostFolds !== undefined && { mostFolds }),
    groups: groupImages(maps.length, parts),
    looks: looksOf(maps.map(lookOf)),
    onProgress: () => undefined,
  });
}

describe.each<Case>([
  { name: 'from more images than features', channels: 5, count: 23, ownWeight: 23 / 28 },
  { name: 'from fewer images than features', channels: 40, count: 23, ownWeight: 23 / 63 },
  { name: 'from more images than features, in few folds', channels: 5, count: 23, ownWeight: 0.4, mostFolds: 4 },
  { name: 'from fewer images than features, in few folds', channels: 40, count: 23, ownWeight: 0.4, mostFolds: 4 },
  { name: 'with one tied covariance', channels: 5, count: 23, ownWeight: 0 },
  { name: 'with one tied covariance, in few folds', channels: 5, count: 23, ownWeight: 0, mostFolds: 4 },
])('a Gaussian per position $name', (example) => {
  const maps = mapsOf(example);
  const { channels, count, ownWeight } = example;

  it('gives the distances of its definition', () => {
    const { gaussians } = fitMaps(maps, example);
    expect(gaussians).toMatchObject({ level: 3, channels, height: 2, width: 3, tied: ownWeight === 0 });
    expect(gaussians.whitenings.length).toBe((ownWeight === 0 ? 1 : POSITIONS) * channels ** 2);
    const later = randomMaps(randomFrom(32), 1, { level: 3, channels, height: 2, width: 3 })[0]!;
    const expected = naiveDistances(maps, later, ownWeight, tiedCovariance(maps));
    expect(worstDifference(patchDistances(gaussians, later), expected)).toBeLessThan(1e-9);
  });

  it('holds every image out as a refit without it would', () => {
    const alone = maps.map((_, i) => i);
    const expected = refittedDistances(maps, example, alone);
    for (const [image, distances] of fitMaps(maps, example).heldOut.entries()) {
      expect(worstDifference(distances, expected[image]!)).toBeLessThan(1e-9);
    }
  });

  it('holds all images of a part out as a refit without them would', () => {
    const parts = Array.from({ length: count }, (_, i) => Math.floor(i / 1.7));
    const expected = refittedDistances(maps, example, parts);
    for (const [image, distances] of fitMaps(maps, example, parts).heldOut.entries()) {
      expect(worstDifference(distances, expected[image]!)).toBeLessThan(1e-9);
    }
  });
});

describe.each([0, 0.4])('with several looks, own weight %s', (ownWeight) => {
  it.each([Infinity, 4])('images are held out as a refit without them would, in at most %s folds', (mostFolds) => {
    const example = { name: '', channels: 5, count: 23, ownWeight, mostFolds };
    // The first fourteen images have the first look: parts are dealt out to folds look by look.
    const maps = mapsOf(example).map((map, i) => (i < 14 ? map : { ...map, values: map.values.map((v) => v * v) }));
    const lookOf: LookOf = (map) => (maps.indexOf(map) < 14 ? 0 : 1);
    const parts = Array.from({ length: 23 }, (_, i) => (i < 14 ? Math.floor(i / 2) : i - 7));
    const expected = refittedDistances(maps, example, parts, lookOf);
    for (const [image, distances] of fitMaps(maps, example, parts, lookOf).heldOut.entries()) {
      expect(worstDifference(distances, expected[image]!)).toBeLessThan(1e-9);
    }
  });
});

const COUNT = 9;
const maps = mapsOf({ name: '', channels: 5, count: COUNT, ownWeight: 0.5 });

describe('patch Gaussians', () => {
  it('report their progress up to one', () => {
    const shares: number[] = [];
    fitPatchGaussians(maps, 0.5, {
      tiedRidge: RIDGE,
      groups: groupImages(COUNT),
      onProgress: (share) => shares.push(share),
    });
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('take a channel that never varies', () => {
    const grey = maps.map((map) => ({ ...map, values: map.values.map((value, i) => (i < POSITIONS ? 0.1 : value)) }));
    for (const ownWeight of [0, 0.5]) {
      const { heldOut } = fitPatchGaussians(grey, ownWeight, {
        tiedRidge: RIDGE,
        groups: groupImages(COUNT),
        onProgress: () => undefined,
      });
      expect(heldOut.every((distances) => distances.every(Number.isFinite))).toBe(true);
    }
  });
});

describe('the mean of the highest distances', () => {
  it('takes as many as asked for', () => {
    const distances = Float64Array.of(4, 1, 3, 2);
    expect(meanOfHighest(distances, 1)).toBe(4);
    expect(meanOfHighest(distances, 3)).toBe(3);
    expect(meanOfHighest(distances, 4)).toBe(2.5);
  });
});
