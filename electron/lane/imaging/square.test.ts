import sharp from 'sharp';
import { expect, it } from 'vitest';
import { colourPicture, fileOf, sharpOf } from '../testing/pictures.fixture.ts';
import { decodeScaled } from './decode.ts';
import { openImage } from './openImage.ts';
import { ignoreMasked, squareOf } from './square.ts';

const VIEW = { sizePx: 16, sampleMaximum: 65_535, scaling: 'exact', region: null, reference: null } as const;
const encoded = () => sharpOf(colourPicture()).png().toBuffer();

it('is the whole image where no region is told, bit by bit as ever', async () => {
  const bytes = await encoded();
  const { pixels, placement } = await squareOf(await openImage(fileOf(bytes)), VIEW);
  const size = { widthPx: 16, heightPx: 16, sampleMaximum: 65_535 };
  expect(pixels).toEqual(await decodeScaled(await openImage(fileOf(bytes)), size));
  expect(placement).toBeNull();
});

it.each([
  ['PNG', encoded, 'srgb'],
  ['16 bits', () => sharpOf(colourPicture()).toColourspace('rgb16').png().toBuffer(), 'rgb16'],
  ['an interlaced file', () => sharpOf(colourPicture()).png({ progressive: true }).toBuffer(), 'srgb'],
])('is the region alone, scaled as a file of its own would be: %s', async (_, encode, space) => {
  // 40 x 24 pixels: from 10 to 29 across and from 6 to 17 down.
  const region = { x: 0.25, y: 0.25, width: 0.474, height: 0.5 };
  const { pixels, placement } = await squareOf(await openImage(fileOf(await encode())), { ...VIEW, region });
  const cut = await sharp(await encode())
    .extract({ left: 10, top: 6, width: 19, height: 12 })
    .toColourspace(space)
    .png()
    .toBuffer();
  const alone = await squareOf(await openImage(fileOf(cut)), VIEW);
  expect(Buffer.compare(pixels.values, alone.pixels.values)).toBe(0);
  // Of whole pixels.
  expect(placement).toEqual([19 / 40, 0, 0, 0.5, 0.25, 0.25]);
});

it('has one colour where it is ignored', () => {
  const values = ignoreMasked(new Uint8Array(12).fill(7), { fill: [1, 2, 3], runs: '1 2 1' });
  expect([...values]).toEqual([7, 7, 7, 1, 2, 3, 1, 2, 3, 7, 7, 7]);
});
