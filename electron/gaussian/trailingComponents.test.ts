import { describe, expect, it } from 'vitest';
import { groupImages } from './imageGroups.ts';
import type { Shrinkage } from './ledoitWolf.ts';
import { centreByLook, looksOf } from './looks.ts';
import { mahalanobisDistance } from './mahalanobis.ts';
import type { Samples } from './matrix.ts';
import { worstDifference } from './naive.fixture.ts';
import { firstTrailingComponent, principalComponents } from './principalComponents.ts';
import { randomFrom, randomSamples } from './random.fixture.ts';
import { fitGaussianOfComponents } from './studies.fixture.ts';
import { checkTrailing, fitTrailingComponents } from './trailingComponents.ts';

const SHARE = 0.9;

function rowsWithout({ features, values }: Samples, left: readonly number[]): number[][] {
  const rows = Array.from({ length: values.length / features }, (_, i) => i).filter((i) => !left.includes(i));
  return rows.map((row) => [...values.subarray(row * features, (row + 1) * features)]);
}

/** A refit of all rows but one part's, by its own components and cut, with the shrinkage of the whole fit. */
function refitDistance(
  samples: Samples,
  part: readonly number[],
  of: readonly number[],
  image: number,
  shrinkage: Shrinkage,
) {
  const rows = rowsWithout(samples, part);
  const looks = looksOf(of.filter((_, i) => !part.includes(i)));
  const { features } = samples;
  const rest = centreByLook({ count: rows.length, features, values: Float64Array.from(rows.flat()) }, looks);
  const { directions, variances } = principalComponents(rest);
  let squared = 0;
  for (let k = firstTrailingComponent(variances, SHARE); k < variances.length; k += 1) {
    let along = 0;
    for (let j = 0; j < features; j += 1) {
      along += directions[k * features + j]! * (samples.values[image * features + j]! - rest.means[of[image]!]![j]!);
    }
    squared += along ** 2 / ((1 - shrinkage.weight) * variances[k]! + shrinkage.weight * shrinkage.targetVariance);
  }
  return Math.sqrt(squared);
}

describe('NPCA', () => {
  it.each([
    ['more images than features', 40, 9, (i: number) => i, () => 0],
    ['fewer images than features', 14, 30, (i: number) => i, () => 0],
    ['several images of a part', 40, 9, (i: number) => Math.floor(i / 3), () => 0],
    ['two looks', 40, 9, (i: number) => i, (i: number) => i % 2],
  ])('holds every part out as a fit without it would, with %s', (_, count, features, partOf, lookOf) => {
    const samples = randomSamples(randomFrom(11), count, features);
    const images = Array.from({ length: count }, (_image, i) => i);
    const groups = groupImages(count, images.map(partOf));
    const of = images.map(lookOf);
    const { heldOut, shrinkage } = fitTrailingComponents(SHARE)(samples, groups, looksOf(of));
    const refits = images.map((image) => {
      const part = groups.find((group) => group.includes(image)) ?? [];
      return refitDistance(samples, part, of, image, shrinkage);
    });
    expect(worstDifference(heldOut, refits)).toBeLessThan(1e-7);
  });

  it('gives the distances of the Gaussian of its components', () => {
    const samples = randomSamples(randomFrom(21), 40, 10);
    const groups = groupImages(40);
    const { gaussian } = fitTrailingComponents(SHARE)(samples, groups);
    const reference = fitGaussianOfComponents(samples, groups, { keep: 'npca', share: SHARE });
    const query = randomSamples(randomFrom(22), 6, 10);
    const rows = rowsWithout(query, []);
    const distances = (of: typeof gaussian) => rows.map((row) => mahalanobisDistance(of, row));
    expect(worstDifference(distances(gaussian), distances(reference.gaussian))).toBeLessThan(1e-9);
    expect(gaussian.form === 'thin' && gaussian.weights.length).toBeLessThan(10);
  });

  it('is refused where holding out would take hours', () => {
    expect(() => checkTrailing(2000, 2000, 507)).toThrow(expect.objectContaining({ code: 'calibration.npca' }));
    checkTrailing(320, 300, 507);
    checkTrailing(1000, 1000, 272);
  });
});
