import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { type Completeness, completenessOf } from './index.ts';

function look(bytes: Buffer): Promise<Completeness> {
  return completenessOf({
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, Math.min(bytes.length, offset + length)),
  });
}

const WIDTH = 96;
const HEIGHT = 80;
const noise = Buffer.from(
  Array.from({ length: WIDTH * HEIGHT * 3 }, (_, index) => (index * 7919 + (index >> 5)) % 251),
);
const picture = (): Sharp => sharp(noise, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });

function bitmap(): Buffer {
  const header = Buffer.alloc(54);
  header.write('BM');
  header.writeUInt32LE(54 + noise.length, 2);
  header.writeUInt32LE(54, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(WIDTH, 18);
  header.writeInt32LE(-HEIGHT, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(24, 28);
  return Buffer.concat([header, noise]);
}

const FILES: Record<string, () => Promise<Buffer>> = {
  PNG: () => picture().png().toBuffer(),
  'PNG with a palette': () => picture().png({ palette: true }).toBuffer(),
  'PNG with 16 bits': () => picture().toColourspace('rgb16').png().toBuffer(),
  JPEG: () => picture().jpeg().toBuffer(),
  'progressive JPEG': () => picture().jpeg({ progressive: true }).toBuffer(),
  'JPEG with restart markers and EXIF': () =>
    picture()
      .jpeg()
      .withExif({ IFD0: { Copyright: 'us' } })
      .toBuffer(),
  TIFF: () => picture().tiff({ compression: 'none' }).toBuffer(),
  'compressed TIFF': () => picture().tiff({ compression: 'lzw', predictor: 'horizontal' }).toBuffer(),
  'tiled TIFF': () => picture().tiff({ tile: true, tileWidth: 32, tileHeight: 32, compression: 'deflate' }).toBuffer(),
  BigTIFF: () => picture().tiff({ bigtiff: true, compression: 'none' }).toBuffer(),
  BMP: async () => bitmap(),
  WebP: () => picture().webp().toBuffer(),
  'lossless WebP': () => picture().webp({ lossless: true }).toBuffer(),
};

describe.each(Object.entries(FILES))('a %s file', (_, file) => {
  it('is complete when all of it is there', async () => {
    expect(await look(await file())).toBe('complete');
  });

  it('is incomplete wherever it is cut', async () => {
    const bytes = await file();
    const step = Math.max(1, Math.floor(bytes.length / 400));
    for (let length = 0; length < bytes.length; length += step) {
      expect(await look(bytes.subarray(0, length)), `cut to ${length} of ${bytes.length} bytes`).toBe('incomplete');
    }
    expect(await look(bytes.subarray(0, -1)), 'without its last byte').toBe('incomplete');
  });

  it('is incomplete while its room is reserved with zeros', async () => {
    const bytes = await file();
    expect(await look(Buffer.alloc(bytes.length))).toBe('incomplete');
  });
});

describe('completeness', () => {
  it.each(['PNG', 'JPEG', 'progressive JPEG'])('is not told by the size alone for a half-written %s', async (name) => {
    const bytes = await FILES[name]!();
    const reserved = Buffer.alloc(bytes.length);
    bytes.copy(reserved, 0, 0, Math.floor(bytes.length / 2));
    expect(await look(reserved)).toBe('incomplete');
  });

  it('is not told by the end of a thumbnail inside a JPEG', async () => {
    const whole = await picture().jpeg().toBuffer();
    const thumbnail = await picture().resize(16).jpeg().toBuffer();
    const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 0]), thumbnail]);
    segment.writeUInt16BE(thumbnail.length + 2, 2);
    const bytes = Buffer.concat([whole.subarray(0, 2), segment, whole.subarray(2)]);
    expect(await look(bytes)).toBe('complete');
    expect(await look(bytes.subarray(0, 2 + segment.length))).toBe('incomplete');
    expect(await look(bytes.subarray(0, 2 + segment.length + 40))).toBe('incomplete');
  });

  it.each(['PNG', 'JPEG', 'WebP', 'BMP'])('does not mind a few bytes behind the end of a %s', async (name) => {
    expect(await look(Buffer.concat([await FILES[name]!(), Buffer.from('camera 3, lot 7')]))).toBe('complete');
  });

  it('follows from the size of the picture where a BMP does not name its own', async () => {
    const bytes = bitmap();
    bytes.writeUInt32LE(0, 2);
    expect(await look(bytes)).toBe('complete');
    expect(await look(bytes.subarray(0, -1))).toBe('incomplete');
  });

  it('survives TIFF files that point anywhere', async () => {
    const bytes = await FILES.TIFF!();
    for (let index = 4; index < bytes.length; index += 97) {
      const broken = Buffer.from(bytes);
      broken.fill(0xff, index, Math.min(index + 4, bytes.length));
      expect(['complete', 'incomplete']).toContain(await look(broken));
    }
  });

  it('cannot be told for a file of no known kind', async () => {
    expect(await look(Buffer.from('this is a note about the camera'))).toBe('unknown');
  });

  it('is not there yet for a file that is still too short to be of any kind', async () => {
    expect(await look(Buffer.alloc(0))).toBe('incomplete');
    expect(await look(Buffer.from('BM'))).toBe('incomplete');
  });
});
