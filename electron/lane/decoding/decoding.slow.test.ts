import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeScaled, openImage, readImageFile, WIDEST_SAMPLE } from '../imaging/index.ts';
import { encodeBitmap } from '../testing/bitmaps.fixture.ts';
import { part } from '../testing/parts.fixture.ts';
import { colourPicture, sharpOf } from '../testing/pictures.fixture.ts';
import { DecodingThread } from './decodingThread.ts';
import { Decoders } from './index.ts';

const root = mkdtempSync(join(tmpdir(), 'sigmaline-decoding-'));
const decoders = new Decoders();
let bytes: Buffer;
let imagePath: string;
beforeAll(async () => {
  bytes = await sharpOf(part(3)).png().toBuffer();
  imagePath = join(root, 'part.png');
  writeFileSync(imagePath, bytes);
});
afterAll(async () => {
  await decoders.close();
  rmSync(root, { recursive: true });
});

const view = {
  sizePx: 64,
  sampleMaximum: WIDEST_SAMPLE,
  scaling: 'exact',
  region: null,
  reference: null,
  mask: null,
} as const;
const asked = { view, thumbnailPath: null };
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

describe('the decoding thread', () => {
  it('gives the very pixels that a calibration looks at, and the hash of the bytes they came from', async () => {
    const { values } = await decodeScaled(await openImage(await readImageFile(imagePath)), {
      widthPx: 64,
      heightPx: 64,
      sampleMaximum: WIDEST_SAMPLE,
    });
    const image = await decoders.decode({ ...asked, imagePath }).image;
    expect(image).toMatchObject({ sha256: sha256(bytes), imageWidthPx: 96, imageHeightPx: 64 });
    expect(Buffer.compare(image.pixels, values)).toBe(0);
  });

  it('works while the thread of the lane is blocked by a network', async () => {
    await decoders.decode({ ...asked, imagePath }).image;
    const thumbnailPath = join(root, 'beside.jpg');
    const { thumbnail } = decoders.decode({ ...asked, imagePath, thumbnailPath });
    const until = performance.now() + 20_000;
    // Nothing is awaited: no other code of this thread can run meanwhile.
    while (!existsSync(thumbnailPath) && performance.now() < until) sleepBlocking(5);
    expect(existsSync(thumbnailPath)).toBe(true);
    await thumbnail;
    expect(await sharp(thumbnailPath).metadata()).toMatchObject({ format: 'jpeg', width: 96, height: 64 });
  });

  it('decodes in the order in which it was asked', async () => {
    const order: number[] = [];
    const decodings = [1, 2, 3].map((place) => {
      const { image } = decoders.decode({ ...asked, imagePath });
      return image.then(() => order.push(place));
    });
    await Promise.all(decodings);
    expect(order).toEqual([1, 2, 3]);
  });

  it('keeps images of different sizes apart, although it reads them into the same memory', async () => {
    const pictures = [part(3), colourPicture(700, 500), part(5)];
    const files = pictures.flatMap((picture) => [
      sharpOf(picture).png().toBuffer(),
      sharpOf(picture).tiff({ compression: 'deflate' }).toBuffer(),
      sharpOf(picture).tiff({ compression: 'none' }).toBuffer(),
      encodeBitmap(picture, { bitsPerPixel: 24 }),
      encodeBitmap(picture, { bitsPerPixel: 32 }),
    ]);
    const paths = files.map((_, index) => join(root, `apart-${index}`));
    for (const [index, path] of paths.entries()) writeFileSync(path, (await files[index]) ?? '');
    const images = await Promise.all(paths.map((path) => decoders.decode({ ...asked, imagePath: path }).image));
    for (const [index, path] of paths.entries()) {
      const { values } = await decodeScaled(await openImage(await readImageFile(path)), {
        widthPx: 64,
        heightPx: 64,
        sampleMaximum: WIDEST_SAMPLE,
      });
      expect(Buffer.compare(images[index]?.pixels ?? Buffer.alloc(0), values)).toBe(0);
      expect(images[index]?.sha256).toBe(sha256(readFileSync(path)));
      // Every five files hold the same picture.
      expect(Buffer.compare(values, images[index - (index % 5)]?.pixels ?? values)).toBe(0);
    }
  });

  it('refuses a cut image by its code, with the hash of what was there, and goes on', async () => {
    const cut = join(root, 'cut.png');
    writeFileSync(cut, bytes.subarray(0, 700));
    await expect(decoders.decode({ ...asked, imagePath: cut }).image).rejects.toMatchObject({
      code: 'image.truncated',
      details: { file: cut },
      known: { sha256: sha256(bytes.subarray(0, 700)) },
    });
    await expect(decoders.decode({ ...asked, imagePath: join(root, 'gone.png') }).image).rejects.toMatchObject({
      code: 'image.not-found',
      known: { sha256: null, content: null },
    });
    await expect(decoders.decode({ ...asked, imagePath }).image).resolves.toMatchObject({ sha256: sha256(bytes) });
  });

  it('tells that a thumbnail cannot be written; the image is there all the same', async () => {
    const thumbnailPath = join(imagePath, 'thumbnail.jpg');
    const { image, thumbnail } = decoders.decode({ ...asked, imagePath, thumbnailPath });
    await image;
    await expect(thumbnail).rejects.toMatchObject({ code: 'lane.unwritable', details: { file: thumbnailPath } });
  });

  it.skipIf(process.platform === 'win32')('holds nothing up with an image that is slow to read', async () => {
    const slow = join(root, 'slow.png');
    execFileSync('mkfifo', [slow]);
    const [quick, waiting] = [imagePath, slow].map((path) => decoders.decode({ ...asked, imagePath: path }));
    await quick?.image;
    writeFileSync(slow, bytes);
    await expect(waiting?.image).resolves.toMatchObject({ sha256: sha256(bytes) });
  });

  it.each([
    ['throws', 'throw new Error("not foreseen")'],
    ['ends', 'process.exit(0)'],
  ])('takes the lane along where it %s: nobody would answer', (_, script) => {
    const entry = join(root, 'broken.mjs');
    writeFileSync(entry, script);
    const lane = [
      `import { DecodingThread } from ${JSON.stringify(new URL('./decodingThread.ts', import.meta.url).href)};`,
      `import { pathToFileURL } from 'node:url';`,
      `setInterval(() => undefined, 1000);`,
      `new DecodingThread(new SharedArrayBuffer(4), pathToFileURL(${JSON.stringify(entry)}));`,
    ].join('\n');
    const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', lane], { timeout: 20_000 });
    expect(status).toBe(1);
  });
});

