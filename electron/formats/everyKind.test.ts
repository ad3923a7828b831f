import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Completeness, completenessOf, type Fault, recognise, walkBuffer } from './index.ts';

/** Files of every kind, by other programs: see the README there. */
const folder = join(import.meta.dirname, '../../tests/fixtures/images');
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<
  string,
  { refused?: string }
>;
/** Of these a lane says what they are; whether they are whole is nothing that intake can know. */
const UNKNOWN = [
  'picture.gif',
  'picture.jp2',
  'picture.heic',
  'picture.avif',
  'picture.pbm',
  'picture-ascii.ppm',
  'picture.pam',
];
const names = Object.keys(expected).filter((name) => !UNKNOWN.includes(name) && name !== 'picture.cr2');
/** What lies behind the picture that is judged: zeros behind a last directory, or further pictures, which a lane never looks at. */
const BYTES_BEHIND: Readonly<Record<string, number>> = {
  'two-pages.tif': 6,
  'stereo-pair.jpg': 723,
  'stereo-pair-little-endian.jpg': 723,
  'preview-behind.jpg': 674,
  'two-pictures.pgm': 108,
  // The values of a tag that nobody can read.
  'unknown-type.tif': 6,
};
const bytesOf = (name: string): Buffer => readFileSync(join(folder, name));

const judgedBytesOf = (name: string): Buffer => bytesOf(name).subarray(0, -(BYTES_BEHIND[name] ?? 0) || undefined);

function look(bytes: Buffer): Promise<Completeness> {
  return completenessOf({
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, Math.min(bytes.length, offset + length)),
  });
}

function filledWithZeros(bytes: Buffer, from: number): Buffer {
  const filled = Buffer.from(bytes);
  filled.fill(0, from);
  return filled;
}

describe('a file of any kind', () => {
  it.each(names)('is complete when all of it is there: %s', async (name) => {
    expect(await look(bytesOf(name))).toBe('complete');
  });

  it.each(names)('is never complete while any of it is missing, be it one byte: %s', async (name) => {
    const bytes = judgedBytesOf(name);
    const wrong: number[] = [];
    for (let length = 0; length < bytes.length; length += 1) {
      if ((await look(bytes.subarray(0, length))) !== 'incomplete') wrong.push(length);
    }
    expect(wrong).toEqual([]);
  });

  it.each(names)('is not complete while its room is reserved and nothing is written: %s', async (name) => {
    expect(await look(Buffer.alloc(bytesOf(name).length))).toBe('incomplete');
  });

  it.each(names.filter((name) => /\.(png|jpg)$/.test(name)))(
    'is not complete while the rest of its room is reserved, wherever writing stopped: %s',
    async (name) => {
      const bytes = judgedBytesOf(name);
      for (let length = 0; length < bytes.length; length += 1) {
        const found = await look(filledWithZeros(bytes, length));
        // Before its signature is there it may be of no kind at all.
        if (length < 12) expect(found).not.toBe('complete');
        else expect(found, `${length} of ${bytes.length} bytes written`).toBe('incomplete');
      }
    },
  );

  it.each(UNKNOWN)('that is none of ours cannot be told: %s', async (name) => {
    expect(await look(bytesOf(name))).toBe('unknown');
  });

  it.each(names.filter((name) => !name.endsWith('.tif')))('may be followed by some bytes more: %s', async (name) => {
    expect(await look(Buffer.concat([bytesOf(name), Buffer.from('camera 3, lot 7')]))).toBe('complete');
    expect(await look(Buffer.concat([bytesOf(name), Buffer.alloc(512)]))).toBe('complete');
  });
});

describe('whatever follows a whole image, and however much', () => {
  const TAIL_BYTES = 70_000;
  const TAILS: Readonly<Record<string, Buffer>> = {
    zeros: Buffer.alloc(TAIL_BYTES),
    text: Buffer.alloc(TAIL_BYTES, 'camera 3, lot 7; '),
    'samples of a depth map': Buffer.alloc(TAIL_BYTES, Buffer.from([0xff, 0x00, 0x12, 0x00])),
  };
  const followed = names.filter((name) => /\.(png|jpg)$/.test(name));

  it('is asked of all JPEG and PNG', () => {
    expect(followed.filter((name) => name.endsWith('.jpg')).length).toBeGreaterThanOrEqual(18);
    expect(followed.filter((name) => name.endsWith('.png')).length).toBeGreaterThanOrEqual(35);
  });

  it.each(followed.flatMap((name) => Object.keys(TAILS).map((tail) => [name, tail] as const)))(
    'is the same to the intake, which does not wait, and to a lane: %s and %s',
    async (name, tail) => {
      const bytes = Buffer.concat([bytesOf(name), TAILS[tail]!]);
      expect(await look(bytes)).toBe('complete');
      const fault = (file: Buffer): Fault | null => {
        const found = recognise(file);
        if (found.kind !== 'judged') throw new Error(`${name} is ${found.kind}`);
        return walkBuffer(found.format.fault(file.length), file);
      };
      expect(fault(bytes)).toEqual(fault(bytesOf(name)));
      expect(fault(bytes)?.kind).not.toBe('truncated');
    },
  );

  it.each(followed)('does not make a cut image whole: %s', async (name) => {
    const bytes = judgedBytesOf(name);
    for (const share of [0.3, 0.6, 0.9]) {
      const cut = bytes.subarray(0, Math.floor(bytes.length * share));
      expect(await look(Buffer.concat([cut, Buffer.alloc(TAIL_BYTES)]))).toBe('incomplete');
    }
    expect(await look(Buffer.concat([bytes.subarray(0, -1), Buffer.alloc(TAIL_BYTES)]))).toBe('incomplete');
  });
});

