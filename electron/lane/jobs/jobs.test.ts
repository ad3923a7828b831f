import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeNpy, encodeNpy, heatmapColour, type RecipeVersion } from '../../../shared/domain/index.ts';
import type { InspectionResult, LaneJob } from '../../../shared/processes/lane.ts';
import { writeModel } from '../../graph/index.ts';
import { GraphBuilder } from '../../graph/onnx/graphBuilder.ts';
import { Decoders } from '../decoding/index.ts';
import { JobQueue } from '../jobQueue.ts';
import { openRecipeSession, SessionCache } from '../session/index.ts';
import { fitTinyRecipe, part, type TinyRecipe } from '../testing/parts.fixture.ts';
import { sharpOf } from '../testing/pictures.fixture.ts';
import { stagedJob } from './index.ts';

const root = mkdtempSync(join(tmpdir(), 'sigmaline-jobs-'));
let tiny: TinyRecipe;
beforeAll(async () => {
  tiny = await fitTinyRecipe(root);
});
const decoders = new Decoders();
afterAll(async () => {
  await decoders.close();
  rmSync(root, { recursive: true });
});

const sessions = new SessionCache((folder, recipe) => openRecipeSession(folder, recipe, { threads: 1 }), 2);
const run = (job: LaneJob): Promise<InspectionResult | null> =>
  stagedJob(job, { sessions, decoders, configure: () => undefined }).finish(() =>
    Promise.resolve(false),
  ) as Promise<InspectionResult | null>;

let files = 0;
function place(ending: string): string {
  files += 1;
  return join(root, 'out', String(files), `file.${ending}`);
}

async function writeImage(bytes: Promise<Buffer> | Buffer, name = 'part.png'): Promise<string> {
  files += 1;
  const path = join(root, `${files}-${name}`);
  writeFileSync(path, await bytes);
  return path;
}

function inspect(imagePath: string, over: Partial<Extract<LaneJob, { kind: 'inspect' }>> = {}) {
  return run({ kind: 'inspect', imagePath, recipeFolder: tiny.folder, mapPath: null, thumbnailPath: null, ...over });
}

