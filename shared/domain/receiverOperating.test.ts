import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderRoc, rocCurve } from './receiverOperating.ts';

const scores = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 20 });

describe('the area under the ROC curve', () => {
  it('is the share of pairs in the right order, ties counting one half', () => {
    fc.assert(
      fc.property(scores, scores, (good, defective) => {
        const pairs = good.flatMap((g) => defective.map((d) => (d > g ? 1 : d === g ? 0.5 : 0)));
        const share = pairs.reduce<number>((sum, pair) => sum + pair, 0) / pairs.length;
        expect(areaUnderRoc(good, defective)).toBeCloseTo(share, 12);
      }),
    );
  });

  it('is the area under the points of the curve', () => {
    fc.assert(
      fc.property(scores, scores, (good, defective) => {
        const curve = rocCurve(good, defective);
        let area = 0;
        for (const [i, point] of curve.slice(1).entries()) {
          const before = curve[i]!;
          area += (point.falseRejectRate - before.falseRejectRate) * (point.detectionRate + before.detectionRate) * 0.5;
        }
        expect(areaUnderRoc(good, defective)).toBeCloseTo(area, 12);
      }),
    );
  });

  it('is unknown without scores on both sides or with a score that is no number', () => {
    expect(areaUnderRoc([], [1])).toBeNaN();
    expect(areaUnderRoc([1], [])).toBeNaN();
    expect(areaUnderRoc([1, Number.NaN], [2])).toBeNaN();
  });
});

describe('the ROC curve', () => {
  it('starts where nothing is rejected and ends where everything is', () => {
    const curve = rocCurve([1, 2], [2, 3]);
    expect(curve).toEqual([
      { limit: 3, falseRejectRate: 0, detectionRate: 0 },
      { limit: 2, falseRejectRate: 0, detectionRate: 0.5 },
      { limit: 1, falseRejectRate: 0.5, detectionRate: 1 },
      { limit: Number.NEGATIVE_INFINITY, falseRejectRate: 1, detectionRate: 1 },
    ]);
  });

  it('has no points without scores on both sides', () => {
    expect(rocCurve([], [1])).toEqual([]);
    expect(rocCurve([1], [])).toEqual([]);
  });
});
