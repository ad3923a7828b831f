import { describe, expect, it } from 'vitest';
import { median } from '../gaussian/index.ts';
import { aurocPercent, bestF1Percent, levelFigures, paperSumAuroc } from './imageFigures.ts';

describe('the image AUROC', () => {
  it('is the share of pairs in the right order, in percent, ties counting half', () => {
    expect(aurocPercent({ good: [1, 2, 3], defective: [4, 5] })).toBe(100);
    expect(aurocPercent({ good: [1, 3], defective: [2, 3] })).toBe(62.5);
  });

  it('does not apply where one group is empty', () => {
    expect(aurocPercent({ good: [], defective: [1] })).toBeNull();
    expect(aurocPercent({ good: [1], defective: [] })).toBeNull();
  });
});

describe('the best F1', () => {
  /** Every limit that makes a difference, tried one by one. */
  function byTrial(good: readonly number[], defective: readonly number[]): number {
    const f1 = (limit: number): number => {
      const found = defective.filter((score) => score >= limit).length;
      const falseRejects = good.filter((score) => score >= limit).length;
      return (2 * found) / (found + falseRejects + defective.length);
    };
    return 100 * Math.max(...[...good, ...defective].map(f1));
  }

  it.each([
    [
      [1, 2, 3],
      [4, 5],
    ],
    [
      [1, 4, 2],
      [3, 5, 5, 2],
    ],
    [
      [5, 5, 5],
      [5, 5],
    ],
    [
      [9, 8],
      [1, 2],
    ],
    [
      [0.5, 0.1, 0.7, 0.3],
      [0.7, 0.2, 0.9, 0.7, 0.4],
    ],
  ])('of good %j and defective %j is that of the best limit there is', (good, defective) => {
    expect(bestF1Percent({ good, defective })).toBeCloseTo(byTrial(good, defective), 12);
  });

  it('does not apply where one group is empty', () => {
    expect(bestF1Percent({ good: [], defective: [1] })).toBeNull();
  });
});

describe('the median', () => {
  it('is the middle, or the mean of the two middle ones', () => {
    expect(median([5, 1, 9])).toBe(5);
    expect(median([4, 1, 9, 2])).toBe(3);
    expect(median([])).toBeNull();
  });
});

function judged(defective: boolean, ...distances: readonly (readonly number[])[]) {
  const image = { path: '', className: defective ? 'scratch' : 'good', defective, maskPath: null };
  return distances.map((levelDistances) => ({ image, result: { levelDistances: [...levelDistances] } }));
}

describe('the figures of levels', () => {
  const good = judged(false, [1, 10], [3, 20]);
  const defective = judged(true, [2, 30], [4, 15]);
  const images = [...good, ...defective];

  it('are the image AUROC of each level alone', () => {
    expect(levelFigures([5, 7], images)).toEqual([
      { level: 5, imageAuroc: 75 },
      { level: 7, imageAuroc: 75 },
    ]);
    expect(levelFigures([5, 7], [...good, ...judged(true, [9, 11])])).toEqual([
      { level: 5, imageAuroc: 100 },
      { level: 7, imageAuroc: 50 },
    ]);
  });

  it('of their mean may be better than any of them', () => {
    const both = [...judged(false, [1, 3], [3, 1]), ...judged(true, [2.5, 2.5])];
    expect(levelFigures([5, 7], both).map(({ imageAuroc }) => imageAuroc)).toEqual([50, 50]);
    expect(paperSumAuroc(both)).toBe(100);
  });

  it('do not apply without defective images, nor the mean without levels', () => {
    expect(levelFigures([5], judged(false, [1]))).toEqual([{ level: 5, imageAuroc: null }]);
    expect(paperSumAuroc(good)).toBeNull();
    expect(paperSumAuroc([...judged(false, []), ...judged(true, [])])).toBeNull();
  });
});
