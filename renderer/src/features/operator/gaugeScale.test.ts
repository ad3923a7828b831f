import { describe, expect, it } from 'vitest';
import { gaugeScale, placeOf } from './gaugeScale.ts';

describe('the scale of the gauge', () => {
  it('has the good parts left of the limit and room for bad ones right of it', () => {
    for (const limit of [1.2, 1.97, 2.31, 3, 6, 25]) {
      const scale = gaugeScale(limit);
      expect(placeOf(0, scale)).toBeLessThan(placeOf(limit, scale));
      expect(placeOf(limit, scale)).toBeGreaterThan(0.4);
      expect(placeOf(limit, scale)).toBeLessThan(0.7);
    }
  });

  it('does not depend on the score, so that the same score always stands at the same place', () => {
    expect(gaugeScale(2.31)).toEqual(gaugeScale(2.31));
  });

  it('holds scores beyond its ends at them', () => {
    const scale = gaugeScale(2);
    expect(placeOf(400, scale)).toBe(1);
    expect(placeOf(-9, scale)).toBe(0);
  });

  it('has few ticks at round numbers, zero among them', () => {
    for (const limit of [2, 12, 60, 300, 1500]) {
      const { ticks } = gaugeScale(limit);
      expect(ticks.length).toBeLessThanOrEqual(20);
      expect(ticks.some((tick) => tick === 0)).toBe(true);
    }
  });
});
