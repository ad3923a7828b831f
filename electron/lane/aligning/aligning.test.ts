import { beforeAll, describe, expect, test } from 'vitest';
import { type PartReference, type Placement, placedPoint, type Region } from '../../../shared/domain/index.ts';
import type { Picture } from '../testing/pictures.fixture.ts';
import { random } from '../testing/random.fixture.ts';
import { type Drawing, type Lying, lyingPart, UPRIGHT } from '../testing/turnedParts.fixture.ts';
import { alignedSquare, directionFields, learnReference } from './index.ts';
import { samplePlaced } from './samplePlaced.ts';

const SIZE_PX = 120;
const TURNED: Lying = { degrees: 137, right: 21, down: -13 };

let turning: PartReference;
let shifting: PartReference;

/** The first lies upright in the middle. */
const goodLyings = (turns: boolean): readonly Lying[] =>
  Array.from({ length: 10 }, (_, index) => ({
    degrees: turns ? index * 37 : 0,
    right: ((index * 7) % 11) * 2 * Math.sign(index),
    down: -((index * 5) % 7) * 2,
  }));

beforeAll(() => {
  [turning, shifting] = [learnt(true), learnt(false)];
});

function learnt(turns: boolean, region: Region | null = null): PartReference {
  const images = goodLyings(turns).map((lying, seed) => learntImage(lyingPart(lying, { seed })));
  return learnReference(images, { turns, region, chosen: 0 }).reference;
}

function learntImage(pixels: Picture) {
  const proportion = pixels.widthPx / pixels.heightPx;
  return { proportion, fields: directionFields(pixels, proportion) };
}

function squareOf(pixels: Picture, reference = turning, region: Region | null = null) {
  return alignedSquare({ file: 'part-17.png', size: pixels, pixels }, reference, { region, sizePx: SIZE_PX });
}

function aligned(lying: Lying, drawing: Partial<Drawing> = {}, reference = turning) {
  return squareOf(lyingPart(lying, { seed: 99, ...drawing }), reference);
}

/** How far a corner of the part, found upright in the square, is from where it was drawn; in pixels of the image. */
function distancePx(placement: Placement, { degrees, right, down }: Lying): number {
  const [cosine, sine] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const [x, y] = placedPoint(placement, [(100 - 40) / 200, (75 + 22) / 150]);
  const drawn = [100 + right - 40 * cosine - 22 * sine, 75 + down - 40 * sine + 22 * cosine] as const;
  return Math.hypot(x * 200 - drawn[0], y * 150 - drawn[1]);
}

describe('a part that lies turned', () => {
  test.each([UPRIGHT, TURNED, { degrees: 355, right: -18, down: 8 }, { degrees: 90, right: 0, down: 0 }])(
    'is found to a pixel: %o',
    (lying) => {
      expect(distancePx(aligned(lying).placement, lying)).toBeLessThan(1);
    },
  );

  test('is brought to where good parts lie', () => {
    const upright = aligned(UPRIGHT);
    const turned = aligned(TURNED);
    const differences = upright.pixels.values.map((value, place) =>
      Math.abs(value - (turned.pixels.values[place] ?? 0)),
    );
    const inside = differences.filter((_, place) => Math.abs((Math.floor(place / 3) % SIZE_PX) - SIZE_PX / 2) < 25);
    expect(inside.reduce((sum, value) => sum + value, 0) / inside.length).toBeLessThan(6);
  });

  test('is found in the same place with a defect, which remains where it is', () => {
    const blot = { x: 6, y: 12 };
    expect(distancePx(aligned(TURNED, { broken: true }).placement, TURNED)).toBeLessThan(1.5);
    const { placement, pixels } = aligned(TURNED, { blot });
    expect(distancePx(placement, TURNED)).toBeLessThan(1);
    const column = Math.round(((100 + blot.x) / 200) * SIZE_PX);
    const row = Math.round(((75 + blot.y) / 150) * SIZE_PX);
    expect(pixels.values[(row * SIZE_PX + column) * 3]).toBeLessThan(60);
  });

  test('is found however bright it is, and twice in the very same place', () => {
    const picture = lyingPart(TURNED, { seed: 4 });
    expect(squareOf({ ...picture, values: new Uint8Array(picture.values) })).toEqual(squareOf(picture));
    const dark = { ...picture, values: picture.values.map((value) => value / 3) };
    expect(distancePx(squareOf(dark).placement, TURNED)).toBeLessThan(1);
  });

  test('is looked for within the region, which lies on the first image', () => {
    const region = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 };
    const { placement } = squareOf(lyingPart(TURNED, { seed: 7 }), learnt(true, region), region);
    const [x, y] = placedPoint(placement, [0.5, 0.5]);
    expect(Math.hypot(x * 200 - 121, y * 150 - 62)).toBeLessThan(1);
  });
});

