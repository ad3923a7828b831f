import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { colourPicture, fileOf, sharpOf } from '../testing/pictures.fixture.ts';
import { decodeScaled } from './decode.ts';
import { openImage } from './openImage.ts';

/** Small files that claim, or hold, very much. A lane must neither fall nor be held up by one. */
const MEGABYTE = 1024 * 1024;
const MOST_GROWTH_BYTES = 150 * MEGABYTE;

async function judge(bytes: Buffer): Promise<void> {
  await decodeScaled(await openImage(fileOf(bytes)), { widthPx: 64, heightPx: 64, sampleMaximum: 65_535 });
}

/** Process memory that grew while `work` ran; what other tests of this process took before does not count. */
async function growthOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let largest = before;
  const clock = setInterval(() => {
    largest = Math.max(largest, process.memoryUsage.rss());
  }, 5);
  await work();
  clearInterval(clock);
  return Math.max(largest, process.memoryUsage.rss()) - before;
}

function chunk(type: string, data: Buffer): Buffer {
  const framed = Buffer.alloc(12 + data.length);
  framed.writeUInt32BE(data.length);
  framed.write(type, 4, 'latin1');
  data.copy(framed, 8);
  framed.writeUInt32BE(crc32(framed.subarray(4, -4)), 8 + data.length);
  return framed;
}

function png(side: number, data: Buffer, before: readonly Buffer[] = []): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side);
  header.writeUInt32BE(side, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    ...before,
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('a small file that would fill the memory', () => {
  const bomb = deflateSync(Buffer.alloc(256 * MEGABYTE), { level: 9 });
  const picture = deflateSync(Buffer.alloc(8 * 9));

  it.each([
    ['zTXt', Buffer.concat([Buffer.from('Comment\0\0'), bomb])],
    ['iTXt', Buffer.concat([Buffer.from('Comment\0\u0001\0\0\0'), bomb])],
    ['iCCP', Buffer.concat([Buffer.from('x\0\0'), bomb])],
  ])('is judged without unpacking 256 MB of metadata: %s', async (type, data) => {
    expect(await growthOf(() => judge(png(8, picture, [chunk(type, data)])))).toBeLessThan(MOST_GROWTH_BYTES);
  });

  it('is judged without unpacking what lies behind its last row', async () => {
    expect(await growthOf(() => judge(png(8, bomb)))).toBeLessThan(MOST_GROWTH_BYTES);
  });

  it('is refused where a PNG claims more pixels than its bytes can hold', async () => {
    await expect(judge(png(15_000, picture))).rejects.toMatchObject({
      code: 'image.corrupt',
      message: expect.stringContaining('cannot hold all of its pixels'),
    });
  });

  it('is refused where a TIFF names fewer bytes than its pixels need', async () => {
    const tiff = await sharpOf(colourPicture()).tiff({ compression: 'none' }).toBuffer();
    const directory = tiff.readUInt32LE(4);
    for (let at = directory + 2; at < directory + 2 + tiff.readUInt16LE(directory) * 12; at += 12) {
      const tag = tiff.readUInt16LE(at);
      if (tag === 256) tiff.writeUInt32LE(15_000, at + 8);
    }
    await expect(judge(tiff)).rejects.toMatchObject({ code: 'image.corrupt' });
  });

  it('is refused where a WebP of a few bytes unfolds to more than 100 million pixels', async () => {
    const webp = await sharpOf(colourPicture()).webp({ lossless: true }).toBuffer();
    // 14 bits of the width less one, then as many of the height.
    webp.writeUInt32LE((12_000 - 1) | ((12_000 - 1) << 14), 21);
    await expect(judge(webp)).rejects.toMatchObject({ code: 'image.too-large', details: { limit: 100_000_000 } });
  });

  it('is refused where a JPEG goes over its picture again and again', async () => {
    const jpeg = await sharpOf(colourPicture()).jpeg({ progressive: true }).toBuffer();
    const scan = jpeg.lastIndexOf(Buffer.from([0xff, 0xda]));
    const again = Array.from({ length: 64 }, () => jpeg.subarray(scan, -2));
    const bytes = Buffer.concat([jpeg.subarray(0, -2), ...again, jpeg.subarray(-2)]);
    await expect(judge(bytes)).rejects.toMatchObject({
      code: 'image.unsupported',
      message: expect.stringContaining('more than 64 scans'),
    });
  });
});

function flat(side: number): Sharp {
  return sharp({ create: { width: side, height: side, channels: 3, background: '#456' }, limitInputPixels: false });
}

describe('the largest pictures that are accepted', () => {
  it('are decoded row by row where their format allows it: 64 million pixels of colour as PNG', async () => {
    const bytes = await flat(8000).png({ compressionLevel: 9 }).toBuffer();
    expect(await growthOf(() => judge(bytes))).toBeLessThan(MOST_GROWTH_BYTES);
  });

  it('are decoded row by row though nothing shrinks them beforehand: 64 million pixels of colour as JPEG', async () => {
    const bytes = await flat(8000).jpeg().toBuffer();
    expect(await growthOf(() => judge(bytes))).toBeLessThan(MOST_GROWTH_BYTES);
  });

  it('are held twice at most where they have to be turned: 16 million pixels as JPEG', async () => {
    const side = 4000;
    const bytes = await flat(side).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await growthOf(() => judge(bytes))).toBeLessThan(2 * 3 * side ** 2 + MOST_GROWTH_BYTES);
  });
});
