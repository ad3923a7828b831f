import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import type { ImageScaling } from '../../../shared/domain/index.ts';
import { encodeBitmap } from '../testing/bitmaps.fixture.ts';
import { fileOf, type Picture, sharpOf } from '../testing/pictures.fixture.ts';
import { decodeScaled, WIDEST_SAMPLE } from './decode.ts';
import { openImage } from './openImage.ts';

const SIDE = 48;

async function scaled(bytes: Uint8Array, side = SIDE, scaling: ImageScaling = 'exact'): Promise<Uint8Array> {
  const size = { widthPx: side, heightPx: side, sampleMaximum: WIDEST_SAMPLE, scaling };
  return (await decodeScaled(await openImage(fileOf(bytes)), size)).values;
}

interface Photograph {
  readonly jpeg: Buffer;
  readonly picture: Picture;
}

const taken = new Map<string, Promise<Photograph>>();

/** Fine, hard-edged and without order: each way of scaling makes other pixels of it. */
function photograph(widthPx: number, heightPx: number): Promise<Photograph> {
  const size = `${widthPx} x ${heightPx}`;
  const photographed = taken.get(size) ?? takenNow(widthPx, heightPx);
  taken.set(size, photographed);
  return photographed;
}

async function takenNow(widthPx: number, heightPx: number): Promise<Photograph> {
  const hash = createHash('shake256', { outputLength: widthPx * heightPx * 3 }).update(`${widthPx} x ${heightPx}`);
  const values = new Uint8Array(hash.digest());
  const jpeg = await sharpOf({ widthPx, heightPx, values }).blur(0.7).jpeg({ quality: 90 }).toBuffer();
  return { jpeg, picture: { widthPx, heightPx, values: new Uint8Array(await sharp(jpeg).raw().toBuffer()) } };
}

/** Of pixels without order nothing gets smaller, however long it is tried. */
const PNG = { compressionLevel: 1 };

