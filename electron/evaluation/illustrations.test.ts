import { describe, expect, it } from 'vitest';
import { ORDINARY_TRAITS } from '../../shared/domain/imageTraits.fixture.ts';
import { chooseExamples } from './illustrations.ts';
import type { JudgedImage } from './judgement.ts';

const result = {
  ...{
    sha256: '',
    content: { size: 1, modifiedUs: 1, changedUs: null, fileId: null },
    imageWidthPx: 1,
    imageHeightPx: 1,
    partDistance: 0,
    patchScore: 0,
    traits: ORDINARY_TRAITS,
    executionProvider: 'cpu',
  },
  ...{
    levelDistances: [],
    mapMaximum: 0,
    placement: null,
    mapMaximumX: 0,
    mapMaximumY: 0,
    decodeMs: 0,
    networkMs: 0,
    durationMs: 0,
    occupiedMs: 0,
    wasKeptBusy: false,
  },
  ...{ unusualShare: 0, partShare: null, look: null, relitScore: null },
};

function judged(defective: boolean, scores: readonly number[]): JudgedImage[] {
  return scores.map((score) => ({
    image: { path: `${score}.png`, className: defective ? 'scratch' : 'good', defective, maskPath: null },
    result: { ...result, score },
    mapPath: '',
  }));
}

const chosen = (good: readonly number[], defective: readonly number[], limit: number) => {
  const examples = chooseExamples(
    [...judged(false, good), ...judged(true, defective)],
    (image) => image.result.score,
    limit,
  );
  const pairs = (kind: 'good' | 'defective') => examples[kind].map(({ score, isMistake }) => [score, isMistake]);
  return { good: pairs('good'), defective: pairs('defective') };
};

describe('the images worth looking at', () => {
  it('are the mistakes, the worst first, six of a kind at most', () => {
    const { good, defective } = chosen([1, 6, 9, 8, 7], [1, 2, 3, 4, 5, 0, 0.5, 20], 5);
    expect(good).toEqual([9, 8, 7, 6].map((score) => [score, true]));
    expect(defective).toEqual([0, 0.5, 1, 2, 3, 4].map((score) => [score, true]));
  });

  it('are those that came closest where there are few mistakes', () => {
    const { good, defective } = chosen([1, 2, 3, 4], [10, 5, 8, 9], 5);
    expect(good).toEqual([4, 3, 2].map((score) => [score, false]));
    // A score at the limit is a miss.
    expect(defective).toEqual([
      [5, true],
      [8, false],
      [9, false],
    ]);
  });

  it('are none of a kind that was not tested', () => {
    expect(chosen([], [1], 5).good).toEqual([]);
  });
});
