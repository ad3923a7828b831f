import { describe, expect, it } from 'vitest';
import { levelOf, withScoring } from './levels.ts';

type Shapes = readonly (readonly [number, number])[];
/** Levels as [channels, grid], shallow to deep. */
const levels = (...shapes: Shapes) =>
  shapes.map(([channels, grid], index) => ({
    output: `level${index + 1}`,
    level: index + 1,
    channels,
    height: grid,
    width: grid,
  }));
const scoringOf = (...shapes: Shapes) => withScoring(levels(...shapes)).scoring;

describe('the levels that a network is scored by', () => {
  it('are the deepest that is not too wide, and for the map the finest that is not too fine', () => {
    expect(scoringOf([64, 56], [128, 28], [256, 14], [512, 7])).toEqual({ part: 4, patch: 4, map: 2 });
  });

  it('are the ones that EfficientNet-B4 is known to do well with, or beside them', () => {
    const b4 = [
      [48, 190],
      [24, 190],
      [32, 95],
      [56, 48],
      [112, 24],
      [160, 24],
      [272, 12],
    ] as const;
    expect(scoringOf(...b4)).toEqual({ part: 7, patch: 7, map: 5 });
  });

  it('are there also where all are too wide or too fine', () => {
    expect(scoringOf([1024, 6], [2048, 3])).toEqual({ part: 1, patch: 1, map: 1 });
    expect(scoringOf([8, 128], [8, 64])).toEqual({ part: 2, patch: 2, map: 2 });
    expect(scoringOf([6, 1])).toEqual({ part: 1, patch: 1, map: 1 });
  });

  it.each([
    [
      'ResNet-50',
      levels([256, 56], [512, 28], [1024, 14]),
      { part: 4, patch: 4, map: 2, mapIsDrawnOnly: true },
      [13, 28],
    ],
    ['a small transformer at 518 px', levels([384, 37], [384, 37]), { part: 3, patch: 3, map: 1 }, [18, 37]],
  ])('are joined by means over places whose Gaussians fit: %s', (_, outputs, scoring, [side, from]) => {
    const made = withScoring(outputs);
    expect(made.scoring).toEqual(scoring);
    expect(made.levels.slice(0, outputs.length)).toEqual(outputs);
    const averagedFrom = { height: from, width: from };
    expect(made.levels.slice(outputs.length)).toEqual([
      { ...outputs[1], level: outputs.length + 1, height: side, width: side, averagedFrom },
    ]);
  });

  it('are joined by means over a map that is too large to be kept of every image', () => {
    const { levels: made, scoring } = withScoring(levels([384, 16], [384, 74]));
    expect(scoring).toEqual({ part: 3, patch: 3, map: 1 });
    expect(made).toHaveLength(3);
    expect(withScoring(levels([768, 37])).levels[1]).toMatchObject({ height: 32, averagedFrom: { height: 37 } });
  });

  it('are refused where not even one place fits', () => {
    expect(() => scoringOf([7000, 7])).toThrow(/level1 has 7000 channels.*narrower/);
  });
});

describe('the level that an output makes', () => {
  const of = (shape: readonly number[], sizePx: number, tokensSkipped: number | null = null) =>
    levelOf({ output: 'out', level: 1 }, shape, { sizePx, tokensSkipped });

  it.each([
    ['DINOv2 at 518 px', 1370, 518, 37, 1],
    ['DINOv2 with registers at 518 px', 1374, 518, 37, 5],
    ['DINOv2 at 224 px', 257, 224, 16, 1],
    ['a transformer without a class token', 196, 224, 14, 0],
  ])('leaves out the tokens that are no patches: %s', (_, tokens, sizePx, side, skipped) => {
    const expected = { channels: 384, height: side, width: side, layout: { order: 'tokens', skipped } };
    expect(of([1, tokens, 384], sizePx)).toMatchObject(expected);
    expect(of([1, tokens, 384], sizePx, skipped)).toMatchObject(expected);
  });

  it.each([
    ['several grids', [1, 17, 384], 64, null, /may be 2 x 2 places after 13 or 4 x 4 places after 1.*--tokens-skip/],
    ['a side that is no multiple of the patches', [1, 1370, 384], 520, null, /no square grid.*520 px.*multiple/],
    ['another number than was said', [1, 1370, 384], 518, 5, /no square grid/],
    ['no places at all', [1, 384], 518, null, /1 x 384, neither a feature map nor tokens/],
  ])('is refused where there are %s', (_, shape, sizePx, skipped, message) => {
    expect(() => of(shape, sizePx, skipped)).toThrow(message);
  });

  it('is of one of several grids where it is said how many tokens are no places', () => {
    expect(of([1, 17, 384], 64, 1)).toMatchObject({ height: 4, layout: { skipped: 1 } });
  });

  it('may have its channels last, which a square grid tells', () => {
    expect(of([1, 7, 7, 768], 224)).toMatchObject({ channels: 768, height: 7, layout: { order: 'channels-last' } });
    expect(of([1, 768, 7, 7], 224)).toEqual({ output: 'out', level: 1, channels: 768, height: 7, width: 7 });
    expect(of([1, 7, 7, 7], 224).layout).toBeUndefined();
  });
});
