import { describe, expect, it } from 'vitest';
import { firstDifference } from './fitRecipe.ts';

const expected = {
  score: 0.5,
  partDistance: 20,
  patchScore: 30,
  partShare: 0.25,
  unusualShare: 0,
  anomalyMap: Float64Array.of(0.1, -2, 8),
  levelDistances: [12, 14],
  look: null,
};
const same = {
  score: 0.5001,
  partDistance: 20.01,
  patchScore: 29.99,
  partShare: 0.2501,
  unusualShare: 0,
  anomalyMap: { height: 1, width: 3, values: Float32Array.of(0.1, -2, 8.001) },
  levelDistances: [12.001, 14],
  look: null,
};
const withMap = (...values: number[]) => ({
  ...same,
  anomalyMap: { ...same.anomalyMap, values: Float32Array.of(...values) },
});

describe('comparing a compiled graph with the reference', () => {
  it('accepts what float32 loses', () => {
    expect(firstDifference(expected, same)).toBeNull();
  });

  it.each([
    [{ ...same, look: 2 }, 'look 2 instead of null'],
    [{ ...same, score: 0.503 }, 'score 0.503 instead of 0.5'],
    [{ ...same, partDistance: 20.1 }, 'partDistance 20.1 instead of 20'],
    [{ ...same, patchScore: Number.NaN }, 'patchScore NaN instead of 30'],
    [{ ...same, partShare: null }, 'partShare NaN instead of 0.25'],
    [{ ...same, levelDistances: [12, 15] }, 'level distance 2 15 instead of 14'],
    [{ ...same, levelDistances: [] }, 'level distance 1 undefined instead of 12'],
    [withMap(0.1, -2, 9), '9 instead of 8 at place 2 of its map'],
    [withMap(0.1, Number.NaN, 8), 'NaN instead of -2 at place 1 of its map'],
    [withMap(0.1, -2), 'undefined instead of 8 at place 2 of its map'],
  ])('names the first value that differs', (found, difference) => {
    expect(firstDifference(expected, found)).toBe(difference);
  });
});
