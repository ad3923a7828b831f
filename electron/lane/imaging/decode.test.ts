import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodeBitmap } from '../testing/bitmaps.fixture.ts';
import { colourPicture, fileOf, sharpOf } from '../testing/pictures.fixture.ts';
import { decodeScaled, largestSample, WIDEST_SAMPLE } from './decode.ts';
import { openImage } from './openImage.ts';

const picture = colourPicture();
const { widthPx, heightPx } = picture;
const pixelCount = widthPx * heightPx;

async function decoded(bytes: Uint8Array, size = { widthPx, heightPx }, sampleMaximum: number = WIDEST_SAMPLE) {
  return decodeScaled(await openImage(fileOf(bytes)), { ...size, sampleMaximum });
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, index) => sum + Math.abs(value - b[index]!), 0) / a.length;
}

/** A grey 16-bit picture with one row per step from 0 to `largest`. */
function steps16(largest: number): Uint16Array {
  return Uint16Array.from({ length: pixelCount }, (_, i) =>
    Math.round((Math.floor(i / widthPx) * largest) / (heightPx - 1)),
  );
}

const lossless: Record<string, () => Promise<Buffer> | Buffer> = {
  PNG: () => sharpOf(picture).png().toBuffer(),
  'PNG with interlacing': () => sharpOf(picture).png({ progressive: true }).toBuffer(),
  'TIFF without compression': () => sharpOf(picture).tiff({ compression: 'none' }).toBuffer(),
  'TIFF with LZW': () => sharpOf(picture).tiff({ compression: 'lzw' }).toBuffer(),
  'TIFF with deflate in tiles': () => sharpOf(picture).tiff({ compression: 'deflate', tile: true }).toBuffer(),
  BigTIFF: () => sharpOf(picture).tiff({ compression: 'none', bigtiff: true }).toBuffer(),
  'WebP without loss': () => sharpOf(picture).webp({ lossless: true }).toBuffer(),
  'BMP of 24 bit': () => encodeBitmap(picture, { bitsPerPixel: 24 }),
  'BMP of 32 bit': () => encodeBitmap(picture, { bitsPerPixel: 32, topDown: true }),
};

describe('decoding', () => {
  it.each(Object.entries(lossless))('%s gives exactly the pixels that were written', async (_, bytes) => {
    expect(await decoded(await bytes())).toEqual(picture);
  });

  it.each(['jpeg', 'webp'] as const)('%s with loss gives nearly the pixels that were written', async (kind) => {
    const smooth = await sharpOf(picture).resize(80, 48, { kernel: 'cubic', fit: 'fill' }).blur(6).raw().toBuffer();
    const photograph = { widthPx: 80, heightPx: 48, values: smooth };
    const { values } = await decoded(await sharpOf(photograph)[kind]({ quality: 95 }).toBuffer(), photograph);
    expect(meanDifference(values, smooth)).toBeLessThan(2);
  });

  it('turns an image as its EXIF orientation says, and reports the size that people see', async () => {
    const bytes = await sharpOf(picture)
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const image = await openImage(fileOf(bytes));
    expect(image).toMatchObject({ widthPx: heightPx, heightPx: widthPx });
    const turned = await sharpOf(picture).rotate(90).raw().toBuffer();
    const { values } = await decodeScaled(image, {
      widthPx: heightPx,
      heightPx: widthPx,
      sampleMaximum: WIDEST_SAMPLE,
    });
    expect(meanDifference(values, turned)).toBeLessThan(3);
  });

  it.each(['png', 'jpeg', 'tiff'] as const)('makes three equal channels of a grey %s', async (kind) => {
    const grey = Uint8Array.from({ length: pixelCount }, (_, i) => 255 - (i % widthPx) * 6);
    const single = sharp(grey, { raw: { width: widthPx, height: heightPx, channels: 1 } }).toColourspace('b-w');
    const { values } = await decoded(await single[kind]({ quality: 100 }).toBuffer());
    for (let pixel = 0; pixel < pixelCount; pixel += 1) {
      const [red, green, blue] = values.subarray(pixel * 3, pixel * 3 + 3);
      expect([green, blue]).toEqual([red, red]);
      expect(Math.abs(red! - grey[pixel]!)).toBeLessThanOrEqual(1);
    }
  });

  it('drops alpha without letting it darken or mix colours, also while scaling', async () => {
    const rgba = new Uint8Array(pixelCount * 4);
    for (let pixel = 0; pixel < pixelCount; pixel += 1) rgba.set([200, 100, 50, pixel % 3 === 0 ? 255 : 0], pixel * 4);
    const png = await sharp(rgba, { raw: { width: widthPx, height: heightPx, channels: 4 } })
      .png()
      .toBuffer();
    for (const size of [
      { widthPx, heightPx },
      { widthPx: 11, heightPx: 7 },
    ]) {
      const { values } = await decoded(png, size);
      expect(new Set(values.filter((_, index) => index % 3 === 0))).toEqual(new Set([200]));
      expect(values.length).toBe(size.widthPx * size.heightPx * 3);
    }
  });

  it('reads a palette PNG by its colours', async () => {
    const few = { ...picture, values: picture.values.map((value) => (value > 100 ? 220 : 30)) };
    const bytes = await sharpOf(few).png({ palette: true, colours: 16, dither: 0 }).toBuffer();
    expect((await sharp(bytes).metadata()).isPalette).toBe(true);
    expect(meanDifference((await decoded(bytes)).values, few.values)).toBeLessThan(1);
  });

  it('makes black and white of a TIFF of 1 bit', async () => {
    const grey = Uint8Array.from({ length: pixelCount }, (_, i) => (i % 2) * 255);
    const single = sharp(grey, { raw: { width: widthPx, height: heightPx, channels: 1 } }).toColourspace('b-w');
    const { values } = await decoded(await single.tiff({ bitdepth: 1, compression: 'none' }).toBuffer());
    expect([...values.subarray(0, 6)]).toEqual([0, 0, 0, 255, 255, 255]);
  });

  it.each(['jpeg', 'tiff'] as const)('makes sRGB of a CMYK %s', async (kind) => {
    const green = {
      widthPx: 16,
      heightPx: 16,
      values: new Uint8Array(768).map((_, index) => [40, 160, 70][index % 3]!),
    };
    const bytes = await sharpOf(green).toColourspace('cmyk')[kind]({ quality: 100 }).toBuffer();
    expect((await sharp(bytes).metadata()).space).toBe('cmyk');
    const [red, greenChannel, blue] = (await decoded(bytes, { widthPx: 16, heightPx: 16 })).values;
    expect(greenChannel!).toBeGreaterThan(red! + 60);
    expect(greenChannel!).toBeGreaterThan(blue! + 40);
  });
});

