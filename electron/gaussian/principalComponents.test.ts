import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { centre } from './matrix.ts';
import { worstDifference } from './naive.fixture.ts';
import { principalComponents } from './principalComponents.ts';
import { randomFrom, randomSamples } from './random.fixture.ts';
import { keptComponents } from './studies.fixture.ts';

const golden = JSON.parse(readFileSync(new URL('../../tests/fixtures/golden/pca.json', import.meta.url), 'utf8')) as {
  readonly samples: number[][];
  readonly explainedVarianceRatio: number[];
  readonly components: number[][];
  readonly rules: readonly { readonly threshold: number; readonly last: number }[];
};
const features = golden.samples[0]!.length;
const { directions, variances } = principalComponents(
  centre({ count: golden.samples.length, features, values: Float64Array.from(golden.samples.flat()) }),
);

describe('principal components against scikit-learn', () => {
  it('explain the same shares of the variance', () => {
    const total = variances.reduce((sum, value) => sum + value, 0);
    expect(
      worstDifference(
        variances.map((value) => value / total),
        golden.explainedVarianceRatio,
      ),
    ).toBeLessThan(1e-9);
  });

  it.each(golden.components.map((component, index) => ({ index, component })))(
    'component $index points the same way',
    ({ index, component }) => {
      const direction = directions.subarray(index * features, (index + 1) * features);
      const cosine = component.reduce((sum, value, i) => sum + value * direction[i]!, 0);
      expect(Math.abs(cosine)).toBeCloseTo(1, 9);
    },
  );

  it.each(golden.rules)('are cut at $threshold after component $last', ({ threshold, last }) => {
    expect(keptComponents(variances, { keep: 'pca', share: threshold })).toEqual({ first: 0, end: last + 1 });
    const npca = { first: Math.max(0, last - 1), end: features };
    expect(keptComponents(variances, { keep: 'npca', share: threshold })).toEqual(npca);
  });
});

describe('principal components', () => {
  it('of fewer images than features are those of the covariance, without the directions that nothing spans', () => {
    const samples = centre(randomSamples(randomFrom(8), 7, 30));
    const thin = principalComponents(samples);
    expect(thin.variances.length).toBe(6);
    const total = samples.values.reduce((sum, value) => sum + value * value, 0) / 7;
    expect(thin.variances.reduce((sum, value) => sum + value, 0)).toBeCloseTo(total, 10);
  });

  it('are all kept where the threshold is never exceeded', () => {
    expect(keptComponents(Float64Array.of(3, 1), { keep: 'pca', share: 1 })).toEqual({ first: 0, end: 2 });
  });
});
