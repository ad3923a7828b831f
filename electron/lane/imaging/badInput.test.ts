import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { type ErrorCode, SigmalineError } from '../../../shared/domain/index.ts';
import { encodeBitmap, runLengthCode } from '../testing/bitmaps.fixture.ts';
import { colourPicture, fileOf, indexedPicture, sharpOf } from '../testing/pictures.fixture.ts';
import { decodeScaled } from './decode.ts';
import { openImage } from './openImage.ts';

const folder = mkdtempSync(join(tmpdir(), 'sigmaline-imaging-'));
afterAll(() => rmSync(folder, { recursive: true }));

const picture = colourPicture(64, 48);
const grey = indexedPicture();

const kinds: Record<string, () => Promise<Buffer> | Buffer> = {
  png: () => sharpOf(picture).png().toBuffer(),
  jpeg: () => sharpOf(picture).jpeg().toBuffer(),
  'progressive jpeg': () => sharpOf(picture).jpeg({ progressive: true }).toBuffer(),
  'jpeg with a preview in its metadata': async () => withEmbeddedPreview(await sharpOf(picture).jpeg().toBuffer()),
  'plain tiff': () => sharpOf(picture).tiff({ compression: 'none' }).toBuffer(),
  'lzw tiff': () => sharpOf(picture).tiff({ compression: 'lzw' }).toBuffer(),
  'tiled bigtiff': () => sharpOf(picture).tiff({ compression: 'deflate', tile: true, bigtiff: true }).toBuffer(),
  webp: () => sharpOf(picture).webp().toBuffer(),
  bmp: () => encodeBitmap(picture, { bitsPerPixel: 24 }),
  'rle8 bmp': () =>
    encodeBitmap(grey, { bitsPerPixel: 8, indices: grey.indices, runLengths: runLengthCode(grey, grey.indices) }),
};

/** Puts a whole JPEG, with its own end mark, into an APP1 segment, as cameras do with their previews. */
function withEmbeddedPreview(jpeg: Buffer): Buffer {
  const segment = Buffer.alloc(4 + jpeg.length);
  segment.writeUInt16BE(0xffe1);
  segment.writeUInt16BE(2 + jpeg.length, 2);
  jpeg.copy(segment, 4);
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}

async function judge(bytes: Uint8Array): Promise<void> {
  await decodeScaled(await openImage(fileOf(bytes)), { widthPx: 32, heightPx: 32, sampleMaximum: 65_535 });
}

async function failure(work: Promise<unknown>): Promise<SigmalineError> {
  const thrown = await work.then(
    () => new Error('nothing failed'),
    (error: unknown) => error,
  );
  if (thrown instanceof SigmalineError) return thrown;
  throw thrown;
}

async function codeOf(bytes: Uint8Array): Promise<ErrorCode> {
  return (await failure(judge(bytes))).code;
}

describe('a file that is whole', () => {
  it.each(Object.entries(kinds))('is accepted: %s', async (_, bytes) => {
    await expect(judge(await bytes())).resolves.toBeUndefined();
  });

  it('may be followed by bytes that do not belong to it', async () => {
    for (const kind of ['png', 'jpeg', 'webp', 'bmp']) {
      await expect(judge(Buffer.concat([await kinds[kind]!(), Buffer.alloc(99, 0xab)]))).resolves.toBeUndefined();
    }
  });
});

describe('a file that was cut', () => {
  it.each(Object.entries(kinds))('is never judged, wherever it was cut: %s', async (_, make) => {
    const bytes = await make();
    const everyCut = [
      1,
      2,
      3,
      7,
      12,
      20,
      30,
      ...Array.from({ length: 12 }, (_, i) => Math.floor((bytes.length * (i + 1)) / 13)),
    ];
    for (const length of [...everyCut, bytes.length - 2, bytes.length - 1]) {
      expect(await codeOf(bytes.subarray(0, length)), `cut at ${length} of ${bytes.length}`).toBe('image.truncated');
    }
  });

  it.each(['png', 'jpeg', 'webp'])('and filled up with zeros, as some shares do, is never judged: %s', async (kind) => {
    const bytes = await kinds[kind]!();
    const filled = Buffer.concat([
      bytes.subarray(0, bytes.length / 2),
      Buffer.alloc(bytes.length - Math.floor(bytes.length / 2)),
    ]);
    // The container of WebP has no checksum: zeros inside a lossy picture are a picture.
    if (kind === 'webp') await judge(filled).catch((error) => expect(error).toBeInstanceOf(SigmalineError));
    else expect(['image.truncated', 'image.corrupt']).toContain(await codeOf(filled));
  });

  it.each([
    ['webp', (large: Sharp) => large.webp({ lossless: true })],
    ['tiff', (large: Sharp) => large.tiff({ compression: 'lzw' })],
  ] as const)(
    'and whose compressed picture ends in reserved room is never judged, though nothing else tells: %s',
    async (_, write) => {
      const samples = createHash('shake256', { outputLength: 96 * 96 * 3 })
        .update('noise')
        .digest();
      const bytes = await write(sharp(samples, { raw: { width: 96, height: 96, channels: 3 } })).toBuffer();
      await expect(judge(bytes)).resolves.toBeUndefined();
      const directory = bytes.toString('latin1', 0, 2) === 'II' ? bytes.readUInt32LE(4) : bytes.length;
      bytes.fill(0, directory - 3000, directory);
      expect(await codeOf(bytes)).toBe('image.truncated');
    },
  );

  it('names the file and what to look at', async () => {
    const error = await failure(judge((await kinds.png!()).subarray(0, 100)));
    expect(error.message).toBe(
      'The image /camera/part-17.img ends too early: it was cut off or is still being written. Check the camera and the connection to it.',
    );
  });
});

