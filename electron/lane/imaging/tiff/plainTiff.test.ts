import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, zstdCompressSync } from 'node:zlib';
import sharp, { type TiffOptions } from 'sharp';
import { describe, expect, it } from 'vitest';
import { TIFF_COMPRESSION, TIFF_TAG, tiffPieces } from '../../../formats/index.ts';
import { fileOf } from '../../testing/pictures.fixture.ts';
import { decodeScaled } from '../decode.ts';
import { openImage } from '../openImage.ts';
import { expand } from './compression.ts';
import { readSoundTiff } from './plainTiff.ts';

const folder = join(import.meta.dirname, '../../../../tests/fixtures/images');
const golden = (name: string): Buffer => readFileSync(join(folder, name));

const SIDE = 96;
const noise = createHash('shake256', { outputLength: SIDE * SIDE * 3 })
  .update('noise')
  .digest();
/** Rows that repeat: codes of LZW grow to their full width and stand for many bytes. */
const rows = Buffer.from(Array.from({ length: SIDE * SIDE * 3 }, (_, at) => (at % 97) + (at >> 12)));

function written(samples: Buffer, options: TiffOptions): Promise<Buffer> {
  return sharp(samples, { raw: { width: SIDE, height: SIDE, channels: 3 } })
    .tiff({ predictor: 'none', ...options })
    .toBuffer();
}

async function judge(bytes: Buffer): Promise<Uint8Array> {
  const image = await openImage(fileOf(bytes));
  const { widthPx, heightPx } = image;
  return (await decodeScaled(image, { widthPx, heightPx, sampleMaximum: 65_535 })).values;
}

function piecesOf(bytes: Buffer) {
  const tiff = readSoundTiff(bytes);
  if (tiff === null) throw new Error('no TIFF');
  return tiffPieces(tiff.directory);
}

/** Where the entry of a tag lies in a little-endian TIFF. */
function entryOf(bytes: Buffer, tag: number): number {
  const directory = bytes.readUInt32LE(4);
  for (let at = directory + 2; at < directory + 2 + 12 * bytes.readUInt16LE(directory); at += 12) {
    if (bytes.readUInt16LE(at) === tag) return at;
  }
  throw new Error(`no tag ${tag}`);
}

describe('code of a strip', () => {
  it.each([
    ['noise', noise],
    ['rows that repeat', rows],
  ])('of LZW gives the samples that libtiff wrote: %s', async (_, samples) => {
    const bytes = await written(samples, { compression: 'lzw' });
    const parts = piecesOf(bytes).map(({ start, end }) =>
      expand(TIFF_COMPRESSION.lzw, bytes.subarray(start, end), samples.length),
    );
    expect(Buffer.concat(parts).equals(samples)).toBe(true);
  });

  it('of PackBits gives runs and literal bytes, and no more than is needed', () => {
    const code = Buffer.from([0xfe, 0xaa, 0x02, 0x80, 0x00, 0x2a, 0x80, 0xfd, 0xaa]);
    const samples = [0xaa, 0xaa, 0xaa, 0x80, 0x00, 0x2a, 0xaa, 0xaa, 0xaa, 0xaa];
    expect([...expand(TIFF_COMPRESSION.packBits, code, 10)]).toEqual(samples);
    expect([...expand(TIFF_COMPRESSION.packBits, code, 8)]).toEqual(samples.slice(0, 8));
  });
});

describe('a TIFF whose code is damaged', () => {
  it.each([
    ['jpeg', 0xff],
    ['packbits', 1],
    ['lzw', 0xff],
    ['deflate', 0xff],
  ] as const)('is refused where the second half of its strips is garbage: %s', async (compression, garbage) => {
    const bytes = await written(noise, { compression });
    await expect(judge(bytes)).resolves.toHaveLength(noise.length);
    for (const { start, end } of piecesOf(bytes)) bytes.fill(garbage, start + Math.floor((end - start) / 2), end);
    await expect(judge(bytes)).rejects.toMatchObject({ code: 'image.corrupt' });
  });

  it('never gives other samples where one bit of deflate code is another: its checksum is compared', async () => {
    const whole = golden('rgb-8-deflate.tif');
    const samples = Buffer.from(await judge(whole));
    for (const { start, end } of piecesOf(whole)) {
      for (let at = start; at < end; at += 1) {
        const damaged = Buffer.from(whole);
        damaged[at]! ^= 0x10;
        const found = await judge(damaged).catch((error: unknown) => error);
        // A few bits between the code and its checksum mean nothing.
        if (found instanceof Uint8Array) expect(samples.equals(found), `byte ${at}`).toBe(true);
        else expect(found).toMatchObject({ code: 'image.corrupt' });
      }
    }
  });

  it('is refused with its reason where its code ends too early', async () => {
    const bytes = golden('ycbcr-444.tif');
    bytes.writeUInt32LE(7, entryOf(bytes, TIFF_TAG.rowsPerStrip) + 8);
    await expect(judge(bytes)).rejects.toMatchObject({
      code: 'image.corrupt',
      message: expect.stringContaining('part 1 of its picture holds 144 of 252 bytes'),
    });
  });
});