describe('pixels without compression that are all zero', () => {
  it.each([
    ['rgb-24.bmp', 54],
    ['os2-24.bmp', 26],
  ])('may be black or not written yet, and only time can tell: %s', async (name, pixelStart) => {
    expect(await look(filledWithZeros(bytesOf(name), pixelStart))).toBe('unknown');
  });

  it('do not make a part on a dark ground wait: only the lower half is black', async () => {
    const bytes = bytesOf('rgb-24.bmp');
    expect(await look(filledWithZeros(bytes, Math.floor(bytes.length / 2)))).toBe('complete');
  });

  it('are told the same of a TIFF whose directory stands in front of reserved strips', async () => {
    const bytes = bytesOf('directory-in-front.tif');
    const pixelBytes = 12 * 8 * 3;
    expect(await look(filledWithZeros(bytes, bytes.length - pixelBytes))).toBe('unknown');
  });
});

describe('a TIFF whose directory was written first', () => {
  it('is incomplete until its strips have a place and a length', async () => {
    const bytes = bytesOf('directory-in-front.tif');
    const entry = (tag: number): number => {
      for (let at = 10; at < 10 + bytes.readUInt16LE(8) * 12; at += 12) if (bytes.readUInt16LE(at) === tag) return at;
      throw new Error(`no tag ${tag}`);
    };
    for (const tag of [273, 279]) {
      const unwritten = Buffer.from(bytes);
      const values = bytes.readUInt32LE(entry(tag) + 8);
      unwritten.fill(0, values, values + 4);
      expect(await look(unwritten)).toBe('incomplete');
    }
  });
});

describe('a WebP', () => {
  it.each([0, 0xffffffff])('whose size is not filled in yet (%i) is incomplete', async (size) => {
    const bytes = Buffer.from(bytesOf('lossless.webp'));
    bytes.writeUInt32LE(size, 4);
    expect(await look(bytes)).toBe('incomplete');
  });

  it('whose picture has an odd size ends with the byte that fills it up', async () => {
    const odd = Buffer.concat([
      Buffer.from('RIFF\0\0\0\0WEBPVP8L'),
      Buffer.alloc(4),
      Buffer.alloc(7, 0x2f),
      Buffer.alloc(1),
    ]);
    odd.writeUInt32LE(odd.length - 8, 4);
    odd.writeUInt32LE(7, 16);
    expect(await look(odd)).toBe('complete');
    expect(await look(odd.subarray(0, -1))).toBe('incomplete');
  });
});

describe('a run-length coded bitmap that does not name the length of its code', () => {
  it('is read through to its end mark, also where literal runs hold one', async () => {
    const bytes = Buffer.from(bytesOf('rle8-no-sizes.bmp'));
    const codeStart = bytes.readUInt32LE(10);
    const code = Buffer.from([0, 4, 0, 1, 0, 1, 0, 1]);
    const file = Buffer.concat([bytes.subarray(0, codeStart), code]);
    expect(await look(file)).toBe('complete');
    for (let length = codeStart; length < file.length; length += 1) {
      expect(await look(file.subarray(0, length))).toBe('incomplete');
    }
  });
});

