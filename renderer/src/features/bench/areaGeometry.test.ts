import { expect, test } from 'vitest';
import { type MaskShape, outlineOf } from '../../../../shared/domain/index.ts';
import {
  movedRegion,
  movedShape,
  pointAt,
  proportionOf,
  pulledRegion,
  regionBetween,
  SMALLEST_SIDE,
  shapeAt,
  thinned,
  withoutPoint,
} from './areaGeometry.ts';

const REGION = { x: 0.2, y: 0.3, width: 0.4, height: 0.5 };
const SQUARE: MaskShape = {
  kind: 'polygon',
  does: 'ignore',
  points: [
    [0.2, 0.2],
    [0.6, 0.2],
    [0.6, 0.6],
    [0.2, 0.6],
  ],
};
const LINE: MaskShape = {
  kind: 'stroke',
  does: 'inspect',
  width: 0.1,
  points: [
    [0.1, 0.8],
    [0.9, 0.8],
  ],
};

test('a region is drawn from any corner to any other, within the image, and never too small to be held', () => {
  const drawn = regionBetween([0.9, 0.2], [0.5, 1.4]);
  expect([drawn.x, drawn.y, drawn.width, drawn.height].map((value) => Number(value.toFixed(6)))).toEqual([
    0.5, 0.2, 0.4, 0.8,
  ]);
  const tiny = regionBetween([1, 1], [1, 1]);
  expect([tiny.x + tiny.width, tiny.width, tiny.height]).toEqual(
    [1, SMALLEST_SIDE, SMALLEST_SIDE].map((value) => expect.closeTo(value)),
  );
});

test('a region that is moved stops at the edge and keeps its size', () => {
  expect(movedRegion(REGION, [2, -2])).toEqual({ ...REGION, x: expect.closeTo(0.6), y: 0 });
});

test('a corner that is pulled leaves the opposite one where it is, and cannot pass it', () => {
  const pulled = pulledRegion(REGION, { x: -1, y: -1 }, [0.1, 0.9]);
  expect([pulled.x, pulled.x + pulled.width, pulled.y + pulled.height]).toEqual(
    [0.3, 0.6, 0.8].map((value) => expect.closeTo(value)),
  );
  expect(pulled.height).toBeCloseTo(SMALLEST_SIDE);
  expect(pulledRegion(REGION, { x: 1, y: 0 }, [9, 9])).toEqual({ ...REGION, width: 0.8 });
});

test('the outline of a turned placement has its corners in order', () => {
  const quarter = outlineOf([0, 0.5, -0.5, 0, 0.75, 0.25]);
  expect(quarter).toEqual([
    [0.75, 0.25],
    [0.75, 0.75],
    [0.25, 0.75],
    [0.25, 0.25],
  ]);
});

test('a region of a wide image has the proportion that is seen', () => {
  expect(proportionOf({ x: 0, y: 0, width: 0.5, height: 1 }, { widthPx: 2000, heightPx: 500 })).toBe(2);
  expect(proportionOf(null, { widthPx: 2000, heightPx: 500 })).toBe(4);
});

test('the uppermost shape is met: within a polygon, on a stroke as wide as its brush is seen', () => {
  const mask = [SQUARE, LINE];
  expect(shapeAt(mask, [0.4, 0.4], 1, 0.01)).toBe(0);
  expect(shapeAt(mask, [0.4, 0.84], 1, 0.01)).toBe(1);
  expect(shapeAt(mask, [0.4, 0.9], 1, 0.01)).toBe(-1);
  // On a wide region the same share of the height is less far.
  expect(shapeAt(mask, [0.4, 0.9], 4, 0.01)).toBe(1);
  expect(shapeAt([...mask, { ...SQUARE, does: 'inspect' }], [0.4, 0.4], 1, 0.01)).toBe(2);
});

test('the nearest point within reach is taken hold of', () => {
  expect(pointAt(SQUARE, [0.58, 0.21], 1, 0.05)).toBe(1);
  expect(pointAt(SQUARE, [0.4, 0.4], 1, 0.05)).toBe(-1);
});

test('a polygon keeps three points', () => {
  const triangle = withoutPoint(SQUARE, 0);
  expect(triangle?.points).toHaveLength(3);
  expect(triangle === null ? null : withoutPoint(triangle, 0)).toBeNull();
  expect(withoutPoint(LINE, 0)).toBeNull();
});

test('shapes may be moved a little beyond the edge, but not away', () => {
  expect(movedShape(SQUARE, [5, 0]).points.map(([x]) => x)).toEqual([1.5, 1.5, 1.5, 1.5]);
});

test('a drawn line loses the points that change nothing', () => {
  const drawn = Array.from({ length: 101 }, (_, step): [number, number] => [
    step / 100,
    step < 50 ? 0.5 : 0.5 + (step - 50) / 200,
  ]);
  const kept = thinned(drawn, 1, 0.002);
  expect(kept).toHaveLength(3);
  expect(kept[1]).toEqual([0.5, 0.5]);
});
