import { describe, expect, it } from 'vitest';
import { type EvaluationFigures, meanFigures } from '../../evaluation/index.ts';
import { describeSet, describeSets } from './evaluateText.ts';

function set(dataset: string, imageAuroc: number, pixelAuroc: number | null): EvaluationFigures {
  return {
    ...{ dataset, backbone: 'scattering', score: 'part' as const },
    images: { trainGood: 20, testGood: 6, testDefective: 20, notFound: { good: 0, defective: 0 } },
    ...{ imageAuroc, pixelAuroc, aupro: null, pointing: pixelAuroc, bestF1: 99 },
    scores: { part: imageAuroc, patch: 90, sigmaline: 98, paperSum: null },
    levels: [
      { level: 5, imageAuroc: 88.25 },
      { level: 7, imageAuroc },
    ],
    limit: { target: 0.05, value: 16.5, n: 20, bound95: 0.139 },
    falseRejectRate: { observed: 0, low: 0, high: 0.459 },
    missRate: { observed: 0.1, low: 0.012, high: 0.317 },
    classes: [],
    speed: { msPerImage: 100, backboneMsPerImage: 80, ratio: 1.25 },
  };
}

describe('the figures of one data set', () => {
  it('name the score that the limit is of', () => {
    const text = describeSet(set('ring', 97, null));
    expect(text).toContain(
      '16.500 (part distance) for 5.0 % of 20 good images, 95 % sure that at most 13.9 % of such parts are rejected',
    );
    expect(text).toMatch(/^misses +10\.0 % \(95 % interval 1\.2 % to 31\.7 %\)$/m);
    expect(text).toMatch(/^pixel AUROC +not applicable$/m);
    expect(describeSet(set('ring', 97, 91))).toMatch(/^pointing +91\.0 %$/m);
  });
});

it('images in which the part was not found are told where there are any', () => {
  const plain = set('ring', 97, null);
  expect(describeSet(plain)).not.toContain('not found');
  const images = { ...plain.images, notFound: { good: 1, defective: 3 } };
  expect(describeSet({ ...plain, images })).toMatch(/^part not found +1 good, 3 defective: errors of a station/m);
});

describe('the figures of levels', () => {
  it('stand under the scores, the shallowest first', () => {
    const lines = describeSet(set('ring', 97, null)).split('\n');
    const start = lines.findIndex((line) => line.startsWith('  paper sum'));
    expect(lines.slice(start, start + 3).map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['paper sum', 'not applicable'],
      ['level 5', '88.3 %'],
      ['level 7', '97.0 %'],
    ]);
  });
});

describe('the figures of several data sets', () => {
  it('are a table with their mean', () => {
    const sets = [set('ring', 97, null), set('hazelnut-toy', 99, 98)];
    const lines = describeSets(sets, meanFigures(sets)).split('\n');
    const cells = lines.map((line) => line.trim().split(/ {2,}/));
    expect(cells[0]?.slice(0, 2)).toEqual(['data set', 'image AUROC']);
    expect(cells[2]).toEqual(expect.arrayContaining(['ring', '97.0 %', '-', '10.0 %', '100.0 ms', '1.25']));
    expect(cells.at(-1)?.slice(0, 2)).toEqual(['mean', '98.0 %']);
    expect(new Set(lines.map(({ length }) => length)).size).toBe(1);
  });
});
