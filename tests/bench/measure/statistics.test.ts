import { describe, expect, it } from 'vitest';
import { spreadOf } from './statistics.ts';

describe('the spread of measurements', () => {
  it('has the middle one of an odd number as its median, whatever their order', () => {
    expect(spreadOf([9, 1, 5])).toEqual({ median: 5, minimum: 1, maximum: 9, count: 3 });
  });

  it('has the mean of the middle two of an even number', () => {
    expect(spreadOf([4, 1, 100, 2]).median).toBe(3);
  });

  it('does not exist without a measurement', () => {
    expect(() => spreadOf([])).toThrow(/no measurement/);
  });
});