describe('a TIFF that leaves out what can be known', () => {
  it('is judged where its only strip has the length 0, as long as its samples are plain', async () => {
    const bytes = await written(noise, { compression: 'none' });
    const entry = entryOf(bytes, TIFF_TAG.stripByteCounts);
    const count = bytes.readUInt32LE(entry + 4);
    const width = bytes.readUInt16LE(entry + 2) === 3 ? 2 : 4;
    const place = count * width <= 4 ? entry + 8 : bytes.readUInt32LE(entry + 8);
    bytes.fill(0, place, place + count * width);
    expect(Buffer.from(await judge(bytes)).equals(noise)).toBe(true);
  });

  it('says so where its samples are compressed', async () => {
    const bytes = golden('no-strip-lengths.tif');
    bytes.writeUInt16LE(TIFF_COMPRESSION.packBits, entryOf(bytes, TIFF_TAG.compression) + 8);
    await expect(judge(bytes)).rejects.toMatchObject({
      code: 'image.corrupt',
      message: expect.stringContaining('does not say how long the parts of its picture are'),
    });
  });

  it('is judged where it ends before it says that there is no next directory', async () => {
    const bytes = golden('unsigned-32.tif');
    const plain = bytes.subarray(0, bytes.length - 4);
    plain.writeUInt16LE(8, entryOf(plain, TIFF_TAG.bitsPerSample) + 8);
    await expect(judge(plain)).resolves.toHaveLength(12 * 8 * 3);
  });
});

describe('a small TIFF that claims, or holds, very much', () => {
  const MEGABYTES_256 = Buffer.alloc(256 * 1024 ** 2);

  function withStrip(code: Buffer, compression: number): Buffer {
    const bytes = Buffer.concat([golden('grey-8.tif'), code]);
    const start = bytes.length - code.length;
    bytes.writeUInt16LE(compression, entryOf(bytes, TIFF_TAG.compression) + 8);
    bytes.writeUInt32LE(8, entryOf(bytes, TIFF_TAG.rowsPerStrip) + 8);
    for (const [tag, value] of [
      [TIFF_TAG.stripOffsets, start],
      [TIFF_TAG.stripByteCounts, code.length],
    ] as const) {
      bytes.writeUInt32LE(1, entryOf(bytes, tag) + 4);
      bytes.writeUInt16LE(4, entryOf(bytes, tag) + 2);
      bytes.writeUInt32LE(value, entryOf(bytes, tag) + 8);
    }
    return bytes;
  }

  it.each([
    ['deflate', TIFF_COMPRESSION.deflate, deflateSync],
    ['zstandard', TIFF_COMPRESSION.zstandard, zstdCompressSync],
  ] as const)('is refused before more than its pixels is unfolded: %s', async (_, compression, squeeze) => {
    await expect(judge(withStrip(squeeze(Buffer.alloc(96, 7)), compression))).resolves.toHaveLength(288);
    await expect(judge(withStrip(squeeze(MEGABYTES_256), compression))).rejects.toMatchObject({
      code: 'image.corrupt',
    });
  });

  it('is refused by name where one tile would take gigabytes', async () => {
    const bytes = golden('rgb-8-tile-larger.tif');
    for (const tag of [TIFF_TAG.tileWidth, TIFF_TAG.tileHeight]) bytes.writeUInt32LE(60_000, entryOf(bytes, tag) + 8);
    await expect(judge(bytes)).rejects.toMatchObject({
      code: 'image.unsupported',
      details: { reason: 'parts of 60000 x 60000 pixels' },
    });
  });
});
