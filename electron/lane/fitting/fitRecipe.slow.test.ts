import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { amongGood, backboneManifestSchema, recipeVersionSchema } from '../../../shared/domain/index.ts';
import type { FitProgress, FitRequest } from '../../../shared/processes/jobs.ts';
import { readMetadata, readModel } from '../../graph/index.ts';
import { openRecipeSession } from '../session/index.ts';
import { writeTinyBackbone } from '../testing/backbone.fixture.ts';
import { part, tinyRequest, writeGoodParts } from '../testing/parts.fixture.ts';
import { sharpOf } from '../testing/pictures.fixture.ts';
import { fitRecipe } from './fitRecipe.ts';

const root = mkdtempSync(join(tmpdir(), 'sigmaline-fitting-'));
const backboneFolder = join(root, 'tiny');
let good: string[];
let output: string;
let outputs = 0;

beforeAll(async () => {
  writeTinyBackbone(backboneFolder);
  good = await writeGoodParts(join(root, 'good'), 24);
});
beforeEach(() => {
  outputs += 1;
  output = join(root, 'recipes', 'disc', String(outputs));
  mkdirSync(output, { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true }));

const fitOn = (imagePaths: readonly string[], onProgress: (progress: FitProgress) => void = () => undefined) =>
  fitRecipe(tinyRequest(backboneFolder, imagePaths, output), onProgress);

describe('what an engineer chooses of a fit', () => {
  const advanced = { variations: 1, topShare: 0.1, npcaVariance: 0.9 };
  const fitAs = (choices: Partial<FitRequest>) =>
    fitRecipe({ ...tinyRequest(backboneFolder, good, output), ...choices }, () => undefined);

  it('is obeyed by the graph as by the reference, and kept in the recipe', async () => {
    const { recipe } = await fitAs({ reviewTarget: 0.2, kinds: 'one', advanced });
    expect(recipe).toMatchObject({ kinds: 'one', advanced, variations: { perImage: 1 }, review: { target: 0.2 } });
    expect(recipe.standardisation.sizes?.map(({ topShare }) => topShare)).toEqual([0.1, 0.01, 0.16]);
    expect(recipe.limits?.review).toBe(recipe.review?.value);
    expect(recipe.limits?.review).toBeLessThan(recipe.limits?.fail ?? 0);
    expect(readMetadata(readFileSync(join(output, 'recipe.onnx')))).toMatchObject({
      'limit-review': String(recipe.review?.value),
      'target-review-rate': '0.2',
    });
  });

  it('is refused where the review band would not lie below the limit', async () => {
    await expect(fitAs({ reviewTarget: 0.05 })).rejects.toMatchObject({ code: 'target.review' });
  });
});

describe('fitting a recipe', () => {
  it('writes a version whose file, graph and answer say the same', async () => {
    const { recipe, duplicates } = await fitOn(good);
    const edges = new Set(recipe.edges?.map(({ picture }) => picture));
    const pictures = good.flatMap((_, place) => [`held-out-${place + 1}.jpg`, `held-out-${place + 1}.npy`]);
    expect(readdirSync(output).toSorted()).toEqual(
      [...edges, 'analysis.json', 'golden.rgb', 'recipe.json', 'recipe.onnx', ...pictures].toSorted(),
    );
    expect(recipe.gate).toEqual({ action: 'review', tolerance: 1 });
    expect(recipeVersionSchema.parse(JSON.parse(readFileSync(join(output, 'recipe.json'), 'utf8')))).toEqual(recipe);
    expect(recipe).toMatchObject({
      id: 'disc',
      backbone: { id: 'tiny', licence: 'Apache-2.0' },
      format: 2,
      preprocessing: { sizePx: 64, resize: 'squash', scaling: 'exact' },
      limit: { target: 0.05, count: 24, rank: 23.75, approximate: true },
      anomalyMap: { height: 8, width: 8 },
      variations: { perImage: 4, turnsDegrees: [] },
      traits: { count: 24, kinds: ['png'], bits: [8], jpegQuality: null },
    });
    expect(recipe.traits?.measures.brightness?.deviation).toBeGreaterThan(0);
    expect(recipe.limits).toEqual({ fail: recipe.limit!.value, review: null, low: expect.any(Number) });
    expect(recipe.heldOut.map(({ file }) => file)).toEqual(good.map((path) => path.split(/[\\/]/).at(-1)));
    const [highest = 0, second = 0] = recipe.heldOut.map(({ score }) => score).sort((a, b) => b - a);
    expect(recipe.limit!.value).toBeCloseTo(second + 0.75 * (highest - second), 9);
    expect(duplicates).toBe(0);
    expect(readMetadata(readFileSync(join(output, 'recipe.onnx')))).toMatchObject({
      recipe: 'disc',
      'recipe-version': '1',
      'limit-fail': String(recipe.limits!.fail),
      'false-reject-rate-bound95': String(recipe.limit!.bound95),
      'good-images': String(recipe.heldOut.length),
      'backbone-sha256': recipe.backbone.sha256,
      'backbone-licence': recipe.backbone.licence,
      'image-size-px': String(recipe.preprocessing.sizePx),
      'variations-per-image': '4',
      'variations-turns-degrees': 'none',
      scaling: 'exact',
      'calibration-sha256': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('reviews no good image of the calibration that is shown again', async () => {
    const { recipe } = await fitOn(good);
    const session = await openRecipeSession(output, recipe, { threads: 1 });
    const low = recipe.limits!.low ?? Number.NaN;
    for (const path of good) {
      const pixels = await sharp(path).resize(64, 64, { fit: 'fill' }).raw().toBuffer();
      expect((await session.judge(pixels)).score).toBeGreaterThanOrEqual(low);
    }
    await session.release();
  });

  it('names the looks of good parts, and tells which one an image has', async () => {
    expect((await fitOn(good)).recipe.looks).toBeUndefined();
    const negatives = join(root, 'negatives');
    mkdirSync(negatives, { recursive: true });
    const dark = good.slice(0, 12).map((path) => ({ path, negative: join(negatives, `dark-${basename(path)}`) }));
    for (const { path, negative } of dark) await sharp(path).negate().toFile(negative);
    const { recipe } = await fitOn([...dark.map(({ negative }) => negative), ...good]);
    const names = good.map((path) => basename(path));
    expect(recipe.looks).toEqual([
      { images: 24, examples: names.slice(0, 3) },
      { images: 12, examples: names.slice(0, 3).map((name) => `dark-${name}`) },
    ]);
    expect(recipe.standardisation.part.looks).toHaveLength(2);
    const session = await openRecipeSession(output, recipe, { threads: 1 });
    const looks: (number | null)[] = [];
    for (const path of [good[20]!, dark[5]!.negative]) {
      looks.push((await session.judge(await sharp(path).resize(64, 64, { fit: 'fill' }).raw().toBuffer())).look);
    }
    expect(looks).toEqual([1, 2]);
    await session.release();
  });

  it('compares levels only where that is asked for', async () => {
    const outputNames = () => readModel(readFileSync(join(output, 'recipe.onnx'))).graph.output.map(({ name }) => name);
    const judging = ['score', 'part_distance', 'patch_score', 'part_share', 'unusual_share', 'anomaly_map'];
    await fitOn(good);
    expect(outputNames()).toEqual(judging);
    await fitRecipe({ ...tinyRequest(backboneFolder, good, output), comparesLevels: true }, () => undefined);
    expect(outputNames()).toEqual([...judging, 'level_distances']);
  });

  it('tells how far it is, phase by phase, up to the end of each', async () => {
    const seen: FitProgress[] = [];
    await fitOn(good, (progress) => seen.push(progress));
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual(['reading', 'varying', 'fitting', 'compiling']);
    for (const phase of ['reading', 'varying', 'fitting', 'compiling']) {
      const steps = seen.filter((progress) => progress.phase === phase);
      expect(steps.map(({ done }) => done)).toEqual(steps.map(({ done }) => done).toSorted((a, b) => a - b));
      expect(steps.at(-1)).toMatchObject({ done: steps[0]!.total });
    }
  });

  it('uses an image that is there twice only once, whatever its name', async () => {
    const copy = join(root, 'copy-of-good-03.png');
    copyFileSync(good[3]!, copy);
    const { recipe, duplicates } = await fitOn([...good, copy]);
    expect(duplicates).toBe(1);
    expect(recipe.heldOut).toHaveLength(24);
  });

  it('finds the range of a 12-bit camera and notes it in the recipe', async () => {
    const paths = await Promise.all(
      good.map(async (_, index) => {
        const { values, widthPx, heightPx } = part(index + 1);
        const samples = Uint16Array.from({ length: widthPx * heightPx }, (_, pixel) => values[pixel * 3]! * 16);
        const path = join(root, `wide-${index}.png`);
        const raw = sharp(samples, { raw: { width: widthPx, height: heightPx, channels: 1 } });
        writeFileSync(path, await raw.toColourspace('grey16').png().toBuffer());
        return path;
      }),
    );
    expect((await fitOn(paths)).recipe.preprocessing.sampleMaximum).toBe(4095);
  });
});

describe('good images that cannot be used', () => {
  it.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, 900), 'ends too early'],
    ['empty', () => Buffer.alloc(0), 'is empty'],
    ['no image', () => Buffer.from('hello, I am a text file'), 'is not an image'],
  ])('are named: %s', async (kind, damage, reason) => {
    const path = join(root, `${kind}.png`);
    writeFileSync(path, damage(readFileSync(good[5]!)));
    await expect(fitOn([...good, path])).rejects.toMatchObject({
      code: 'calibration.image-failed',
      details: { file: path, reason: expect.stringContaining(reason) },
    });
    expect(readdirSync(output)).toEqual([]);
  });

  it('are named where only decoding shows the damage', async () => {
    const path = join(root, 'damaged.jpg');
    const jpeg = await sharpOf(part(3)).jpeg().toBuffer();
    writeFileSync(path, jpeg.fill(0x5a, jpeg.length - 400, jpeg.length - 200));
    await expect(fitOn([...good, path])).rejects.toMatchObject({
      code: 'calibration.image-failed',
      details: { file: path },
    });
  });

  it('are refused where all are the same', async () => {
    const copies = Array.from({ length: 30 }, (_, index) => join(root, `same-${index}.png`));
    for (const copy of copies) copyFileSync(good[0]!, copy);
    await expect(fitOn(copies)).rejects.toMatchObject({ code: 'calibration.identical-images', details: { count: 30 } });
  });

  it('are refused where there are too few for the target, copies not counted', async () => {
    const few = good.slice(0, 12);
    await expect(fitOn([...few, ...few])).rejects.toMatchObject({
      code: 'calibration.too-few-images',
      details: { needed: 19, count: 12 },
    });
  });
});

describe('a draft', () => {
  const draftOf = (imagePaths: readonly string[], parts?: readonly string[]) =>
    fitRecipe(
      { ...tinyRequest(backboneFolder, imagePaths, output), draft: true, ...(parts && { parts }) },
      () => undefined,
    );

  it('has no limit, and says so', async () => {
    const { recipe } = await draftOf(good.slice(0, 3));
    expect(recipeVersionSchema.parse(JSON.parse(readFileSync(join(output, 'recipe.json'), 'utf8')))).toEqual(recipe);
    expect(recipe).toMatchObject({ format: 2, limits: null, limit: null, heldOut: [{}, {}, {}] });
    const metadata = readMetadata(readFileSync(join(output, 'recipe.onnx')));
    expect(metadata.draft).toBe('yes');
    expect(Object.keys(metadata)).not.toContain('limit-fail');
  });

  it('is none where the images are enough for a limit', async () => {
    const { recipe } = await draftOf(good);
    expect(recipe.limit).toMatchObject({ target: 0.05, count: 24 });
  });

  it.each([
    ['images, copies not counted', () => draftOf([good[0]!, good[1]!, good[1]!])],
    ['parts', () => draftOf(good.slice(0, 6), ['a', 'a', 'a', 'b', 'b', 'b'])],
  ])('is refused from fewer than three %s', async (_, fitted) => {
    await expect(fitted()).rejects.toMatchObject({ code: 'calibration.too-few-for-draft', details: { count: 2 } });
  });
});

describe('what is found among the good images', () => {
  it('names a group of foreign images, and one of another size, in the recipe', async () => {
    const foreign = [1, 2, 3].map((seed) => join(root, `foreign-${seed}.png`));
    for (const [index, path] of foreign.entries()) {
      const { values, ...size } = part(index + 1);
      writeFileSync(
        path,
        await sharpOf({ ...size, values: values.map((value) => 255 - value) })
          .png()
          .toBuffer(),
      );
    }
    const large = join(root, 'large.png');
    writeFileSync(large, await sharp(good[5]).resize(200, 150).png().toBuffer());
    const { recipe } = await fitOn([...good, ...foreign, large]);
    const names = foreign.map((path) => basename(path));
    const suspects = recipe.suspects ?? [];
    const found = suspects.slice(0, 3);
    expect(found.map(({ file }) => file).toSorted()).toEqual(names);
    expect(found.map(({ reason, groupSize }) => [reason, groupSize])).toEqual(Array(3).fill(['group', 3]));
    expect(suspects.map(({ file }) => file)).toContain('large.png');
    for (const { file, picture = '' } of suspects) {
      const { format, width = 0, height = 0 } = await sharp(join(output, picture)).metadata();
      expect([format, Math.max(width, height)]).toEqual(['jpeg', file === 'large.png' ? 200 : 96]);
    }
  });

  it('counts the photographs of one part once, as whoever asks tells them', async () => {
    const parts = good.map((_, index) => String(Math.floor(index / 4)));
    const request = { ...tinyRequest(backboneFolder, good, output), parts };
    const phases: string[] = [];
    const fitAs = (told: readonly string[]): Promise<unknown> =>
      fitRecipe({ ...request, parts: told }, ({ phase }) => phases.push(phase));
    const refused = (count: number) => ({
      code: 'calibration.too-few-parts',
      details: { needed: 19, count, images: 24 },
    });
    await expect(fitAs(parts)).rejects.toMatchObject(refused(6));
    await expect(fitAs(good.map(() => 'all'))).rejects.toMatchObject(refused(1));
    // Nobody waits for the features of images that are too few.
    expect(phases).toEqual([]);
    const { recipe } = await fitRecipe({ ...request, target: 0.2 }, () => undefined);
    expect(recipe).toMatchObject({ parts: 6, limit: { count: 6 } });
    expect(recipe.heldOut.map(({ part }) => String(part))).toEqual(parts);
    expect(amongGood(recipe, Number.NEGATIVE_INFINITY)).toMatchObject({ asUnusual: 6, count: 6 });
  });
});

describe('a backbone that is not what it says', () => {
  it('is refused where its file was changed', async () => {
    const folder = join(root, 'changed');
    const { file } = writeTinyBackbone(folder);
    writeFileSync(join(folder, file), 'something else');
    await expect(fitRecipe(tinyRequest(folder, good, output), () => undefined)).rejects.toMatchObject({
      code: 'backbone.corrupt',
      details: { reason: 'the SHA-256 of tiny.onnx differs' },
    });
  });

  it('is refused where its manifest is missing', async () => {
    await expect(fitRecipe(tinyRequest(join(root, 'none'), good, output), () => undefined)).rejects.toMatchObject({
      code: 'backbone.corrupt',
      details: { backbone: 'none' },
    });
  });

  it('is refused where its levels have another shape than its manifest says', async () => {
    const folder = join(root, 'other-shape');
    const manifest = writeTinyBackbone(folder);
    const levels = manifest.levels.map((level) => ({ ...level, channels: 5 }));
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(backboneManifestSchema.parse({ ...manifest, levels })));
    await expect(fitRecipe(tinyRequest(folder, good, output), () => undefined)).rejects.toMatchObject({
      code: 'backbone.corrupt',
    });
  });
});
