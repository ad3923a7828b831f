import { describe, expect, it } from 'vitest';
import { type EvaluationFigures, meanFigures } from './figures.ts';

function set(imageAuroc: number | null, pixelAuroc: number | null, misses: number | null): EvaluationFigures {
  return {
    ...{ dataset: 'ring', backbone: 'scattering', score: 'sigmaline' as const },
    images: { trainGood: 20, testGood: 6, testDefective: 20, notFound: { good: 0, defective: 0 } },
    ...{ imageAuroc, pixelAuroc, aupro: null, pointing: pixelAuroc, bestF1: imageAuroc },
    scores: { part: imageAuroc, patch: null, sigmaline: imageAuroc, paperSum: imageAuroc },
    levels: [],
    limit: { target: 0.05, value: 1, n: 20, bound95: 0.13 },
    falseRejectRate: null,
    missRate: misses === null ? null : { observed: misses, low: 0, high: 1 },
    classes: [],
    speed: { msPerImage: 100, backboneMsPerImage: 80, ratio: 1.25 },
  };
}

describe('the mean over data sets', () => {
  it('counts every set the same', () => {
    expect(meanFigures([set(90, 80, 0.2), set(100, 90, 0)])).toMatchObject({
      sets: 2,
      imageAuroc: 95,
      pixelAuroc: 85,
      pointing: 85,
      scores: { part: 95, sigmaline: 95, paperSum: 95 },
      missRate: { observed: 0.1 },
      speed: { msPerImage: 100, ratio: 1.25 },
    });
  });

  it('leaves a set out of the figures that do not apply to it', () => {
    const mean = meanFigures([set(90, null, null), set(null, 70, 0.4)]);
    expect(mean).toMatchObject({ imageAuroc: 90, pixelAuroc: 70, missRate: { observed: 0.4 } });
    expect(mean.aupro).toBeNull();
    expect(mean.falseRejectRate.observed).toBeNull();
  });
});
