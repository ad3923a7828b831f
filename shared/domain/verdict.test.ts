import { describe, expect, test } from 'vitest';
import { decideVerdict } from './verdict.ts';

const limits = { fail: 2, review: 1 };

describe('the verdict', () => {
  test('is pass up to the review limit, review up to the limit, fail above it', () => {
    expect([-1, 1, 1.01, 2, 2.01].map((score) => decideVerdict(score, limits))).toEqual([
      'pass',
      'pass',
      'review',
      'review',
      'fail',
    ]);
  });

  test('knows no review where the recipe has no review band', () => {
    expect(decideVerdict(1.9, { fail: 2, review: null })).toBe('pass');
  });

  test('is review below the low bound, where the recipe has one', () => {
    expect([-3.01, -3, 0].map((score) => decideVerdict(score, { ...limits, low: -3 }))).toEqual([
      'review',
      'pass',
      'pass',
    ]);
    expect(decideVerdict(-99, limits)).toBe('pass');
  });

  test('of a score that is no finite number is an error, never a pass', () => {
    for (const score of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(decideVerdict(score, limits)).toBe('error');
    }
  });
});
