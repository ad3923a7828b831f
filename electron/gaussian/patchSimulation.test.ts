import { describe, expect, it } from 'vitest';
import { groupImages } from './heldOut.ts';
import { samplesAt } from './imageFeatures.ts';
import { limitForTarget } from './limit.ts';
import { addGramLower, centre, mirrorLower, transpose } from './matrix.ts';
import { fitPatchGaussians, meanOfHighest, patchDistances } from './patchGaussians.ts';
import { meanPlanes } from './planes.ts';
import { heldOutOfFold } from './positionHeldOut.ts';
import { type Random, randomFrom } from './random.fixture.ts';
import type { FeatureMap } from './scoreModel.ts';
import { fitTiedCovariances } from './tiedCovariance.ts';

/** Good parts as cameras see them: every image differs from the others as a whole (light, material), and a little more at every place. */
const SHAPE = { level: 7, channels: 60, height: 3, width: 3 };
const POSITIONS = 9;
const GOOD = 40;
const FRESH = 300;
const RUNS = 12;
const TARGET = 0.05;
const HIGHEST = 2;
const OWN_WEIGHT = GOOD / (GOOD + SHAPE.channels);

function drawMaps(random: Random, count: number): FeatureMap[] {
  return Array.from({ length: count }, () => {
    const values = new Float32Array(SHAPE.channels * POSITIONS);
    for (let channel = 0; channel < SHAPE.channels; channel += 1) {
      const common = random.normal();
      for (let position = 0; position < POSITIONS; position += 1) {
        values[channel * POSITIONS + position] = (common + 0.5 * random.normal()) / Math.sqrt(1 + channel / 4);
      }
    }
    return { ...SHAPE, values };
  });
}

/** Held-out distances of a kind that is not used: each image stays in the tied covariance. */
function distancesHeldInTied(maps: readonly FeatureMap[]): Float64Array[] {
  const options = { tiedRidge: 0.01, groups: groupImages(maps.length) };
  const { covariance } = fitTiedCovariances(maps, meanPlanes(maps, maps[0]!), options, 2, () => undefined);
  const write = heldOutOfFold({ groups: options.groups, covariance }, maps.length, SHAPE.channels, OWN_WEIGHT);
  const heldOut = maps.map(() => new Float64Array(POSITIONS));
  for (let position = 0; position < POSITIONS; position += 1) {
    const centred = centre(samplesAt(maps, position));
    const own = new Float64Array(SHAPE.channels ** 2);
    addGramLower(own, transpose(centred.values, GOOD, SHAPE.channels), SHAPE.channels, GOOD, 1 / GOOD);
    mirrorLower(own, SHAPE.channels);
    const distances = new Float64Array(maps.length);
    write({ centred, covariance: own }, distances);
    for (const [image, distance] of distances.entries()) heldOut[image]![position] = distance;
  }
  return heldOut;
}

/** The mean share of fresh good parts above the limit of their runs. */
function falseRejectRate(heldOutOf: (maps: readonly FeatureMap[]) => readonly Float64Array[]): number {
  const scoreOf = (distances: Float64Array): number => meanOfHighest(distances, HIGHEST);
  let rejected = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const random = randomFrom(70 + run);
    const maps = drawMaps(random, GOOD);
    const limit = limitForTarget(heldOutOf(maps).map(scoreOf), TARGET).value;
    const { gaussians } = fitMaps(maps);
    const fresh = drawMaps(random, FRESH).map((map) => scoreOf(patchDistances(gaussians, map)));
    rejected += fresh.filter((score) => score > limit).length;
  }
  return rejected / (RUNS * FRESH);
}

function fitMaps(maps: readonly FeatureMap[]) {
  const groups = groupImages(maps.length);
  return fitPatchGaussians(maps, OWN_WEIGHT, { tiedRidge: 0.01, groups, onProgress: () => undefined });
}

describe('patch scores of images that differ as a whole, from fewer images than features', () => {
  it('held out, give a limit that rejects about as many fresh good parts as was asked for', () => {
    const rate = falseRejectRate((maps) => fitMaps(maps).heldOut);
    expect(rate).toBeGreaterThan(TARGET / 2.5);
    expect(rate).toBeLessThan(1.5 * TARGET);
  });

  it('would reject far more if every image stayed in the tied covariance', () => {
    expect(falseRejectRate(distancesHeldInTied)).toBeGreaterThan(5 * TARGET);
  });
});
