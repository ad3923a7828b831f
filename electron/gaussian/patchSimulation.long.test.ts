import { describe, expect, it } from 'vitest';
import { meanPlanes, samplesAt } from './imageFeatures.ts';
import { groupImages } from './imageGroups.ts';
import { limitForTarget } from './limit.ts';
import { centreByLook, oneLook } from './looks.ts';
import { addGramLower, mirrorLower, transpose } from './matrix.ts';
import { fitPatchGaussians, meanOfHighest, patchDistances } from './patchGaussians.ts';
import { heldOutOfFold } from './positionHeldOut.ts';
import { type Random, randomFrom } from './random.fixture.ts';
import type { FeatureMap, PatchGaussians } from './scoreModel.ts';
import { fitTiedCovariances } from './tiedGaussians.ts';

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
  const { covariance } = fitTiedCovariances(maps, [meanPlanes(maps, maps[0]!)], options, 2, () => undefined);
  const write = heldOutOfFold({ groups: options.groups, covariance }, SHAPE.channels, OWN_WEIGHT, oneLook(maps.length));
  const heldOut = maps.map(() => new Float64Array(POSITIONS));
  for (let position = 0; position < POSITIONS; position += 1) {
    const centred = centreByLook(samplesAt(maps, position), oneLook(maps.length));
    const own = new Float64Array(SHAPE.channels ** 2);
    addGramLower(own, transpose(centred.values, GOOD, SHAPE.channels), SHAPE.channels, GOOD, 1 / GOOD);
    mirrorLower(own, SHAPE.channels);
    const distances = new Float64Array(maps.length);
    write({ centred, covariance: own }, distances);
    for (const [image, distance] of distances.entries()) heldOut[image]![position] = distance;
  }
  return heldOut;
}

type FitOf = (maps: readonly FeatureMap[]) => {
  readonly gaussians: PatchGaussians;
  readonly heldOut: readonly Float64Array[];
};

/** The mean share of fresh good parts above the limit of their runs. */
function falseRejectRate(fitOf: FitOf): number {
  const scoreOf = (distances: Float64Array): number => meanOfHighest(distances, HIGHEST);
  let rejected = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const random = randomFrom(70 + run);
    const maps = drawMaps(random, GOOD);
    const { gaussians, heldOut } = fitOf(maps);
    const limit = limitForTarget(heldOut.slice(0, GOOD).map(scoreOf), TARGET).value;
    const fresh = drawMaps(random, FRESH).map((map) => scoreOf(patchDistances(gaussians, map)));
    rejected += fresh.filter((score) => score > limit).length;
  }
  return rejected / (RUNS * FRESH);
}

function fitMaps(maps: readonly FeatureMap[], parts?: readonly number[]) {
  const groups = groupImages(maps.length, parts);
  const ownWeight = maps.length / (maps.length + SHAPE.channels);
  return fitPatchGaussians(maps, ownWeight, { tiedRidge: 0.01, groups, onProgress: () => undefined });
}

const VARIATIONS = 2;

/** Images, and after them those that were made from them: nearly the same. */
function withVariations(maps: readonly FeatureMap[]): FeatureMap[] {
  const random = randomFrom(7);
  const varied = ({ values }: FeatureMap) => values.map((value) => value + 0.2 * random.normal());
  return [
    ...maps,
    ...maps.flatMap((map) => Array.from({ length: VARIATIONS }, () => ({ ...map, values: varied(map) }))),
  ];
}

describe('patch scores of images that differ as a whole, from fewer images than features', () => {
  it('held out, give a limit that rejects about as many fresh good parts as was asked for', () => {
    const rate = falseRejectRate((maps) => fitMaps(maps));
    expect(rate).toBeGreaterThan(TARGET / 2.5);
    expect(rate).toBeLessThan(1.5 * TARGET);
  });

  it('would reject far more if every image stayed in the tied covariance', () => {
    const heldIn: FitOf = (maps) => ({ gaussians: fitMaps(maps).gaussians, heldOut: distancesHeldInTied(maps) });
    expect(falseRejectRate(heldIn)).toBeGreaterThan(5 * TARGET);
  });

  it('are as honest with variations that leave with their image, and would reject far more if these stayed', () => {
    const parts = [...Array(GOOD).keys(), ...Array.from({ length: VARIATIONS * GOOD }, (_, i) => i >> 1)];
    const rate = falseRejectRate((maps) => fitMaps(withVariations(maps), parts));
    expect(rate).toBeLessThan(1.5 * TARGET);
    expect(falseRejectRate((maps) => fitMaps(withVariations(maps)))).toBeGreaterThan(5 * TARGET);
  });
});