describe('a file that is damaged', () => {
  it('is refused where one bit of a PNG is flipped, whichever it is', async () => {
    const bytes = await kinds.png!();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 8, max: bytes.length - 1 }), fc.nat(7), async (position, bit) => {
        const damaged = Buffer.from(bytes);
        damaged[position]! ^= 1 << bit;
        expect(['image.corrupt', 'image.truncated', 'image.too-large']).toContain(await codeOf(damaged));
      }),
      { numRuns: 60 },
    );
  });

  it('never ends in anything but pixels or an error that names it, whatever is done to it', async () => {
    const originals = await Promise.all(Object.values(kinds).map(async (make) => make()));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...originals),
        fc.array(fc.tuple(fc.nat(100_000), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async (original, changes) => {
          const damaged = Buffer.from(original);
          for (const [position, value] of changes) damaged[position % damaged.length] = value;
          await judge(damaged).catch((error) => {
            expect(error).toBeInstanceOf(SigmalineError);
            expect(error.code).toMatch(/^image\./);
          });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('says why: a wrong checksum, a broken Huffman table', async () => {
    const png = Buffer.from(await kinds.png!());
    png[png.length - 20]! ^= 0xff;
    expect((await failure(judge(png))).message).toContain('wrong checksum of its chunk IDAT');
    const jpeg = Buffer.from(await kinds.jpeg!());
    jpeg.fill(0x5a, 200, 260);
    expect(await failure(judge(jpeg))).toMatchObject({
      code: 'image.corrupt',
      details: { file: '/camera/part-17.img' },
    });
  });
});

describe('a file that is no picture', () => {
  it.each([
    ['text', Buffer.from('timestamp;part;result\n2026-11-23;17;ok\n')],
    ['text that begins like a bitmap', Buffer.from('BMW parts, order 4711, please deliver by Monday')],
    ['zeros', Buffer.alloc(4096)],
    ['a RIFF file of sound', Buffer.from('RIFF\0\0\0\0WAVEfmt 0123456789')],
    [
      'an SVG drawing, which is never rendered',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    ],
    ['a PDF', Buffer.from('%PDF-1.7\n')],
  ])('is named as such: %s', async (_, bytes) => {
    expect(await codeOf(bytes)).toBe('image.not-an-image');
  });

  it('is named by its kind where it is a picture of one that is never judged: a GIF', async () => {
    const error = await failure(judge(await sharpOf(picture).gif().toBuffer()));
    expect(error).toMatchObject({ code: 'image.unsupported', details: { reason: 'a GIF' } });
  });

  it('is named by its kind where it is a JPEG of a process that is never judged: JPEG-LS', async () => {
    const jpeg = Buffer.from(await sharpOf(picture).jpeg().toBuffer());
    jpeg[jpeg.indexOf(Buffer.of(0xff, 0xc0)) + 1] = 0xf7;
    const error = await failure(judge(jpeg));
    expect(error).toMatchObject({ code: 'image.unsupported', details: { reason: 'JPEG-LS' } });
  });

  it('is named as such: random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 20, maxLength: 200 }), async (bytes) => {
        expect(await codeOf(bytes)).toBe('image.not-an-image');
      }),
    );
  });

  it('is named empty where it is empty', async () => {
    expect(await codeOf(new Uint8Array())).toBe('image.empty');
  });
});

describe('a picture that cannot be judged', () => {
  it('is refused by its header where it is huge, before memory is taken', async () => {
    const png = Buffer.from(await kinds.png!());
    png.writeUInt32BE(60_000, 16);
    png.writeUInt32BE(50_000, 20);
    png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
    const before = process.memoryUsage().rss;
    const error = await failure(judge(png));
    expect(error).toMatchObject({ code: 'image.too-large', details: { pixels: 3e9 } });
    expect(error.message).toContain('3000000000 pixels; at most 250000000');
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6);

    const bmp = Buffer.from(await kinds.bmp!());
    bmp.writeInt32LE(2_000_000_000, 18);
    expect(await codeOf(bmp)).toBe('image.too-large');
  });

  it('is refused where it holds several pictures or moves', async () => {
    const pages = sharp(Buffer.alloc(20 * 40 * 3), { raw: { width: 20, height: 40, channels: 3, pageHeight: 20 } });
    expect(await codeOf(await pages.clone().tiff().toBuffer())).toBe('image.unsupported');
    const moving = sharp(await kinds.png!())
      .resize(20, 40)
      .raw();
    const frames = sharp(await moving.toBuffer(), { raw: { width: 20, height: 40, channels: 3, pageHeight: 20 } });
    expect(await codeOf(await frames.webp({ loop: 0 }).toBuffer())).toBe('image.unsupported');
  });

  it('is refused where its samples are floating-point numbers', async () => {
    const samples = sharp(new Float32Array(100).fill(0.4), { raw: { width: 10, height: 10, channels: 1 } });
    const error = await failure(judge(await samples.toColourspace('scrgb').tiff({ compression: 'none' }).toBuffer()));
    expect(error).toMatchObject({ code: 'image.unsupported', details: { reason: 'floating-point samples' } });
  });
});