const pnm = (kind: 'P5' | 'P6', { widthPx, heightPx }: Picture, maximum: number, samples: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${kind}\n${widthPx} ${heightPx}\n${maximum}\n`), samples]);

/** Stored as the camera was held, with the EXIF orientation that turns it upright again. */
async function stored(picture: Picture, orientation: number, away: (upright: Sharp) => Sharp): Promise<Buffer> {
  const { data, info } = await away(sharpOf(picture)).raw().toBuffer({ resolveWithObject: true });
  const turned = { widthPx: info.width, heightPx: info.height, values: data };
  return sharpOf(turned).withMetadata({ orientation }).png(PNG).toBuffer();
}

const colour: Record<string, (picture: Picture) => Promise<Buffer> | Buffer> = {
  'PNG with interlacing': (picture) =>
    sharpOf(picture)
      .png({ ...PNG, progressive: true })
      .toBuffer(),
  'PNG with alpha': (picture) => sharpOf(picture).ensureAlpha(0.5).png(PNG).toBuffer(),
  'TIFF in strips': (picture) => sharpOf(picture).tiff({ compression: 'lzw' }).toBuffer(),
  'TIFF in tiles': (picture) =>
    sharpOf(picture).tiff({ compression: 'deflate', tile: true, tileWidth: 64, tileHeight: 64 }).toBuffer(),
  'WebP without loss': (picture) => sharpOf(picture).webp({ lossless: true, effort: 0 }).toBuffer(),
  BMP: (picture) => encodeBitmap(picture, { bitsPerPixel: 24 }),
  PPM: (picture) => pnm('P6', picture, 255, picture.values),
  'PNG, mirrored': (picture) => stored(picture, 2, (upright) => upright.flop()),
  'PNG, upside down': (picture) => stored(picture, 3, (upright) => upright.rotate(180)),
  'PNG, turned to the left': (picture) => stored(picture, 6, (upright) => upright.rotate(270)),
  'PNG, turned to the right': (picture) => stored(picture, 8, (upright) => upright.rotate(90)),
};

const sizes = [1, 2, 4, 8].flatMap((factor) => [factor * SIDE - 1, factor * SIDE, factor * SIDE + 1]);
/** At 385, 389 and 433 a place lies so exactly between two weights that where libvips begins to add decides. */
const shapes: readonly (readonly [number, number])[] = [
  ...sizes.map((side) => [side, side] as const),
  ...[
    [389, 389],
    [433, 433],
    [383, 193],
    [193, 577],
    [1000, 30],
    [11, 300],
    [7, 5],
    [1, 1],
  ].map(([width = 1, height = 1]) => [width, height] as const),
];

describe('equal pixels', () => {
  it.each(shapes)('of %i x %i give equal results whatever file held them', async (widthPx, heightPx) => {
    const { jpeg, picture } = await photograph(widthPx, heightPx);
    const reference = await scaled(await sharpOf(picture).png(PNG).toBuffer());
    expect(await scaled(jpeg), 'JPEG').toEqual(reference);
    for (const [kind, write] of Object.entries(colour)) {
      expect(await scaled(await write(picture)), kind).toEqual(reference);
    }
  });

  it.each(shapes)('of %i x %i and one channel give equal results', async (widthPx, heightPx) => {
    const grey = (await photograph(widthPx, heightPx)).picture.values.filter((_, place) => place % 3 === 1);
    const single = () => sharp(grey, { raw: { width: widthPx, height: heightPx, channels: 1 } }).toColourspace('b-w');
    const jpeg = await single().jpeg().toBuffer();
    const decoded = await sharp(jpeg).toColourspace('b-w').raw().toBuffer();
    const again = () => sharp(decoded, { raw: { width: widthPx, height: heightPx, channels: 1 } }).toColourspace('b-w');
    const values = Uint8Array.from({ length: decoded.length * 3 }, (_, place) => decoded[Math.floor(place / 3)]!);
    const picture = { widthPx, heightPx, values };
    const reference = await scaled(await sharpOf(picture).png(PNG).toBuffer());
    expect(await scaled(jpeg)).toEqual(reference);
    expect(await scaled(await again().png(PNG).toBuffer())).toEqual(reference);
    expect(await scaled(await again().tiff({ compression: 'lzw', tile: true }).toBuffer())).toEqual(reference);
    expect(await scaled(pnm('P5', picture, 255, decoded))).toEqual(reference);
  });

  it.each(shapes)('of %i x %i and 16 bits do too, nearly those of 8 bits', async (widthPx, heightPx) => {
    const { picture } = await photograph(widthPx, heightPx);
    const samples = Uint16Array.from(picture.values, (value) => value * 257);
    const wide = () =>
      sharp(samples, { raw: { width: widthPx, height: heightPx, channels: 3 } }).toColourspace('rgb16');
    const reference = await scaled(await wide().png(PNG).toBuffer());
    expect(await scaled(await wide().tiff({ compression: 'lzw' }).toBuffer())).toEqual(reference);
    expect(await scaled(await wide().tiff({ compression: 'lzw', tile: true }).toBuffer())).toEqual(reference);
    const bigEndian = Buffer.from(samples.buffer.slice(0)).swap16();
    expect(await scaled(pnm('P6', picture, WIDEST_SAMPLE, bigEndian))).toEqual(reference);
    // 8 bits are rounded after each step of scaling, 16 bits once.
    const narrow = await scaled(await sharpOf(picture).png(PNG).toBuffer());
    expect(Math.max(...narrow.map((value, place) => Math.abs(value - reference[place]!)))).toBeLessThanOrEqual(2);
  });

  it('with a colour profile give equal results', async () => {
    const { jpeg } = await photograph(400, 260);
    const profiled = await sharp(jpeg).withIccProfile('p3').jpeg({ quality: 90 }).toBuffer();
    const png = await sharp(profiled).keepIccProfile().png(PNG).toBuffer();
    expect((await sharp(png).metadata()).hasProfile).toBe(true);
    expect(await scaled(profiled)).toEqual(await scaled(png));
  });
});

/** Recorded before there was another way of scaling: recipes of format 1 must judge as they did. */
const OLD_WAY: Record<string, Record<number, string>> = {
  jpeg: {
    48: 'a753ae27729feb68',
    100: 'b59603a5ff82f9b3',
    120: '234196817ab389f2',
    300: '5ad127e9af961c66',
    600: '48706936dafa0f41',
  },
  png: {
    48: 'f5a981a3a365c1ca',
    100: 'b705699d16b62406',
    120: '238566f004f38b74',
    300: '5ad127e9af961c66',
    600: '48706936dafa0f41',
  },
  turned: {
    48: 'a4db9f62125d7f9a',
    100: '27fecabf34be20bc',
    120: 'a19b1275337a6119',
    300: '4f1e1e88f3a03c24',
    600: 'b83a6e3f5de08b7b',
  },
};

describe('the scaling of recipes of format 1', () => {
  it.each(Object.entries(OLD_WAY))('gives the pixels that it gave: %s', async (kind, expected) => {
    const jpeg = readFileSync(join(import.meta.dirname, '../../../resources/samples/good/ring-01.jpg'));
    const turned = sharp(jpeg).keepExif().withMetadata({ orientation: 6 }).jpeg({ quality: 90 });
    const bytes = kind === 'jpeg' ? jpeg : await (kind === 'png' ? sharp(jpeg).png() : turned).toBuffer();
    for (const [side, hash] of Object.entries(expected)) {
      const values = await scaled(bytes, Number(side), 'shrinkOnLoad');
      expect(createHash('sha256').update(values).digest('hex').slice(0, 16), side).toBe(hash);
    }
  });
});
