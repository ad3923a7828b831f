import { describe, expect, it } from 'vitest';
import { sampleOrder } from './sampleLine.ts';

const good = Array.from({ length: 20 }, (_, index) => `good-${index}`);
const bad = Array.from({ length: 20 }, (_, index) => `bad-${index}`);

function first(count: number, seed = 1): string[] {
  const order = sampleOrder({ good, bad }, seed);
  return Array.from({ length: count }, () => order.next().value);
}

describe('the order of the sample line', () => {
  it('is the same for the same seed', () => {
    expect(first(200)).toEqual(first(200));
    expect(first(200)).not.toEqual(first(200, 2));
  });

  it('is mostly good', () => {
    const share = first(2000).filter((part) => part.startsWith('bad')).length / 2000;
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.15);
  });

  it('brings every part, the good ones in an order of their own each time', () => {
    const parts = first(300);
    expect(new Set(parts)).toEqual(new Set([...good, ...bad]));
    const goodOnly = parts.filter((part) => part.startsWith('good'));
    expect(goodOnly.slice(0, 20)).not.toEqual(goodOnly.slice(20, 40));
    expect(goodOnly.slice(0, 20).toSorted()).toEqual(good.toSorted());
  });

  it('needs parts', () => {
    expect(() => sampleOrder({ good: [], bad: [] }, 1).next()).toThrow(RangeError);
  });
});