describe('a look', () => {
  /** A file of `size` bytes that is `fill` all over but for the given pieces, and counts what is read of it. */
  function large(size: number, pieces: readonly (readonly [number, Buffer])[], fill: number) {
    const cost = { reads: 0, bytes: 0 };
    const read = async (offset: number, length: number): Promise<Buffer> => {
      const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - offset)), fill);
      for (const [at, piece] of pieces) {
        if (at < offset + bytes.length && at + piece.length > offset) {
          const from = Math.max(0, offset - at);
          piece.copy(bytes, Math.max(0, at - offset), from, Math.min(piece.length, offset + bytes.length - at));
        }
      }
      cost.reads += 1;
      cost.bytes += bytes.length;
      return bytes;
    };
    return { reader: { size, read }, cost };
  }

  const MEGABYTES_100 = 100_000_000;

  it('at a JPEG of 100 MB reads its head and its end', async () => {
    const head = bytesOf('baseline-444.jpg');
    const scan = head.indexOf(Buffer.from([0xff, 0xda]));
    const { reader, cost } = large(
      MEGABYTES_100,
      [
        [0, head.subarray(0, scan + 2 + head.readUInt16BE(scan + 2))],
        [MEGABYTES_100 - 2, Buffer.from([0xff, 0xd9])],
      ],
      0x55,
    );
    expect(await completenessOf(reader)).toBe('complete');
    expect(cost.reads).toBeLessThan(20);
    expect(cost.bytes).toBeLessThan(70_000);
  });

  it('at a PNG of 100 MB in chunks of 1 MB reads their headers', async () => {
    const original = bytesOf('rgb-8.png');
    const pieces: [number, Buffer][] = [[0, original.subarray(0, 33)]];
    let position = 33;
    for (let index = 0; index < 100; index += 1) {
      const header = Buffer.alloc(8);
      header.writeUInt32BE(1_000_000);
      header.write('IDAT', 4);
      pieces.push([position, header]);
      position += 12 + 1_000_000;
    }
    pieces.push([position, original.subarray(-12)]);
    const { reader, cost } = large(position + 12, pieces, 0x55);
    expect(await completenessOf(reader)).toBe('complete');
    expect(cost.reads).toBeLessThan(110);
    expect(cost.bytes).toBeLessThan(35_000);
  });

  it('at a BMP of 100 MB reads its header and a few places', async () => {
    const header = Buffer.from(bytesOf('rgb-24.bmp').subarray(0, 54));
    header.writeInt32LE(8000, 18);
    header.writeInt32LE(4000, 22);
    const { reader, cost } = large(54 + 8000 * 4000 * 3, [[0, header]], 0x55);
    expect(await completenessOf(reader)).toBe('complete');
    expect(cost.reads).toBeLessThan(25);
    expect(cost.bytes).toBeLessThan(2000);
  });

  it.each(['rgb-8-strips.tif', 'rgb-8-bigtiff.tif', 'rgb-8-tiles.tif', 'lossless-alpha.webp'])(
    'takes few reads: %s',
    async (name) => {
      const bytes = bytesOf(name);
      const { reader, cost } = large(bytes.length, [[0, bytes]], 0);
      expect(await completenessOf(reader)).toBe('complete');
      expect(cost.reads).toBeLessThan(25);
    },
  );

  it('at a JPEG of 100 MB with a long tail reads its scan through, in large pieces', async () => {
    const head = bytesOf('baseline-444.jpg');
    const scan = head.indexOf(Buffer.from([0xff, 0xda]));
    const { reader, cost } = large(
      MEGABYTES_100,
      [
        [0, head.subarray(0, scan + 2 + head.readUInt16BE(scan + 2))],
        [MEGABYTES_100 / 2, Buffer.from([0xff, 0xd9])],
      ],
      0x55,
    );
    expect(await completenessOf(reader)).toBe('complete');
    expect(cost.bytes).toBeLessThan(MEGABYTES_100 / 2 + 200_000);
    expect(cost.reads).toBeLessThan(800);
  });

  it('at a file without its end mark costs one read more at most, so that a growing file can be looked at often', async () => {
    const { reader, cost } = large(MEGABYTES_100, [[0, bytesOf('rgb-8.png').subarray(0, 41)]], 0x55);
    expect(await completenessOf(reader)).toBe('incomplete');
    expect(cost.reads).toBeLessThanOrEqual(2);
  });
});

describe('a TIFF that says little, or points anywhere', () => {
  function withField(name: string, tag: number, value: number): Buffer {
    const bytes = bytesOf(name);
    const directory = bytes.readUInt32LE(4);
    for (let at = directory + 2; at < directory + 2 + bytes.readUInt16LE(directory) * 12; at += 12) {
      if (bytes.readUInt16LE(at) === tag) bytes.writeUInt32LE(value, at + 8);
    }
    return bytes;
  }

  it('is looked at again after a while where its EXIF directory would lie behind its end: it may still be written', async () => {
    const bytes = withField('exif-is-empty.tif', 34_665, 10_000);
    expect(await look(bytes)).toBe('unknown');
  });

  it('is looked at again after a while where its only strip has no length yet', async () => {
    const bytes = withField('float-32.tif', 279, 0);
    expect(await look(bytes)).toBe('unknown');
  });
});

describe('a portable picture', () => {
  it('that is black all over may not be written yet, and only time can tell', async () => {
    const bytes = bytesOf('grey-8.pgm');
    expect(await look(filledWithZeros(bytes, bytes.length - 96))).toBe('unknown');
  });

  it('whose header is none of a picture is a file of no known kind', async () => {
    expect(await look(Buffer.from('P5 is the machine at the door'))).toBe('unknown');
  });
});
