import { describe, expect, it } from 'vitest';
import {
  cheapestPoint,
  costPerPart,
  figuresAtLimit,
  rocOf,
  shareOfPassesBad,
  shareOfRejectsBad,
} from './limitFigures.ts';

describe('images whose truth is known', () => {
  const known = { good: [0, 1, 2, 3], defective: [2, 4, 5, 6] };

  it('tell false rejects and misses at a limit', () => {
    const { falseRejectRate, missRate } = figuresAtLimit(known, 2.5);
    expect(falseRejectRate).toMatchObject({
      observed: 0.25,
      low: expect.closeTo(0.0063, 4),
      high: expect.closeTo(0.8059, 4),
    });
    expect(missRate).toMatchObject({ observed: 0.25, low: expect.closeTo(0.0063, 4), high: expect.closeTo(0.8059, 4) });
    expect(figuresAtLimit({ good: [], defective: [] }, 1)).toEqual({ falseRejectRate: null, missRate: null });
  });

  it('give the ROC curve and its area', () => {
    const roc = rocOf(known);
    // Of 16 pairs the defective image is higher in 14, and the two of 2 are equal, which counts half.
    expect(roc?.area).toBe(14.5 / 16);
    expect(roc?.points[0]).toEqual({ limit: 6, falseRejectRate: 0, detectionRate: 0 });
    expect(rocOf({ good: [1], defective: [] })).toBeNull();
  });

  it('have a limit at which errors cost least', () => {
    const points = rocOf(known)?.points ?? [];
    const rare = { falseReject: 1, miss: 1, defectRate: 0.01 };
    expect(cheapestPoint(points, rare)?.limit).toBe(3);
    expect(cheapestPoint(points, { ...rare, miss: 1000 })?.limit).toBe(1);
    expect(cheapestPoint([], rare)).toBeNull();
  });
});

describe('rare defects', () => {
  it('make most rejects good parts: nine in ten at 0.5 %', () => {
    expect(shareOfRejectsBad({ falseRejectRate: 0.05, missRate: 0 }, 0.005)).toBeCloseTo(0.0913, 4);
    expect(shareOfRejectsBad({ falseRejectRate: 0, missRate: 0.5 }, 0.005)).toBe(1);
    expect(shareOfRejectsBad({ falseRejectRate: 0, missRate: 1 }, 0.005)).toBeNull();
  });

  it('make few passes bad parts', () => {
    expect(shareOfPassesBad({ falseRejectRate: 0.05, missRate: 0.2 }, 0.005)).toBeCloseTo(0.001 / (0.001 + 0.94525), 9);
    expect(shareOfPassesBad({ falseRejectRate: 1, missRate: 0 }, 0.005)).toBeNull();
  });

  it('cost what false rejects and misses cost', () => {
    const costs = { falseReject: 2, miss: 100, defectRate: 0.01 };
    expect(costPerPart({ falseRejectRate: 0.05, missRate: 0.1 }, costs)).toBeCloseTo(
      0.99 * 0.05 * 2 + 0.01 * 0.1 * 100,
      12,
    );
  });
});
