import { describe, expect, it } from 'vitest';
import { groupImages } from './heldOut.ts';
import { samplesAt } from './imageFeatures.ts';
import {
  blend,
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

const SHAPE = { level: 3, channels: 5, height: 2, width: 3 };
const POSITIONS = 6;
const COUNT = 9;
const RIDGE = 0.01;
const maps = randomMaps(randomFrom(31), COUNT, SHAPE);
const later = randomMaps(randomFrom(32), 1, SHAPE)[0] as FeatureMap;

function rowsAt(images: readonly FeatureMap[], position: number): Rows {
  return rowsOf(samplesAt(images, position).values, images.length, SHAPE.channels);
}

/** The covariance pooled over all positions, with its ridge. */
function tiedCovariance(images: readonly FeatureMap[]): Rows {
  const own = Array.from({ length: POSITIONS }, (_, position) => covarianceOf(rowsAt(images, position)));
  const pooled = own.reduce((sum, matrix) => blend(sum, 1, matrix, 1 / POSITIONS), blend(own[0]!, 0, own[0]!, 0));
  const meanVariance = pooled.reduce((sum, row, i) => sum + row[i]!, 0) / SHAPE.channels;
  return blend(pooled, 1, identity(SHAPE.channels), RIDGE * meanVariance);
}

/** Distances of one image at all positions from means and covariances of others, S_tied held fixed. */
function naiveDistances(others: readonly FeatureMap[], image: FeatureMap, ownWeight: number): number[] {
  const tied = tiedCovariance(maps);
  return Array.from({ length: POSITIONS }, (_, position) => {
    const rows = rowsAt(others, position);
    const sigma = ownWeight === 0 ? tied : blend(covarianceOf(rows), ownWeight, tied, 1 - ownWeight);
    return distanceFrom(meanOf(rows), sigma, rowsAt([image], position)[0]!);
  });
}

function fitMaps(ownWeight: number, parts?: readonly number[]) {
  return fitPatchGaussians(maps, ownWeight, {
    tiedRidge: RIDGE,
    groups: groupImages(COUNT, parts),
    onProgress: () => undefined,
  });
}

describe.each([
  { name: 'shrunk towards the tied covariance', ownWeight: COUNT / (COUNT + SHAPE.channels) },
  { name: 'with one tied covariance', ownWeight: 0 },
])('a Gaussian per position $name', ({ ownWeight }) => {
  it('gives the distances of its definition', () => {
    const { gaussians } = fitMaps(ownWeight);
    expect(gaussians).toMatchObject({ ...SHAPE, tied: ownWeight === 0 });
    expect(gaussians.whitenings.length).toBe((ownWeight === 0 ? 1 : POSITIONS) * SHAPE.channels ** 2);
    expect(worstDifference(patchDistances(gaussians, later), naiveDistances(maps, later, ownWeight))).toBeLessThan(
      1e-9,
    );
  });

  it('holds every image out as a refit without it would', () => {
    for (const [image, distances] of fitMaps(ownWeight).heldOut.entries()) {
      const others = maps.filter((_, i) => i !== image);
      expect(worstDifference(distances, naiveDistances(others, maps[image]!, ownWeight))).toBeLessThan(1e-9);
    }
  });

  it('holds all images of a part out as a refit without them would', () => {
    const parts = [0, 0, 0, 1, 1, 2, 3, 4, 4];
    for (const [image, distances] of fitMaps(ownWeight, parts).heldOut.entries()) {
      const others = maps.filter((_, i) => parts[i] !== parts[image]);
      expect(worstDifference(distances, naiveDistances(others, maps[image]!, ownWeight))).toBeLessThan(1e-9);
    }
  });
});

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
