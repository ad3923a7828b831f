import sharp, { type Sharp } from 'sharp';
import { expect, it } from 'vitest';
import type { ImageTraits } from '../../../shared/domain/index.ts';
import { decodeScaled, WIDEST_SAMPLE } from './decode.ts';
import { openImage } from './openImage.ts';
import { traitsOf } from './traits.ts';

const SIDE = 96;

/** An orange disc on a dark ground, with fine lines on it. */
function disc(): Sharp {
  const lines = Array.from({ length: 16 }, (_, row) => `<rect x="40" y="${40 + row * 3}" width="48" height="1"/>`).join(
    '',
  );
  const svg = `<svg width="128" height="128"><rect width="128" height="128" fill="#204060"/><circle cx="64" cy="64" r="40" fill="#f08030"/>${lines}</svg>`;
  return sharp(Buffer.from(svg)).removeAlpha();
}

async function traits(picture: Sharp): Promise<ImageTraits> {
  const file = { path: 'part', bytes: Buffer.from(await picture.toBuffer()) };
  const image = await openImage(file);
  const scaling = { widthPx: SIDE, heightPx: SIDE, sampleMaximum: WIDEST_SAMPLE };
  return traitsOf(file, image, await decodeScaled(image, scaling));
}

const measures = async (picture: Sharp) => (await traits(picture.png())).measures;

it('tells the kind of file, its bits and the quality of a JPEG', async () => {
  expect(await traits(disc().png())).toMatchObject({ kind: 'png', bits: 8, jpegQuality: null });
  expect(await traits(disc().toColourspace('rgb16').png())).toMatchObject({ kind: 'png', bits: 16 });
  expect(await traits(disc().tiff())).toMatchObject({ kind: 'tiff', bits: 8, jpegQuality: null });
  for (const quality of [25, 50, 75, 76, 92]) {
    expect(await traits(disc().jpeg({ quality }))).toMatchObject({ kind: 'jpeg', bits: 8, jpegQuality: quality });
  }
});

it('measures brightness, the balance of channels and colourfulness', async () => {
  const flat = (background: string) => sharp({ create: { width: 128, height: 128, channels: 3, background } });
  const even = await measures(flat('rgb(200, 100, 50)'));
  expect(even).toMatchObject({ redLessBlue: 150, redLessGreen: 100, colourfulness: 150, sharpness: 0 });
  expect(even.brightness).toBeCloseTo(0.299 * 200 + 0.587 * 100 + 0.114 * 50, 6);
  expect(even.rimBrightness).toBeCloseTo(100, 6);
  expect(await measures(flat('rgb(80, 80, 80)'))).toMatchObject({ redLessBlue: 0, redLessGreen: 0, colourfulness: 0 });
});

it('sees exchanged channels, a picture without colour, more light, a border and blur, each where it belongs', async () => {
  const usual = await measures(disc());
  const swapped = await measures(
    disc().recomb([
      [0, 0, 1],
      [0, 1, 0],
      [1, 0, 0],
    ]),
  );
  expect(swapped.redLessBlue).toBeCloseTo(-usual.redLessBlue, 6);
  expect((await measures(disc().greyscale().toColourspace('srgb'))).colourfulness).toBe(0);
  const brighter = await measures(disc().linear(1.1, 0));
  expect(brighter.brightness / usual.brightness).toBeCloseTo(1.1, 1);
  expect(brighter.rimBrightness / usual.rimBrightness).toBeCloseTo(1, 1);
  const bordered = disc()
    .extract({ left: 6, top: 6, width: 116, height: 116 })
    .extend({
      ...{ top: 6, bottom: 6, left: 6, right: 6 },
      background: 'white',
    });
  const border = await measures(bordered);
  expect((border.rimBrightness * border.brightness) / 100).toBeCloseTo(255, 6);
  expect((await measures(disc().blur(4))).sharpness).toBeLessThan(usual.sharpness * 0.9);
});

it('measures contrast, and the share of pixels that hold no light or can hold no more', async () => {
  const flat = (background: string) => sharp({ create: { width: 128, height: 128, channels: 3, background } });
  expect(await measures(flat('white'))).toMatchObject({ contrast: 0, black: 0, white: 100 });
  expect(await measures(flat('black'))).toMatchObject({ contrast: 0, black: 100, white: 0 });
  // One channel that can hold no more is enough; one without light is ordinary.
  expect(await measures(flat('rgb(255, 90, 0)'))).toMatchObject({ black: 0, white: 100 });
  const halves = await measures(
    flat('black').composite([{ input: await flat('white').resize(64, 128).png().toBuffer(), gravity: 'west' }]),
  );
  expect(Math.abs(halves.white - 50)).toBeLessThan(2);
  expect(Math.abs(halves.contrast - 127.5)).toBeLessThan(2);
  const usual = await measures(disc());
  expect((await measures(disc().linear(0.7, 40))).contrast / usual.contrast).toBeCloseTo(0.7, 1);
});

it('sees where a part lies, by its edges, whatever the light', async () => {
  const moved = (left: number, top: number) =>
    disc().extend({
      ...{ top: 12 + top, bottom: 12 - top, left: 12 + left, right: 12 - left },
      background: '#204060',
    });
  const [middle, lower] = [await measures(moved(0, 0)), await measures(moved(0, 9))];
  // 9 px of 152 are 5.9 %; fine lines between the pixels that are looked at blur that by less than one.
  expect(Math.abs(lower.positionY - middle.positionY - 5.9)).toBeLessThan(1);
  expect(Math.abs(lower.positionX - middle.positionX)).toBeLessThan(1);
  const dark = await measures(moved(-9, 0).linear(0.8, 0));
  expect(Math.abs(dark.positionX - middle.positionX + 5.9)).toBeLessThan(1);
});
