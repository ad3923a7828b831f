import { describe, expect, it } from 'vitest';
import { chiSquareReference } from '../../shared/domain/distributions.ts';
import { fitGaussian } from './fittedGaussian.ts';
import { groupImages } from './imageGroups.ts';
import { limitForTarget } from './limit.ts';
import { whitenedLengths } from './mahalanobis.ts';
import { type Random, randomFrom } from './random.fixture.ts';
import { addRowProducts } from './rowProducts.ts';
import type { ScoringGaussian } from './scoreModel.ts';

/**
 * Simulated production: good parts are drawn without end, so the true false-reject rate of a limit can be counted. Ledoit-Wolf distances
 * do not change when the features are rotated, so independent features of falling variance stand for any correlated ones.
 */
const FEATURES = 272;
const DEVIATIONS = Float64Array.from({ length: FEATURES }, (_, i) => 1 / Math.sqrt(1 + i / 4));

interface Population {
  readonly name: string;
  /** Scale of one part's features: 1 for a Gaussian. */
  readonly scale: (random: Random) => number;
}
const POPULATIONS: readonly Population[] = [
  { name: 'Gaussian', scale: () => 1 },
  {
    // Student's t with 5 degrees of freedom in all directions: some good parts lie far out as a whole.
    name: 'heavy-tailed',
    scale: (random) => {
      let chiSquare = 0;
      for (let i = 0; i < 5; i += 1) chiSquare += random.normal() ** 2;
      return Math.sqrt(5 / chiSquare);
    },
  },
];

function draw(random: Random, population: Population, count: number) {
  const values = new Float64Array(count * FEATURES);
  for (let row = 0; row < count; row += 1) {
    const scale = population.scale(random);
    for (let j = 0; j < FEATURES; j += 1) values[row * FEATURES + j] = scale * DEVIATIONS[j]! * random.normal();
  }
  return { count, features: FEATURES, values };
}

/** The distances of many vectors at once. */
function distancesOf(gaussian: ScoringGaussian, { count, values }: { count: number; values: Float64Array }): number[] {
  const centred = values.map((value, i) => value - gaussian.mean[i % FEATURES]!);
  if (gaussian.form === 'dense') return [...whitenedLengths(gaussian.whitening, FEATURES, centred, count)];
  const { directions, weights, residualPrecision } = gaussian;
  const rank = weights.length;
  const along = new Float64Array(count * rank);
  const block = (blockValues: Float64Array, stride: number) => ({ values: blockValues, offset: 0, stride });
  const size = { rows: count, columns: rank, depth: FEATURES };
  addRowProducts(block(along, rank), block(centred, FEATURES), block(directions, FEATURES), size, 1);
  return Array.from({ length: count }, (_, row) => {
    let squared = 0;
    for (let j = 0; j < FEATURES; j += 1) squared += residualPrecision * centred[row * FEATURES + j]! ** 2;
    for (let k = 0; k < rank; k += 1) squared -= weights[k]! * along[row * rank + k]! ** 2;
    return Math.sqrt(squared);
  });
}

function shareAbove(scores: readonly number[], limit: number): number {
  return scores.filter((score) => score > limit).length / scores.length;
}

describe.each(POPULATIONS)('limits on $name good parts with 272 features', (population) => {
  it.each([100, 200, 300, 500])(
    'from %i held-out scores reject at most 1.5 times the target on average',
    { timeout: 120_000 },
    (count) => {
      const runs = 25;
      const targets = [0.05, 0.01];
      const rates = targets.map(() => 0);
      for (let run = 0; run < runs; run += 1) {
        const random = randomFrom(1000 * count + run);
        const { gaussian, heldOut } = fitGaussian(draw(random, population, count), groupImages(count));
        // The limit itself strays more from run to run than the share that is counted of so many.
        const fresh = distancesOf(gaussian, draw(random, population, 400));
        for (const [i, target] of targets.entries()) {
          rates[i]! += shareAbove(fresh, limitForTarget([...heldOut], target).value) / runs;
        }
      }
      for (const [i, target] of targets.entries()) {
        expect(rates[i]!, `mean rate at ${target}`).toBeLessThan(1.5 * target);
        expect(rates[i]!, `mean rate at ${target}`).toBeGreaterThan(target / 2.5);
      }
    },
  );

  it('the chi-square limit for 0.27 % rejects far more, which is why it is for reference only', () => {
    const random = randomFrom(3);
    const { gaussian } = fitGaussian(draw(random, population, 200), groupImages(200));
    const fresh = distancesOf(gaussian, draw(random, population, 1000));
    expect(shareAbove(fresh, chiSquareReference(0.0027, FEATURES))).toBeGreaterThan(20 * 0.0027);
  });

  it('the bound of a split calibration holds the true rate in at least 93 % of 300 runs', { timeout: 120_000 }, () => {
    const fits = 6;
    const runsOfFit = 50;
    let covered = 0;
    for (let fit = 0; fit < fits; fit += 1) {
      const random = randomFrom(7 + fit);
      const { gaussian } = fitGaussian(draw(random, population, 150), groupImages(150));
      const future = distancesOf(gaussian, draw(random, population, 2000));
      for (let run = 0; run < runsOfFit; run += 1) {
        const scores = distancesOf(gaussian, draw(random, population, 120));
        const { value, bound95 } = limitForTarget(scores, 0.05, { approximate: false });
        if (shareAbove(future, value) <= bound95) covered += 1;
      }
    }
    expect(covered / (fits * runsOfFit)).toBeGreaterThanOrEqual(0.93);
    // A bound that always held would be too wide to be of use.
    expect(covered).toBeLessThan(fits * runsOfFit);
  });
});
