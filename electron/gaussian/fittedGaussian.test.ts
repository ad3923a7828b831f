import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fitGaussian } from './fittedGaussian.ts';
import { groupImages } from './imageGroups.ts';
import { ledoitWolfShrinkage, covariance as sampleCovariance, shrinkTowardsIdentity } from './ledoitWolf.ts';
import { looksOf } from './looks.ts';
import { mahalanobisDistance } from './mahalanobis.ts';
import { centre, type Samples } from './matrix.ts';
import {
  blend,
  centredByLook,
  covarianceOf,
  distanceFrom,
  identity,
  meanOf,
  rowsOf,
  worstDifference,
} from './naive.fixture.ts';
import { principalComponents } from './principalComponents.ts';
import { randomFrom, randomSamples } from './random.fixture.ts';
import { fitGaussianOfComponents } from './studies.fixture.ts';

interface GoldenCase {
  readonly name: string;
  readonly n: number;
  readonly p: number;
  readonly samples: number[][];
  readonly query: number[][];
  readonly mean: number[];
  readonly shrinkage: number;
  readonly covariance: number[][];
  readonly mahalanobis: number[];
}
const golden = JSON.parse(
  readFileSync(new URL('../../tests/fixtures/golden/ledoit-wolf.json', import.meta.url), 'utf8'),
) as { readonly cases: GoldenCase[] };

function samplesOf(rows: readonly (readonly number[])[]): Samples {
  return { count: rows.length, features: rows[0]!.length, values: Float64Array.from(rows.flat()) };
}

describe.each(golden.cases)('against scikit-learn, $name ($n images, $p features)', (expected) => {
  const samples = samplesOf(expected.samples);
  const { gaussian, shrinkage } = fitGaussian(samples, groupImages(expected.n));

  it('mean, shrinkage and covariance agree', () => {
    const centred = centre(samples);
    expect(worstDifference(gaussian.mean, expected.mean)).toBeLessThan(1e-9);
    expect(Math.abs(shrinkage.weight - expected.shrinkage)).toBeLessThan(1e-12);
    const { weight, targetVariance } = ledoitWolfShrinkage(centred);
    const covariance = sampleCovariance(centred);
    shrinkTowardsIdentity(covariance, expected.p, 1 - weight, weight * targetVariance);
    const scale = Math.max(...expected.covariance.flat().map(Math.abs));
    for (const [i, value] of expected.covariance.flat().entries()) {
      expect(Math.abs(covariance[i]! - value) / scale).toBeLessThan(1e-12);
    }
  });

  it('distances agree', () => {
    const distances = expected.query.map((vector) => mahalanobisDistance(gaussian, vector));
    expect(worstDifference(distances, expected.mahalanobis)).toBeLessThan(1e-9);
  });
});

describe('the form of a Gaussian', () => {
  it('is thin for fewer images than features and dense otherwise', () => {
    expect(fitGaussian(randomSamples(randomFrom(1), 9, 10), groupImages(9)).gaussian.form).toBe('thin');
    expect(fitGaussian(randomSamples(randomFrom(1), 10, 10), groupImages(10)).gaussian.form).toBe('dense');
  });

  it('thin has orthonormal directions and gives the distance of its own formula', () => {
    const { gaussian } = fitGaussian(randomSamples(randomFrom(4), 12, 40), groupImages(12));
    if (gaussian.form !== 'thin') throw new Error('not thin');
    const vector = randomSamples(randomFrom(5), 1, 40).values;
    const centred = vector.map((value, i) => value - gaussian.mean[i]!);
    let squared = gaussian.residualPrecision * centred.reduce((sum, value) => sum + value * value, 0);
    for (const [k, weight] of gaussian.weights.entries()) {
      const direction = gaussian.directions.subarray(k * 40, (k + 1) * 40);
      expect(direction.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 12);
      squared -= weight * direction.reduce((sum, value, i) => sum + value * centred[i]!, 0) ** 2;
    }
    expect(mahalanobisDistance(gaussian, vector)).toBeCloseTo(Math.sqrt(squared), 9);
  });

  it('gives no finite distance to a vector that is not finite', () => {
    for (const count of [9, 30]) {
      const { gaussian } = fitGaussian(randomSamples(randomFrom(1), count, 10), groupImages(count));
      expect(mahalanobisDistance(gaussian, new Float64Array(10).fill(Number.NaN))).toBeNaN();
    }
  });
});

/** Refits mean and covariance without some images, shrinkage weight and target held fixed, and measures the ones left out. */
function refittedDistances(samples: Samples, groups: readonly (readonly number[])[]): number[] {
  const { weight, targetVariance } = ledoitWolfShrinkage(centre(samples));
  const rows = rowsOf(samples.values, samples.count, samples.features);
  const distances = new Array<number>(samples.count);
  for (const group of groups) {
    const others = rows.filter((_, i) => !group.includes(i));
    const sigma = blend(covarianceOf(others), 1 - weight, identity(samples.features), weight * targetVariance);
    for (const image of group) distances[image] = distanceFrom(meanOf(others), sigma, rows[image]!);
  }
  return distances;
}

