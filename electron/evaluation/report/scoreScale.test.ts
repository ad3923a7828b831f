import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countInBins, scoreScale } from './scoreScale.ts';

const sigma = { mean: 0, deviation: 1 };

describe('the axis of scores', () => {
  it('has an edge at the limit, and a score at the limit lies below it', () => {
    const scale = scoreScale(sigma, [-1, 0.5, 2, 40], 2);
    const edge = scale.edges.indexOf(2);
    expect(edge).toBeGreaterThan(0);
    const counts = countInBins([2, 2.0001], scale.edges);
    expect(counts[edge - 1]).toBe(1);
    expect(counts[edge]).toBe(1);
  });

  it('labels round scores that lie apart', () => {
    const { ticks, position } = scoreScale(sigma, [-1.4, 0, 1, 38], 1.8);
    expect(ticks).toEqual(expect.arrayContaining([0, 1, 10, 20]));
    for (const [index, tick] of ticks.entries()) {
      expect(String(tick).length).toBeLessThanOrEqual(4);
      const next = ticks[index + 1];
      if (next !== undefined) expect(position(next) - position(tick)).toBeGreaterThanOrEqual(0.09);
    }
  });

  it('leaves room on both sides of a limit beyond all scores', () => {
    const { position } = scoreScale(sigma, [-1, 0, 1], 5);
    expect(position(5)).toBeLessThan(0.95);
    expect(scoreScale(sigma, [6, 8, 9], 5).position(5)).toBeGreaterThan(0.05);
  });

  it('counts every score once and keeps their order, whatever they are', () => {
    const score = fc.double({ min: -1e4, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(fc.array(score, { minLength: 1 }), score, (scores, limit) => {
        const scale = scoreScale({ mean: 3, deviation: 0.5 }, scores, limit);
        const counts = countInBins(scores, scale.edges);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(scores.length);
        expect(counts.slice(0, scale.edges.indexOf(limit)).reduce((sum, count) => sum + count, 0)).toBe(
          scores.filter((value) => value <= limit).length,
        );
        for (const value of scores) expect(scale.position(value)).toBeGreaterThanOrEqual(0);
        for (const value of scores) expect(scale.position(value)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