describe('a part that is only shifted', () => {
  test('is found to a pixel, and never turned', () => {
    const lying = { degrees: 0, right: 17.5, down: -9 };
    const { placement } = aligned(lying, {}, shifting);
    expect(distancePx(placement, lying)).toBeLessThan(1);
    expect(placement.slice(0, 4)).toEqual([1, 0, -0, 1]);
  });
});

describe('an image without the part', () => {
  const noise = (): Picture => ({ ...lyingPart(UPRIGHT, { seed: 1 }), values: new Uint8Array(90_000).map(() => 128) });

  test.each([
    ['is blank', noise],
    ['is noise', () => ({ ...noise(), values: noise().values.map((_, place) => 40 + ((place * 7919) % 173)) })],
    ['shows another part', () => turnedInside(lyingPart(UPRIGHT, { seed: 1 }))],
  ])('is not found where it %s', (_, picture) => {
    expect(() => squareOf(picture())).toThrow(
      expect.objectContaining({
        code: 'position.not-found',
        details: expect.objectContaining({ least: Math.round(turning.likeness.least * 100) }),
      }),
    );
  });

  test('teaches nothing', () => {
    const next = random(5);
    const images = Array.from({ length: 8 }, () =>
      learntImage({ ...noise(), values: noise().values.map(() => 255 * next()) }),
    );
    expect(() => learnReference(images, { turns: true, region: null, chosen: null })).toThrow(
      expect.objectContaining({ code: 'position.no-shape' }),
    );
  });
});

test('a square at a quarter turn is made of the very pixels', () => {
  const values = Uint8Array.from({ length: 36 * 3 }, (_, place) => (place * 37) % 256);
  const picture = { widthPx: 6, heightPx: 6, values };
  expect(samplePlaced(picture, [1, 0, 0, 1, 0, 0], 6)).toEqual(picture);
  const turned = samplePlaced(picture, [0, 1, -1, 0, 1, 0], 6);
  expect([...turned.values.subarray(0, 3)]).toEqual([...values.subarray(5 * 3, 6 * 3)]);
});

test('a square that is partly beyond the image has the very pixels inside, and the mean colour of the edge outside', () => {
  const [widthPx, heightPx, side] = [40, 30, 8];
  const values = Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, place) => (place * 37) % 256);
  const pixelAt = (x: number, y: number) => [...values.subarray((y * widthPx + x) * 3, (y * widthPx + x) * 3 + 3)];
  const cornerAt = (left: number, top: number) =>
    samplePlaced(
      { widthPx, heightPx, values },
      [side / widthPx, 0, 0, side / heightPx, left / widthPx, top / heightPx],
      side,
    ).values;
  const inside = cornerAt(20, 11);
  expect([...inside.subarray(0, 3)]).toEqual(pixelAt(20, 11));
  expect([...inside.subarray(-3)]).toEqual(pixelAt(27, 18));
  const beyond = cornerAt(35, 25);
  expect([...beyond.subarray(0, 3)]).toEqual(pixelAt(35, 25));
  const edge = [...cornerAt(400, -300).subarray(0, 3)];
  expect([...beyond.subarray(-3)]).toEqual(edge);
  expect(new Set(cornerAt(-90, 200)).size).toBeLessThanOrEqual(3);
});

/** A picture of rings: it has edges everywhere, and no bracket. */
function turnedInside(picture: Picture): Picture {
  const { widthPx, heightPx } = picture;
  const values = picture.values.map((_, place) => {
    const pixel = Math.floor(place / 3);
    return 128 + 90 * Math.sin(Math.hypot((pixel % widthPx) - 60, Math.floor(pixel / widthPx) - 70) / 3);
  });
  return { widthPx, heightPx, values };
}
