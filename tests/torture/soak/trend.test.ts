import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { type Sample, trendOf } from './trend.ts';

function samples(value: (minute: number) => number): Sample[] {
  return Array.from({ length: 120 }, (_, index) => ({ seconds: index * 10, value: value(index / 6) }));
}

describe('the trend of a run', () => {
  it('finds a steady growth', () => {
    const { slopePerHour, uncertaintyPerHour, first, last } = trendOf(samples((minute) => 100 + minute));
    expect(slopePerHour).toBeCloseTo(60, 6);
    expect(uncertaintyPerHour).toBeLessThan(1e-6);
    expect(first).toBeCloseTo(100 + 23 / 12, 9);
    expect(last).toBeCloseTo(100 + 215 / 12, 9);
  });

  it('does not take noise for growth', () => {
    const random = createRandom(1);
    const { slopePerHour, uncertaintyPerHour } = trendOf(samples(() => 100 + 10 * random.next()));
    expect(Math.abs(slopePerHour)).toBeLessThan(uncertaintyPerHour);
  });

  it('trusts a slow wave less than as many independent samples', () => {
    const wave = trendOf(samples((minute) => 100 + 5 * Math.sin(minute)));
    const random = createRandom(2);
    const noise = trendOf(samples(() => 100 + 5 * Math.SQRT2 * (random.next() < 0.5 ? -0.7 : 0.7)));
    expect(wave.uncertaintyPerHour).toBeGreaterThan(2 * noise.uncertaintyPerHour);
  });

  it('needs something to go by', () => {
    expect(() => trendOf([{ seconds: 0, value: 1 }])).toThrow('three samples');
  });
});