describe('the decoding threads of a lane', () => {
  it.each([
    ['one where the network takes longer', 2, [10, 40], 1],
    ['as many as keep the network busy', 4, [98, 40], 3],
    ['no more than the network has threads', 2, [98, 40], 2],
    ['four at most', 8, [980, 40], 4],
  ] as const)('are %s', async (_, threads, [decodeMs, networkMs], expected) => {
    const many = new Decoders(threads);
    expect(many.ahead).toBe(1);
    for (let image = 0; image < 20; image += 1) many.judged(decodeMs, networkMs);
    expect(many.ahead).toBe(expected);
    await many.close();
  });

  it.skipIf(process.platform === 'win32')('do not wait for each other', async () => {
    const slow = join(root, 'slow-beside.png');
    execFileSync('mkfifo', [slow]);
    const two = new Decoders(2);
    for (let image = 0; image < 20; image += 1) two.judged(70, 40);
    const [waiting, quick] = [slow, imagePath].map((path) => two.decode({ ...asked, imagePath: path }));
    await quick?.image;
    writeFileSync(slow, bytes);
    await expect(waiting?.image).resolves.toMatchObject({ sha256: sha256(bytes) });
    await two.close();
  });

  it('take turns at pictures that would fill the memory together', async () => {
    const wide = join(root, 'wide.png');
    await sharp({ create: { width: 65_536, height: 1024, channels: 3, background: 'grey' } })
      .png()
      .toFile(wide);
    const turn = new Int32Array(new SharedArrayBuffer(4));
    const thread = new DecodingThread(turn.buffer);
    const other = new DecodingThread(turn.buffer);
    Atomics.store(turn, 0, 1);
    let isDone = false;
    const large = thread.decode({ ...asked, imagePath: wide }).image.finally(() => (isDone = true));
    // Small ones need no turn.
    await other.decode({ ...asked, imagePath }).image;
    expect(isDone).toBe(false);
    Atomics.store(turn, 0, 0);
    Atomics.notify(turn, 0);
    await expect(large).resolves.toMatchObject({ imageWidthPx: 65_536, imageHeightPx: 1024 });
    expect(Atomics.load(turn, 0)).toBe(0);
    await Promise.all([thread.close(), other.close()]);
  });
});

function sleepBlocking(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
