import { describe, expect, it } from 'vitest';
import { gaugeScale, ticksOf } from './gaugeScale.ts';

describe('the scale of the gauge', () => {
  it('has the good parts left of the limit and room for bad ones right of it', () => {
    for (const limit of [1.2, 1.97, 2.31, 3, 6, 25]) {
      const scale = gaugeScale(limit);
      expect(scale(0)).toBeLessThan(scale(limit));
      expect(scale(limit)).toBeGreaterThan(0.4);
      expect(scale(limit)).toBeLessThan(0.7);
    }
  });

  it('does not depend on the score, so that the same score always stands at the same place', () => {
    const [first, second] = [gaugeScale(2.31), gaugeScale(2.31)];
    for (const score of [-1, 0, 2.31, 7]) expect(second(score)).toBe(first(score));
  });

  it('holds scores beyond its ends at them', () => {
    const scale = gaugeScale(2);
    expect(scale(400)).toBe(1);
    expect(scale(-9)).toBe(0);
  });

  it('has few ticks at round numbers, zero among them', () => {
    for (const limit of [2, 12, 60, 300, 1500]) {
      const ticks = ticksOf(gaugeScale(limit));
      expect(ticks.length).toBeLessThanOrEqual(20);
      expect(ticks.some((tick) => tick === 0)).toBe(true);
    }
  });
});
