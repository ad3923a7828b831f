import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backboneManifestSchema } from '../../shared/domain/index.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'resources/backbones/scattering');
const manifest = backboneManifestSchema.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
const bytes = await readFile(join(folder, manifest.file));
const side = manifest.sizePx;
const LOG_OFFSET = 0.005;
/** Level 1 has 24 x 24 places. */
const PLANE = 24 * 24;
const CENTRE = 12 * 24 + 12;

type Pixel = (x: number, y: number) => readonly [red: number, green: number, blue: number];
const flat =
  (level: number): Pixel =>
  () => [level, level, level];
const stripes: Pixel = (x) => (x % 6 < 3 ? [0.9, 0.9, 0.9] : [0.1, 0.1, 0.1]);
/** Structure of every width and direction, in colour. */
const cloth: Pixel = (x, y) => {
  const wave = (fx: number, fy: number) => 0.2 * Math.sin(fx * x + fy * y + 0.002 * x * y);
  const at = wave(0.9, 0.2) + wave(0.1, -0.4);
  return [0.5 + at, 0.5 + wave(0.3, 0.5), 0.5 - at];
};
const quarterTurn =
  (pixel: Pixel): Pixel =>
  (x, y) =>
    pixel(side - 1 - y, x);

function picture(pixel: Pixel): Float32Array {
  const plane = side * side;
  const values = new Float32Array(3 * plane);
  for (let place = 0; place < plane; place += 1) {
    pixel(place % side, Math.floor(place / side)).forEach((value, channel) => {
      values[channel * plane + place] = value;
    });
  }
  return values;
}

let session: InferenceSession;
beforeAll(async () => {
  session = await InferenceSession.create(bytes, { intraOpNumThreads: 2 });
});
afterAll(() => session.release());

/** Every level of pictures given as one batch: level number to values. */
async function levelsOf(...pixels: Pixel[]): Promise<Map<number, { dims: readonly number[]; values: Float32Array }>> {
  const batch = Float32Array.from(pixels.flatMap((pixel) => [...picture(pixel)]));
  const outputs = await session.run({
    [manifest.input]: new Tensor('float32', batch, [pixels.length, 3, side, side]),
  });
  return new Map(
    manifest.levels.map(({ level, output }) => {
      const tensor = outputs[output]!;
      return [level, { dims: tensor.dims, values: tensor.data as Float32Array }];
    }),
  );
}

describe('the built-in backbone on disk', () => {
  it('is byte for byte what its script writes', async () => {
    const fresh = await mkdtemp(join(tmpdir(), 'sigmaline-backbone-'));
    try {
      await promisify(execFile)(process.execPath, [join(root, 'build/generateBackbone.ts'), fresh]);
      expect((await readFile(join(fresh, manifest.file))).equals(bytes)).toBe(true);
      expect(await readFile(join(fresh, 'manifest.json'), 'utf8')).toBe(
        await readFile(join(folder, 'manifest.json'), 'utf8'),
      );
    } finally {
      await rm(fresh, { recursive: true });
    }
  });

  it('has the SHA-256 that its manifest names, and stays small', () => {
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(manifest.sha256);
    expect(bytes.length).toBeLessThan(100_000);
  });
});

describe('the built-in backbone', () => {
  it.each([1, 2])('gives the levels of its manifest for a batch of %i', async (count) => {
    const levels = await levelsOf(...Array.from({ length: count }, () => cloth));
    for (const { level, channels, height, width } of manifest.levels) {
      expect(levels.get(level)!.dims).toEqual([count, channels, height, width]);
    }
  });

  it('judges a picture alike alone and in a batch', async () => {
    const [alone, together] = [await levelsOf(stripes), await levelsOf(cloth, stripes)];
    for (const { level } of manifest.levels) {
      const { values } = alone.get(level)!;
      const second = together.get(level)!.values.subarray(values.length);
      expect(largestDifference(values, second)).toBeLessThan(1e-5);
    }
  });

  it.each([0, 0.5, 1])('has finite features for a flat picture of brightness %d', async (brightness) => {
    for (const { values } of (await levelsOf(flat(brightness))).values()) {
      expect(values.every((value) => Number.isFinite(value))).toBe(true);
    }
  });

  it('sees no structure within a flat surface, however bright', async () => {
    const { values } = (await levelsOf(flat(0.8))).get(1)!;
    const luminanceOfFinestOctave = [0, 1, 2, 3];
    for (const channel of luminanceOfFinestOctave) {
      expect(values[channel * PLANE + CENTRE]).toBeCloseTo(Math.log(LOG_OFFSET), 3);
    }
  });

  it('answers to stripes most in the orientation across them', async () => {
    const { values } = (await levelsOf(stripes)).get(1)!;
    // Pairs of orientations of the second octave: 0 and 22.5 degrees, then 45 and 67.5 and so on; three colours of four each an octave.
    const pairs = [12, 13, 14, 15].map((channel) => values[channel * PLANE + CENTRE]!);
    expect(pairs.indexOf(Math.max(...pairs))).toBe(0);
    expect(pairs[0]! - Math.min(...pairs)).toBeGreaterThan(1);
  });

  it('turns its grid and exchanges its orientations when the picture is turned by a quarter', async () => {
    const upright = (await levelsOf(cloth)).get(1)!;
    const turned = (await levelsOf(quarterTurn(cloth))).get(1)!;
    const [, channels, height, width] = upright.dims as [number, number, number, number];
    const expected = new Float32Array(upright.values.length);
    for (let channel = 0; channel < channels; channel += 1) {
      for (let y = 0; y < height; y += 1) {
        for (let x = 0; x < width; x += 1) {
          const source = (exchanged(channel, channels) * height + x) * width + (width - 1 - y);
          expected[(channel * height + y) * width + x] = upright.values[source]!;
        }
      }
    }
    expect(largestDifference(expected, turned.values)).toBeLessThan(1e-3);
  });
});

/** The channel that takes the place of another after a quarter turn: orientations are half a cycle on, colours stay. */
function exchanged(channel: number, channels: number): number {
  const firstOrder = 60;
  const colours = 3;
  if (channel >= channels - colours) return channel;
  const secondOfPair = channel - (channel % 4) + ((channel + 2) % 4);
  if (channel < firstOrder) return secondOfPair;
  const place = secondOfPair - firstOrder;
  return firstOrder + place - (place % 32) + ((place + 16) % 32);
}

function largestDifference(left: Float32Array, right: Float32Array): number {
  return left.reduce((largest, value, index) => Math.max(largest, Math.abs(value - right[index]!)), 0);
}