describe.each([
  { form: 'dense', count: 30, features: 8 },
  { form: 'thin', count: 12, features: 20 },
])('held-out distances of the $form form', ({ count, features }) => {
  const samples = randomSamples(randomFrom(11), count, features);

  it('are those of n refits without one image each', () => {
    const groups = groupImages(count);
    const { heldOut } = fitGaussian(samples, groups);
    expect(worstDifference(heldOut, refittedDistances(samples, groups))).toBeLessThan(1e-9);
  });

  it('are those of refits without all images of a part', () => {
    const parts = Array.from({ length: count }, (_, i) => (i < 3 ? 'first' : i < 5 ? 'second' : `single ${i}`));
    const groups = groupImages(count, parts);
    const { heldOut } = fitGaussian(samples, groups);
    expect(worstDifference(heldOut, refittedDistances(samples, groups))).toBeLessThan(1e-9);
  });

  it('are those of refits where images have looks of their own means', () => {
    const looks = Array.from({ length: count }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const moved = samples.values.map((value, i) => value + 5 * looks[Math.floor(i / features)]!);
    const groups = groupImages(
      count,
      looks.map((look, i) => (i < 5 ? `twins ${look}` : i)),
    );
    const { heldOut, gaussian, shrinkage } = fitGaussian({ ...samples, values: moved }, groups, looksOf(looks));
    const rows = rowsOf(moved, count, features);
    const target = identity(features);
    const expected = rows.map((row, i) => {
      const group = groups.find((images) => images.includes(i))!;
      const left = [...rows.keys()].filter((other) => !group.includes(other));
      const others = left.map((other) => rows[other]!);
      const lookOf = left.map((other) => looks[other]!);
      const scatter = covarianceOf(centredByLook(others, lookOf));
      const sigma = blend(scatter, 1 - shrinkage.weight, target, shrinkage.weight * shrinkage.targetVariance);
      return distanceFrom(meanOf(others.filter((_, j) => lookOf[j] === looks[i])), sigma, row);
    });
    expect(worstDifference(heldOut, expected)).toBeLessThan(1e-9);
    for (const look of [0, 1]) {
      expect(
        worstDifference(gaussian.lookMeans![look]!, meanOf(rows.filter((_, i) => looks[i] === look))),
      ).toBeLessThan(1e-12);
    }
  });

  it('are larger than the distances from the fit that has seen the image', () => {
    const { gaussian, heldOut } = fitGaussian(samples, groupImages(count));
    for (const [image, row] of rowsOf(samples.values, count, features).entries()) {
      expect(heldOut[image]!).toBeGreaterThan(mahalanobisDistance(gaussian, row));
    }
  });
});

describe('a Gaussian of principal components', () => {
  const samples = randomSamples(randomFrom(21), 40, 10);
  const rows = rowsOf(samples.values, 40, 10);

  it.each(['pca', 'npca'] as const)('%s of all components is the Gaussian of the features', (keep) => {
    // A threshold below the first component's share makes NPCA keep everything; one above 1 makes PCA do so.
    const choice = { keep, share: keep === 'npca' ? 0 : 1 };
    const all = fitGaussian(samples, groupImages(40));
    const turned = fitGaussianOfComponents(samples, groupImages(40), choice);
    const distances = (gaussian: typeof all.gaussian) => rows.map((row) => mahalanobisDistance(gaussian, row));
    expect(worstDifference(distances(turned.gaussian), distances(all.gaussian))).toBeLessThan(1e-9);
    expect(worstDifference(turned.heldOut, all.heldOut)).toBeLessThan(1e-9);
  });

  it('does not see deviations along the components that it leaves out', () => {
    const npca = fitGaussianOfComponents(samples, groupImages(40), { keep: 'npca', share: 0.9 });
    const pca = fitGaussianOfComponents(samples, groupImages(40), { keep: 'pca', share: 0.5 });
    const centred = centre(samples);
    const { directions } = principalComponents(centred);
    const along = (component: number) => centred.mean.map((value, i) => value + directions[component * 10 + i]!);
    expect(mahalanobisDistance(npca.gaussian, along(0))).toBeLessThan(1e-9);
    expect(mahalanobisDistance(npca.gaussian, along(9))).toBeGreaterThan(1);
    expect(mahalanobisDistance(pca.gaussian, along(9))).toBeLessThan(1e-9);
    expect(mahalanobisDistance(pca.gaussian, along(0))).toBeGreaterThan(0.1);
  });
});

describe('features without a Gaussian', () => {
  it('are refused where two images leave no direction but one', () => {
    const two = { count: 2, features: 3, values: Float64Array.of(1, 2, 3, 2, 4, 1) };
    expect(() => fitGaussian(two, groupImages(2))).toThrow('singular');
  });

  it('are refused where nothing varies', () => {
    const constant = { count: 5, features: 3, values: new Float64Array(15).fill(0.1) };
    expect(() => fitGaussian(constant, groupImages(5))).toThrow('no spread');
  });

  it('name the constant channel where shrinkage cannot help', () => {
    // Two clusters of equal size: the fourth powers leave nothing to shrink.
    const values = Float64Array.from([0, 1, 0, 1].flatMap((value) => [value, 0.3]));
    expect(() => fitGaussian({ count: 4, features: 2, values }, groupImages(4))).toThrow(
      'channel 1 has the same value',
    );
  });

  it('are accepted with a constant channel where shrinkage gives it a variance', () => {
    const samples = randomSamples(randomFrom(2), 20, 5);
    for (let row = 0; row < 20; row += 1) samples.values[row * 5 + 3] = 0.1;
    const { gaussian } = fitGaussian(samples, groupImages(20));
    const deviating = gaussian.mean.map((value, i) => value + (i === 3 ? 5 : 0));
    expect(mahalanobisDistance(gaussian, deviating)).toBeGreaterThan(5);
  });

  it('are refused where all images show one part', () => {
    expect(() => groupImages(4, ['a', 'a', 'a', 'a'])).toThrow('same part');
  });
});
