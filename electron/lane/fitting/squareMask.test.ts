import { expect, it } from 'vitest';
import { ignoredRuns, type MaskShape } from '../../../shared/domain/index.ts';
import { squareMask } from './squareMask.ts';

const SIZE = 40;
const SQUARE = { sizePx: SIZE, regionWidthPx: 400, regionHeightPx: 400, mean: [0.5, 0.25, 0] };
/** What scaling mixes in, and the pixel that an edge runs through. */
const REACH = 4;

function ignored(mask: MaskShape[], square = SQUARE): (x: number, y: number) => boolean {
  const found = squareMask({ mask }, square);
  const pixels = new Uint8Array(SIZE * SIZE);
  if (found !== null) for (const [first, end] of ignoredRuns(found)) pixels.fill(1, first, end);
  return (x, y) => pixels[y * SIZE + x] === 1;
}

const box = (left: number, top: number, right: number, bottom: number): [number, number][] => [
  [left, top],
  [right, top],
  [right, bottom],
  [left, bottom],
];

it('ignores what lies under a polygon, and as far around it as scaling mixes', () => {
  const at = ignored([{ kind: 'polygon', does: 'ignore', points: box(0.25, 0.5, 0.5, 0.75) }]);
  const [left, right] = [10 - REACH, 20 + REACH];
  expect([at(left - 1, 25), at(left, 25), at(right - 1, 25), at(right, 25)]).toEqual([false, true, true, false]);
  expect([at(15, 19 - REACH), at(15, 20 - REACH), at(15, 29 + REACH), at(15, 30 + REACH)]).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

it('looks at nothing but what is to be inspected where that was drawn first; later shapes win', () => {
  const at = ignored([
    { kind: 'polygon', does: 'inspect', points: box(0, 0, 1, 0.5) },
    { kind: 'polygon', does: 'ignore', points: box(0, 0, 0.25, 1) },
  ]);
  expect([at(30, 8), at(30, 30), at(5, 8)]).toEqual([false, true, true]);
});

it('draws a brush that is round on the image, whatever shape its region has', () => {
  const stroke: MaskShape = { kind: 'stroke', does: 'ignore', points: [[0.5, 0.5]], width: 0.25 };
  // Twice as wide as high: the brush is twice as high on the square.
  const at = ignored([stroke], { ...SQUARE, regionHeightPx: 200 });
  expect([at(20, 9 - REACH), at(20, 10 - REACH)]).toEqual([false, true]);
  expect([at(14 - REACH, 20), at(15 - REACH, 20)]).toEqual([false, true]);
});

it('widens more where a small region is enlarged, and is nothing where nothing is drawn', () => {
  const at = ignored([{ kind: 'polygon', does: 'ignore', points: box(0, 0, 0.5, 1) }], {
    ...SQUARE,
    regionWidthPx: 10,
  });
  expect([at(29, 20), at(30, 20)]).toEqual([true, false]);
  expect(squareMask({ mask: [] }, SQUARE)).toBeNull();
});
