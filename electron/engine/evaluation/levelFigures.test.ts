import { describe, expect, it } from 'vitest';
import { levelFigures, paperSumAuroc } from './levelFigures.ts';

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
