import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decodeScaled, largestSample, type RgbPixels, WIDEST_SAMPLE } from './decode.ts';
import { openImage } from './openImage.ts';

/** Files of every kind with what they must decode to, made by other programs: see the README there. */
const folder = join(import.meta.dirname, '../../../tests/fixtures/images');

const acceptedSchema = z.object({
  widthPx: z.number(),
  heightPx: z.number(),
  rgb: z.string(),
  tolerance: z.number().default(0),
  /** Only the inside of blocks of so many pixels is compared: codecs with loss mix colours at their borders. */
  blocks: z.number().nullable().default(null),
  largestSample: z.number().nullable().default(null),
});
const refusedSchema = z.object({ refused: z.string(), reason: z.string() });
const expected = z
  .record(z.string(), z.union([refusedSchema, acceptedSchema]))
  .parse(JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')));

const accepted = Object.entries(expected).flatMap(([name, entry]) => ('refused' in entry ? [] : [{ name, ...entry }]));
const refused = Object.entries(expected).flatMap(([name, entry]) => ('refused' in entry ? [{ name, ...entry }] : []));

const open = (name: string) => openImage({ path: name, bytes: readFileSync(join(folder, name)) });

async function decoded(name: string): Promise<RgbPixels> {
  const image = await open(name);
  const { widthPx, heightPx } = image;
  return decodeScaled(image, { widthPx, heightPx, sampleMaximum: WIDEST_SAMPLE });
}

function isInsideBlock(index: number, widthPx: number, blocks: number | null): boolean {
  if (blocks === null) return true;
  const pixel = Math.floor(index / 3);
  const places = [pixel % widthPx, Math.floor(pixel / widthPx)].map((place) => place % blocks);
  return places.every((place) => place >= 2 && place < blocks - 2);
}

describe('every file of the golden set', () => {
  it('is listed with what it must decode to', () => {
    const files = readdirSync(folder).filter((name) => !/\.(md|py|json)$/.test(name));
    expect(files.sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(accepted)('decodes to the pixels that were written: $name', async (entry) => {
    const { name, widthPx, heightPx, rgb, tolerance, blocks } = entry;
    const pixels = await decoded(name);
    expect(pixels).toMatchObject({ widthPx, heightPx });
    const written = inflateSync(Buffer.from(rgb, 'base64'));
    expect(pixels.values).toHaveLength(written.length);
    const differences = written.map((value, index) =>
      isInsideBlock(index, widthPx, blocks) ? Math.abs(value - pixels.values[index]!) : 0,
    );
    expect(Math.max(...differences)).toBeLessThanOrEqual(tolerance);
  });

  it.each(accepted)(
    'tells its largest sample where it has 16 bits: $name',
    async ({ name, largestSample: largest }) => {
      expect(await largestSample(await open(name))).toBe(largest);
    },
  );

  it.each(refused)('is refused with its reason: $name', async ({ name, refused: code, reason }) => {
    await expect(decoded(name)).rejects.toMatchObject({ code, message: expect.stringContaining(reason) });
  });
});

describe('CMYK without a profile', () => {
  /** Recorded from this decoder (libvips with its own profile of inks): a change of it would change scores, and must be noticed. */
  const COLOURS = [
    [189, 53, 45],
    [0, 120, 82],
    [44, 49, 121],
    [234, 228, 228],
    [51, 35, 41],
    [126, 112, 90],
  ];

  it('becomes the same sRGB colours as ever', async () => {
    const { values } = await decoded('cmyk.jpg');
    const centres = [0, 1, 2, 3, 4, 5].map((block) => {
      const pixel = (8 + 16 * Math.floor(block / 3)) * 48 + 8 + 16 * (block % 3);
      return [...values.subarray(pixel * 3, pixel * 3 + 3)];
    });
    expect(centres).toEqual(COLOURS);
  });
});