describe('16 bits', () => {
  const grey = (samples: Uint16Array) =>
    sharp(samples, { raw: { width: widthPx, height: heightPx, channels: 1 } }).toColourspace('grey16');

  it.each(['png', 'tiff'] as const)('of a grey %s are divided by the real maximum and rounded once', async (kind) => {
    const samples = steps16(65_535);
    const { values } = await decoded(await grey(samples)[kind]({ compression: 'lzw' }).toBuffer());
    expect([...values.filter((_, index) => index % 3 === 0)]).toEqual(
      [...samples].map((s) => Math.round((s * 255) / 65_535)),
    );
  });

  it('of a 12-bit camera use the whole range where the recipe knows the camera', async () => {
    const samples = steps16(4095);
    const { values } = await decoded(await grey(samples).png().toBuffer(), { widthPx, heightPx }, 4095);
    expect(values.at(0)).toBe(0);
    expect(values.at(-1)).toBe(255);
    expect(values[12 * widthPx * 3]).toBe(Math.round((12 * 255) / 23));
  });

  it('beyond the maximum that the recipe knows become white, never dark', async () => {
    const { values } = await decoded(await grey(steps16(65_535)).png().toBuffer(), { widthPx, heightPx }, 4095);
    expect(values.at(-1)).toBe(255);
    expect(values[10 * widthPx * 3]).toBe(255);
  });

  it('are scaled before they are rounded: a dark gradient keeps its steps', async () => {
    const samples = Uint16Array.from({ length: pixelCount }, (_, i) => 8 * (i % widthPx));
    const { values } = await decoded(await grey(samples).png().toBuffer(), { widthPx, heightPx: 6 }, 511);
    const row = [...values.subarray(0, widthPx * 3)].filter((_, index) => index % 3 === 0);
    expect(row.map((value) => Math.round(value / 4))).toEqual(row.map((_, x) => Math.round((8 * x * 255) / 511 / 4)));
  });

  it.each(['png', 'tiff'] as const)('of a colour %s keep red, green and blue apart', async (kind) => {
    const samples = Uint16Array.from({ length: pixelCount * 3 }, (_, i) => [60_000, 30_000, 1000][i % 3]!);
    const colour = sharp(samples, { raw: { width: widthPx, height: heightPx, channels: 3 } }).toColourspace('rgb16');
    const { values } = await decoded(await colour[kind]({ compression: 'lzw' }).toBuffer());
    expect([...values.subarray(0, 3)]).toEqual([233, 117, 4]);
  });

  it('with alpha lose the alpha and keep the range', async () => {
    const samples = Uint16Array.from(
      { length: pixelCount * 4 },
      (_, i) => [60_000, 30_000, 1000, i % 7 === 0 ? 65_535 : 0][i % 4]!,
    );
    const colour = sharp(samples, { raw: { width: widthPx, height: heightPx, channels: 4 } }).toColourspace('rgb16');
    const { values } = await decoded(await colour.png().toBuffer(), { widthPx, heightPx });
    expect([...values.subarray(0, 3)]).toEqual([233, 117, 4]);
  });

  it('tell their largest sample; 8 bits have none to tell', async () => {
    expect(await largestSample(await openImage(fileOf(await grey(steps16(3901)).png().toBuffer())))).toBe(3901);
    expect(await largestSample(await openImage(fileOf(await sharpOf(picture).png().toBuffer())))).toBeNull();
  });
});

describe('scaling', () => {
  it('squashes to the wished size, whatever the proportions', async () => {
    const { values } = await decoded(await sharpOf(picture).png().toBuffer(), { widthPx: 16, heightPx: 16 });
    const expected = await sharpOf(picture).resize(16, 16, { fit: 'fill', kernel: 'cubic' }).raw().toBuffer();
    expect(Buffer.from(values).equals(expected)).toBe(true);
  });

  it('treats equal pixels equally, whatever the kind of file that held them', async () => {
    const size = { widthPx: 16, heightPx: 16 };
    const reference = await decoded(await sharpOf(picture).png().toBuffer(), size);
    for (const bytes of Object.values(lossless)) expect(await decoded(await bytes(), size)).toEqual(reference);
  });
});
