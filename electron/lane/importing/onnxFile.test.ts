import { describe, expect, it } from 'vitest';
import { scoringOf } from './onnxFile.ts';

/** Levels as [channels, grid], shallow to deep. */
const levels = (...shapes: readonly (readonly [number, number])[]) =>
  shapes.map(([channels, grid], index) => ({
    output: `level${index + 1}`,
    level: index + 1,
    channels,
    height: grid,
    width: grid,
  }));

describe('the levels that a network is scored by', () => {
  it('are the deepest that is not too wide, and for the map the finest that is not too fine', () => {
    const resnet50 = levels([256, 56], [512, 28], [1024, 14], [2048, 7]);
    expect(scoringOf(resnet50)).toEqual({ part: 2, patch: 2, map: 2 });
    const resnet18 = levels([64, 56], [128, 28], [256, 14], [512, 7]);
    expect(scoringOf(resnet18)).toEqual({ part: 4, patch: 4, map: 2 });
  });

  it('are the ones that EfficientNet-B4 is known to do well with, or beside them', () => {
    const b4 = levels([48, 190], [24, 190], [32, 95], [56, 48], [112, 24], [160, 24], [272, 12]);
    expect(scoringOf(b4)).toEqual({ part: 7, patch: 7, map: 5 });
  });

  it('are there also where all are too wide or too fine', () => {
    expect(scoringOf(levels([1024, 14], [2048, 7]))).toEqual({ part: 1, patch: 1, map: 1 });
    expect(scoringOf(levels([8, 128], [8, 64]))).toEqual({ part: 2, patch: 2, map: 2 });
    expect(scoringOf(levels([6, 1]))).toEqual({ part: 1, patch: 1, map: 1 });
  });
});