describe('inspecting an image', () => {
  it('gives its scores, its hash, its size and where it looks worst', async () => {
    const bytes = await sharpOf(part(99, { x: 66, y: 20 }))
      .png()
      .toBuffer();
    const result = await inspect(await writeImage(bytes));
    expect(result).toMatchObject({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      imageWidthPx: 96,
      imageHeightPx: 64,
      levelDistances: [],
      traits: { kind: 'png', bits: 8, jpegQuality: null },
      executionProvider: 'cpu',
      mapMaximumX: 5.5 / 8,
      mapMaximumY: 2.5 / 8,
    });
    expect(result!.score).toBeGreaterThan(5);
    expect(result!.durationMs).toBeGreaterThanOrEqual(result!.networkMs);
  });

  it('tells how long the lane was there for it, and whether the lane had no pause', async () => {
    const imagePath = await writeImage(sharpOf(part(1)).png().toBuffer());
    const queue = new JobQueue((answer) => {
      if (answer.kind === 'done' && answer.result !== null && 'sha256' in answer.result) results.push(answer.result);
    });
    const results: InspectionResult[] = [];
    const job = { kind: 'inspect', imagePath, recipeFolder: tiny.folder, mapPath: null, thumbnailPath: null } as const;
    const beganMs = performance.now();
    for (const id of [1, 2, 3, 4]) queue.add(id, stagedJob(job, { sessions, decoders, configure: () => undefined }));
    await expect.poll(() => results.length, { interval: 5 }).toBe(4);
    const tookMs = performance.now() - beganMs;
    // The first one was not read ahead, and nothing waits behind the last one.
    expect(results.map(({ wasKeptBusy }) => wasKeptBusy)).toEqual([false, true, true, false]);
    const occupiedMs = results.reduce((sum, result) => sum + result.occupiedMs, 0);
    expect(occupiedMs).toBeLessThanOrEqual(tookMs);
    expect(occupiedMs).toBeGreaterThan(0.5 * tookMs);
  });

  it('tells how much of the score is due to the part as a whole: most of it where all of the image is a little darker', async () => {
    const share = async (factor: number, defect?: { readonly x: number; readonly y: number }) =>
      (await inspect(await writeImage(sharpOf(part(99, defect)).linear(factor, 0).png().toBuffer())))!.partShare;
    expect(await share(1, { x: 66, y: 20 })).toBeLessThan(0.1);
    expect(await share(0.97)).toBeGreaterThan(0.8);
    expect(await share(0.97)).toBeLessThanOrEqual(1);
  });

  it('leaves the anomaly map behind, whose maximum is the one it tells', async () => {
    const mapPath = place('npy');
    const result = await inspect(
      await writeImage(
        sharpOf(part(99, { x: 30, y: 40 }))
          .png()
          .toBuffer(),
      ),
      { mapPath },
    );
    const map = decodeNpy(readFileSync(mapPath));
    expect(map).toMatchObject({ height: 8, width: 8 });
    expect(Math.max(...map.values)).toBe(result!.mapMaximum);
    expect(readdirSync(join(mapPath, '..'))).toEqual(['file.npy']);
  });

  it('asks how a part that fails would score in the light of the good images, and only where the light is another', async () => {
    const darker = (factor: number, defect?: { readonly x: number; readonly y: number }) =>
      writeImage(sharpOf(part(99, defect)).linear(factor, 0).png().toBuffer());
    const { limits } = JSON.parse(readFileSync(join(tiny.folder, 'recipe.json'), 'utf8')) as RecipeVersion;
    const good = await inspect(await darker(0.6));
    expect(good!.score).toBeGreaterThan(limits!.fail);
    expect(good!.relitScore).toBeLessThanOrEqual(limits!.fail);
    // Nearly every place of it is unusual, which the light explains as well.
    expect(good!.unusualShare).toBeLessThan(0.5);
    const defective = await inspect(await darker(0.6, { x: 66, y: 20 }));
    expect(defective!.relitScore).toBeGreaterThan(limits!.fail);
    expect((await inspect(await darker(1)))!.relitScore).toBeNull();
    expect((await inspect(await darker(1, { x: 66, y: 20 })))!.relitScore).toBeNull();
  });

  it('says how much of the image is unusual: little of a part with a defect, nearly all of another product', async () => {
    const defective = await inspect(
      await writeImage(
        sharpOf(part(99, { x: 66, y: 20 }))
          .png()
          .toBuffer(),
      ),
    );
    expect(defective!.unusualShare).toBeGreaterThan(0);
    expect(defective!.unusualShare).toBeLessThan(0.5);
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
    const foreign = sharp({ create: { width: 96, height: 64, channels: 3, background: 'grey', noise } });
    expect((await inspect(await writeImage(foreign.png().toBuffer())))!.unusualShare).toBeGreaterThan(0.9);
  });

  it('leaves a thumbnail of the right proportions behind', async () => {
    const thumbnailPath = place('jpg');
    const large = sharpOf(part(1)).resize(1200, 800).png().toBuffer();
    await inspect(await writeImage(large), { thumbnailPath });
    expect(await sharp(thumbnailPath).metadata()).toMatchObject({ format: 'jpeg', width: 240, height: 160 });
  });

  it('scores an image alike as PNG, BMP-like raw TIFF and WebP: only its pixels count', async () => {
    const picture = sharpOf(part(42));
    const scores = await Promise.all(
      [picture.png(), picture.clone().tiff({ compression: 'none' }), picture.clone().webp({ lossless: true })].map(
        async (file) => (await inspect(await writeImage(file.toBuffer())))!.score,
      ),
    );
    expect(new Set(scores).size).toBe(1);
  });

  it('divides 16-bit samples by the maximum that its recipe knows', async () => {
    const { values, widthPx, heightPx } = part(7);
    const samples = Uint16Array.from(values, (value) => Math.round((value * 4095) / 255));
    const wide = sharp(samples, { raw: { width: widthPx, height: heightPx, channels: 3 } }).toColourspace('rgb16');
    const path = await writeImage(wide.png().toBuffer());
    const folder = join(root, 'wide', '1');
    cpSync(tiny.folder, folder, { recursive: true });
    const recipe = JSON.parse(readFileSync(join(folder, 'recipe.json'), 'utf8')) as RecipeVersion;
    const preprocessing = { ...recipe.preprocessing, sampleMaximum: 4095 };
    writeFileSync(join(folder, 'recipe.json'), JSON.stringify({ ...recipe, preprocessing }));

    const eightBit = await inspect(await writeImage(sharpOf(part(7)).png().toBuffer()));
    const known = await inspect(path, { recipeFolder: folder });
    const unknown = await inspect(path);
    // Not quite the same: one is rounded to 8 bits before it is scaled, the other after.
    expect(Math.abs(known!.score - eightBit!.score)).toBeLessThan(0.2);
    expect(unknown!.score).toBeGreaterThan(eightBit!.score + 5);
  });

  it('names the file and knows its hash where it was read but cannot be judged', async () => {
    const bytes = (await sharpOf(part(1)).png().toBuffer()).subarray(0, 500);
    const path = await writeImage(bytes);
    const job = stagedJob(
      { kind: 'inspect', imagePath: path, recipeFolder: tiny.folder, mapPath: null, thumbnailPath: null },
      { sessions, decoders, configure: () => undefined },
    );
    await expect(job.finish(() => Promise.resolve(false))).rejects.toMatchObject({
      code: 'image.truncated',
      details: { file: path },
    });
    expect(job.known.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('never lets a score out that is no number', async () => {
    for (const broken of ['score', 'part_distance', 'patch_score', 'anomaly_map']) {
      const folder = writeBrokenRecipe(broken);
      const mapPath = place('npy');
      const path = await writeImage(sharpOf(part(1)).png().toBuffer());
      await expect(inspect(path, { recipeFolder: folder, mapPath })).rejects.toMatchObject({
        code: 'lane.not-finite',
        details: { file: path, output: broken.replace('_', ' ') },
      });
      expect(existsSync(mapPath)).toBe(false);
    }
  });

  it('tells that the map cannot be written instead of losing it', async () => {
    const mapPath = join(await writeImage(Buffer.from('a file, no folder')), 'map.npy');
    const path = await writeImage(sharpOf(part(1)).png().toBuffer());
    await expect(inspect(path, { mapPath })).rejects.toMatchObject({
      code: 'lane.unwritable',
      details: { file: mapPath },
    });
  });
});

/** A recipe whose graph gives 1 everywhere but 0 / 0 in one of its outputs. */
function writeBrokenRecipe(broken: string): string {
  const graph = new GraphBuilder({ name: 'broken' });
  const image = graph.input('image', 'uint8', ['N', 64, 64, 3]);
  const one = graph.node('Exp', [graph.multiply(graph.mean(graph.cast(image, 'float32'), [1, 2, 3]), graph.scalar(0))]);
  const zero = graph.subtract(one, graph.scalar(1));
  const nothing = graph.divide(zero, zero);
  for (const name of ['score', 'part_distance', 'patch_score']) {
    graph.output(name, graph.add(name === broken ? nothing : one, graph.scalar(0)), 'float32', ['N']);
  }
  const map = graph.multiply(
    graph.reshape(broken === 'anomaly_map' ? nothing : one, [-1, 1, 1]),
    graph.float32('ones', [1, 8, 8], new Float32Array(64).fill(1)),
  );
  graph.output('anomaly_map', map, 'float32', ['N', 8, 8]);
  const bytes = writeModel(graph.toModel());
  const folder = join(root, `broken-${broken}`, '1');
  cpSync(tiny.folder, folder, { recursive: true });
  writeFileSync(join(folder, 'recipe.onnx'), bytes);
  const recipe = JSON.parse(readFileSync(join(folder, 'recipe.json'), 'utf8')) as RecipeVersion;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(join(folder, 'recipe.json'), JSON.stringify({ ...recipe, graph: { ...recipe.graph, sha256 } }));
  return folder;
}

describe('a preview', () => {
  it('is a JPEG of the wished size, and never larger than the image', async () => {
    const imagePath = await writeImage(sharpOf(part(1)).tiff().toBuffer());
    for (const [maximumSizePx, width, height] of [
      [48, 48, 32],
      [4000, 96, 64],
    ] as const) {
      const outputPath = place('jpg');
      expect(await run({ kind: 'preview', imagePath, outputPath, maximumSizePx })).toBeNull();
      expect(await sharp(outputPath).metadata()).toMatchObject({ format: 'jpeg', width, height });
    }
  });

  it('shows the dark 16-bit image of a 12-bit camera as bright as it was meant', async () => {
    const samples = new Uint16Array(64).fill(3000);
    const wide = sharp(samples, { raw: { width: 8, height: 8, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    const outputPath = place('jpg');
    await run({ kind: 'preview', imagePath: await writeImage(wide), outputPath, maximumSizePx: 100 });
    const [level] = await sharp(outputPath).raw().toBuffer();
    expect(Math.abs(level! - (3000 * 255) / 4095)).toBeLessThan(3);
  });

  it('of a file that is no image is refused by name', async () => {
    const imagePath = await writeImage(Buffer.from('no image at all, just text'));
    const outputPath = place('jpg');
    await expect(run({ kind: 'preview', imagePath, outputPath, maximumSizePx: 100 })).rejects.toMatchObject({
      code: 'image.not-an-image',
    });
    expect(existsSync(outputPath)).toBe(false);
  });
});

describe('a heatmap', () => {
  const grey = { widthPx: 40, heightPx: 20, values: new Uint8Array(40 * 20 * 3).fill(120) };

  async function heatmap(map: Uint8Array): Promise<{ at: (x: number, y: number) => number[] }> {
    const mapPath = await writeImage(Buffer.from(map), 'map.npy');
    const outputPath = place('png');
    const imagePath = await writeImage(sharpOf(grey).png().toBuffer());
    await run({ kind: 'heatmap', placement: null, imagePath, mapPath, outputPath });
    const { data, info } = await sharp(outputPath).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 40, height: 20, channels: 3 });
    return { at: (x, y) => [...data.subarray((y * 40 + x) * 3, (y * 40 + x) * 3 + 3)] };
  }

  it('leaves ordinary places exactly as the camera saw them', async () => {
    const { at } = await heatmap(encodeNpy({ height: 2, width: 4, values: new Float32Array(8).fill(1.9) }));
    expect(at(0, 0)).toEqual([120, 120, 120]);
    expect(at(39, 19)).toEqual([120, 120, 120]);
  });

  it('puts the colour of the scale where the map is high, the right way up', async () => {
    const values = new Float32Array(8);
    values[3] = 30;
    const { at } = await heatmap(encodeNpy({ height: 2, width: 4, values }));
    const { red, green, blue, alpha } = heatmapColour(30);
    const blended = [red, green, blue].map((channel) => Math.round(120 + ((channel - 120) * alpha) / 255));
    expect(at(39, 0)).toEqual(blended);
    expect(at(5, 15)).toEqual([120, 120, 120]);
  });

  it.each([
    ['is missing', () => null, 'ENOENT'],
    ['was cut', () => encodeNpy({ height: 2, width: 2, values: new Float32Array(4) }).subarray(0, -1), '15 bytes'],
    ['is a mask', () => encodeNpy({ height: 2, width: 2, values: new Uint8Array(4) }), 'no float32'],
  ])('is refused by name where its map %s', async (_, bytes, reason) => {
    const content = bytes();
    const mapPath = content === null ? join(root, 'gone.npy') : await writeImage(Buffer.from(content), 'map.npy');
    const imagePath = await writeImage(sharpOf(grey).png().toBuffer());
    await expect(
      run({ kind: 'heatmap', placement: null, imagePath, mapPath, outputPath: place('png') }),
    ).rejects.toMatchObject({
      code: 'map.unusable',
      details: { file: mapPath, reason: expect.stringContaining(reason) },
    });
  });
});

describe('a mask', () => {
  async function mask(samples: Uint8Array, widthPx: number, sizePx: number): Promise<number[]> {
    const heightPx = samples.length / widthPx;
    const raw = sharp(samples, { raw: { width: widthPx, height: heightPx, channels: 1 } }).toColourspace('b-w');
    const outputPath = place('npy');
    await run({ kind: 'mask', imagePath: await writeImage(raw.png().toBuffer()), outputPath, sizePx });
    const { height, width, values } = decodeNpy(readFileSync(outputPath));
    expect([height, width, values instanceof Uint8Array]).toEqual([sizePx, sizePx, true]);
    return [...values];
  }

  it('marks white places, and grey edges from half grey on', async () => {
    expect(await mask(Uint8Array.of(0, 100, 140, 255), 2, 2)).toEqual([0, 0, 1, 1]);
  });

  it('marks every class where defects are numbered', async () => {
    expect(await mask(Uint8Array.of(0, 1, 2, 3), 2, 2)).toEqual([0, 1, 1, 1]);
  });

  it('is empty where nothing is marked', async () => {
    expect(await mask(new Uint8Array(4), 2, 2)).toEqual([0, 0, 0, 0]);
  });

  it('is squashed as its image is', async () => {
    const left = Uint8Array.from({ length: 8 * 2 }, (_, index) => (index % 8 < 4 ? 255 : 0));
    expect(await mask(left, 8, 4)).toEqual([1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0]);
  });
});
