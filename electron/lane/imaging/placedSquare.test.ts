import type { Sharp } from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import type { PartReference } from '../../../shared/domain/index.ts';
import { directionFields, learnReference } from '../aligning/index.ts';
import { fileOf, type Picture, sharpOf } from '../testing/pictures.fixture.ts';
import { lyingPart } from '../testing/turnedParts.fixture.ts';
import { openImage } from './openImage.ts';
import { type SquareView, squareOf } from './square.ts';

const part = (): Picture => lyingPart({ degrees: 0, right: 14, down: -9 }, { seed: 99 });
const REGION = { x: 0.2, y: 0.15, width: 0.6, height: 0.7 };

/** libvips scales 8 bits in two passes and rounds after each; 16 bits are rounded once, at the end. */
const MOST_LEVELS = 2;
const LOSSLESS = { compression: 'lzw' } as const;

/** What a camera may write of the same picture: turned as EXIF orientation says is undone by whoever reads it. */
const FILES: readonly (readonly [string, (image: Sharp) => Sharp])[] = [
  ['PNG of 16 bits', (image) => image.toColourspace('rgb16').png()],
  ['grey PNG of 16 bits', (image) => image.toColourspace('grey16').png()],
  ['TIFF of 16 bits', (image) => image.toColourspace('rgb16').tiff(LOSSLESS)],
  ['TIFF stored a quarter turn left', (image) => image.rotate(270).withMetadata({ orientation: 6 }).tiff(LOSSLESS)],
  ['TIFF stored a quarter turn right', (image) => image.rotate(90).withMetadata({ orientation: 8 }).tiff(LOSSLESS)],
  ['TIFF stored upside down', (image) => image.rotate(180).withMetadata({ orientation: 3 }).tiff(LOSSLESS)],
  ['TIFF stored mirrored', (image) => image.flop().withMetadata({ orientation: 2 }).tiff(LOSSLESS)],
  [
    'TIFF of 16 bits, stored a quarter turn left',
    (image) => image.rotate(270).toColourspace('rgb16').withMetadata({ orientation: 6 }).tiff(LOSSLESS),
  ],
];

const references = new Map<boolean, PartReference>();

beforeAll(() => {
  for (const turns of [false, true]) {
    const images = Array.from({ length: 8 }, (_, seed) => {
      const lying = { degrees: turns ? seed * 41 : 0, right: (seed * 5) % 13, down: -((seed * 3) % 9) };
      const pixels = lyingPart(lying, { seed });
      const proportion = pixels.widthPx / pixels.heightPx;
      return { proportion, fields: directionFields(pixels, proportion) };
    });
    references.set(turns, learnReference(images, { turns, region: REGION, chosen: 0 }).reference);
  }
});

async function squareIn(bytes: Buffer, view: Partial<SquareView>) {
  return squareOf(await openImage(fileOf(bytes)), {
    ...{ sizePx: 96, sampleMaximum: 65_535, scaling: 'exact', region: REGION, reference: null },
    ...view,
  });
}

describe.each([
  ['a region', () => null],
  ['a region that follows a shifted part', () => references.get(false)!],
  ['a region that follows a turned part', () => references.get(true)!],
])('%s', (_, referenceOf) => {
  test.each(FILES)('is the same in a %s as in a PNG of 8 bits', async (name, encode) => {
    const reference = referenceOf();
    const plain = await squareIn(await sharpOf(part()).png().toBuffer(), { reference });
    const other = await squareIn(await encode(sharpOf(part())).toBuffer(), { reference });
    expect(other.placement!.map((term, index) => Math.abs(term - plain.placement![index]!) < 0.004)).not.toContain(
      false,
    );
    const differences = other.pixels.values.map((value, place) => Math.abs(value - plain.pixels.values[place]!));
    expect(Math.max(...differences)).toBeLessThanOrEqual(name.includes('16 bits') ? MOST_LEVELS : 0);
  });
});
