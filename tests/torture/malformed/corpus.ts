import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { encodeBitmap } from '../../../electron/lane/testing/bitmaps.fixture.ts';
import { part } from '../../../electron/lane/testing/parts.fixture.ts';
import { type Picture, sharpOf } from '../../../electron/lane/testing/pictures.fixture.ts';

/** What a file is by its first bytes; `other` are pictures that are refused by name. */
export type Kind = 'png' | 'jpeg' | 'tiff' | 'bmp' | 'webp' | 'other';

/** A file as a camera could have written it, before anything is done to it. */
export interface Original {
  readonly name: string;
  readonly kind: Kind;
  readonly bytes: Buffer;
  /** A good part, which passes where nothing is done to it. */
  readonly isPart: boolean;
}

const GOLDEN = join(import.meta.dirname, '../../fixtures/images');
const KINDS: Readonly<Record<string, Kind>> = {
  png: 'png',
  jpg: 'jpeg',
  tif: 'tiff',
  dng: 'tiff',
  bmp: 'bmp',
  webp: 'webp',
};

/** So fine that the part still passes. */
const FINE = { quality: 100, chromaSubsampling: '4:4:4' } as const;

/** A good part in every kind of file, so that what passes can be told, and the golden files, whose kinds are all there are. */
export async function originals(): Promise<Original[]> {
  return [...(await partsOfEveryKind()), ...(await goldenFiles())];
}

async function goldenFiles(): Promise<Original[]> {
  const names = (await readdir(GOLDEN)).filter((name) => !/\.(md|py|json)$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const kind = KINDS[name.split('.').at(-1) ?? ''] ?? 'other';
      return { name, kind, bytes: await readFile(join(GOLDEN, name)), isPart: false };
    }),
  );
}

async function partsOfEveryKind(): Promise<Original[]> {
  const picture = part(1);
  const files: readonly (readonly [string, Kind, Buffer | Promise<Buffer>])[] = [
    ['part.png', 'png', sharpOf(picture).png().toBuffer()],
    ['part-interlaced.png', 'png', sharpOf(picture).png({ progressive: true }).toBuffer()],
    ['part-palette.png', 'png', sharpOf(picture).png({ palette: true }).toBuffer()],
    ['part-alpha.png', 'png', sharpOf(picture).ensureAlpha(0.5).png().toBuffer()],
    ['part-16.png', 'png', wide(picture).png().toBuffer()],
    ['part.jpg', 'jpeg', sharpOf(picture).jpeg(FINE).toBuffer()],
    [
      'part-progressive.jpg',
      'jpeg',
      sharpOf(picture)
        .jpeg({ ...FINE, progressive: true })
        .toBuffer(),
    ],
    ['part-grey.jpg', 'jpeg', sharpOf(picture).toColourspace('b-w').jpeg().toBuffer()],
    ['part-cmyk.jpg', 'jpeg', sharpOf(picture).toColourspace('cmyk').jpeg().toBuffer()],
    ['part-exif.jpg', 'jpeg', sharpOf(picture).jpeg(FINE).withMetadata({ orientation: 1 }).toBuffer()],
    ['part.tif', 'tiff', sharpOf(picture).tiff({ compression: 'none' }).toBuffer()],
    ['part-lzw.tif', 'tiff', sharpOf(picture).tiff({ compression: 'lzw', predictor: 'horizontal' }).toBuffer()],
    ['part-tiles.tif', 'tiff', tiled(picture)],
    ['part-big.tif', 'tiff', sharpOf(picture).tiff({ compression: 'deflate', bigtiff: true }).toBuffer()],
    ['part-jpeg.tif', 'tiff', sharpOf(picture).tiff({ compression: 'jpeg' }).toBuffer()],
    ['part-16.tif', 'tiff', wide(picture).tiff({ compression: 'none' }).toBuffer()],
    ['part.webp', 'webp', sharpOf(picture).webp({ quality: 100 }).toBuffer()],
    ['part-lossless.webp', 'webp', sharpOf(picture).webp({ lossless: true }).toBuffer()],
    ['part-alpha.webp', 'webp', sharpOf(picture).ensureAlpha(0.5).webp().toBuffer()],
    ['part-24.bmp', 'bmp', encodeBitmap(picture, { bitsPerPixel: 24 })],
    ['part-32.bmp', 'bmp', encodeBitmap(picture, { bitsPerPixel: 32, topDown: true })],
  ];
  return Promise.all(files.map(async ([name, kind, bytes]) => ({ name, kind, bytes: await bytes, isPart: true })));
}

function wide({ widthPx, heightPx, values }: Picture) {
  const samples = Uint16Array.from(values, (value) => value * 257);
  return sharp(samples, { raw: { width: widthPx, height: heightPx, channels: 3 } }).toColourspace('rgb16');
}

function tiled(picture: Picture): Promise<Buffer> {
  return sharpOf(picture).tiff({ tile: true, tileWidth: 32, tileHeight: 32, compression: 'deflate' }).toBuffer();
}
