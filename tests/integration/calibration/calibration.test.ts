import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import * as web from 'onnxruntime-web';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BackboneStore } from '../../../electron/engine/backbones/index.ts';
import type { CalibrationResult } from '../../../electron/engine/recipes/calibrationRunner.ts';
import {
  CalibrationRunner,
  exportRecipe,
  listImages,
  RecipeStore,
  readRecipeFile,
} from '../../../electron/engine/recipes/index.ts';
import { createChildProcessHost, openLane } from '../../../electron/hosts/index.ts';
import { decideVerdict, decodeNpy, judgementOf } from '../../../shared/domain/index.ts';
import type { FitProgress } from '../../../shared/processes/jobs.ts';
import { sizedTraitsOf } from '../../../shared/processes/lane.ts';
import { printedBy, runCommand } from '../commandLine.ts';
import { buildSampleSet, resourcesFolder } from '../sampleSets.ts';

const samples = join(resourcesFolder, 'samples');
const host = createChildProcessHost();

let root: string;
let dataFolder: string;

function createRunner(data = dataFolder) {
  const recipes = new RecipeStore({ dataFolder: data });
  const backbones = new BackboneStore({ resourcesFolder, dataFolder: data });
  return { recipes, runner: new CalibrationRunner({ host, recipes, backbones }) };
}

let dataset: string;
let result: CalibrationResult;
let exported: string;
const progress: FitProgress[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sigmaline-calibration-'));
  dataFolder = join(root, 'data');
  dataset = join(root, 'ring');
  await buildSampleSet(dataset);
  const { runner } = createRunner();
  const request = { recipeName: 'Ring', goodFolder: join(dataset, 'train/good'), backboneId: null, target: 0.05 };
  const run = await runner.start(request, (step) => progress.push(step));
  result = await run.result;
  exported = join(root, 'part.onnx');
  await exportRecipe(await createRunner().recipes.find('ring', 1), exported);
}, 300_000);

afterAll(() => rm(root, { recursive: true }));

describe('a calibration on good images', () => {
  it('becomes version 1 of its recipe, found by its name', async () => {
    const { recipes } = createRunner();
    const { recipe, folder } = await recipes.find('Ring');
    expect(recipe).toEqual(result.recipe);
    expect(folder).toBe(join(dataFolder, 'recipes', 'ring', '1'));
    expect(recipe).toMatchObject({ id: 'ring', version: 1, limit: { target: 0.05, count: 20, approximate: true } });
    const shown = [...(recipe.suspects ?? []), ...(recipe.edges ?? [])];
    const pictures = new Set(shown.flatMap(({ picture }) => picture ?? []));
    const heldOut = recipe.heldOut.flatMap((_, place) => [`held-out-${place + 1}.jpg`, `held-out-${place + 1}.npy`]);
    const files = ['analysis.json', 'golden.rgb', 'recipe.json', 'recipe.onnx', ...pictures, ...heldOut];
    expect((await readdir(folder)).sort()).toEqual(files.sort());
    expect(await readdir(join(dataFolder, 'recipes', 'ring'))).toEqual(['1']);
  });

  it('tells every phase of its progress, and never goes back', () => {
    expect([...new Set(progress.map(({ phase }) => phase))]).toEqual(['reading', 'varying', 'fitting', 'compiling']);
    for (const phase of ['reading', 'varying', 'fitting', 'compiling']) {
      const steps = progress.filter((step) => step.phase === phase).map(({ done }) => done);
      expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    }
  });

  it('passes good parts and none of the bad ones that are plain to see', async () => {
    const lane = await openLane(host);
    try {
      const verdictOf = async (path: string): Promise<string> => {
        const job = { imagePath: path, recipeFolder: result.folder, mapPath: null, thumbnailPath: null };
        const { score } = await lane.inspect({ kind: 'inspect', ...job });
        return decideVerdict(score, result.recipe.limits!);
      };
      const missingHole = (await listImages(join(samples, 'test/bad'))).filter((path) => path.includes('missing-hole'));
      expect(new Set(await Promise.all(missingHole.map(verdictOf)))).toEqual(new Set(['fail']));
      const good = await Promise.all((await listImages(join(dataset, 'test/good'))).map(verdictOf));
      expect(good.filter((verdict) => verdict === 'pass').length).toBeGreaterThanOrEqual(4);
    } finally {
      lane.close();
    }
  });

  it('fails with the name of a good image that cannot be read, and changes nothing', async () => {
    const folder = join(root, 'with a cut image');
    await mkdir(folder);
    for (const path of await listImages(join(dataset, 'train/good')))
      await copyFile(path, join(folder, basename(path)));
    await writeFile(join(folder, 'cut.png'), Buffer.from('89504e470d0a1a0a', 'hex'));
    const { runner, recipes } = createRunner();
    const request = { recipeName: 'Ring', goodFolder: folder, backboneId: null, target: 0.05 };
    const run = await runner.start(request, () => undefined);
    await expect(run.result).rejects.toMatchObject({ message: expect.stringContaining('cut.png') });
    expect((await recipes.find('Ring')).recipe.version).toBe(1);
    expect(await readdir(join(dataFolder, 'recipes', 'ring'))).toEqual(['1']);
  });
});

describe('a calibration on five good images', () => {
  const request = () => ({ recipeName: 'Draft', goodFolder: join(root, 'five'), backboneId: null, target: 0.05 });
  beforeAll(async () => {
    await mkdir(join(root, 'five'));
    for (const path of (await listImages(join(samples, 'good'))).slice(0, 5))
      await copyFile(path, join(root, 'five', basename(path)));
  });

  it('is refused with the offer of a draft, which finds defects, draws them and leaves every part to a person', async () => {
    const { runner, recipes } = createRunner(join(root, 'another station'));
    await expect(runner.start({ ...request(), draft: false })).rejects.toMatchObject({
      code: 'calibration.too-few-images',
      message: expect.stringContaining('or make a draft'),
    });
    const { recipe, folder } = await (await runner.start({ ...request(), draft: true })).result;
    expect(await recipes.find('Draft')).toEqual({ recipe, folder });
    expect(await readdir(folder)).toContain('golden.rgb');
    const lane = await openLane(host);
    try {
      const judged = async (path: string) => {
        const mapPath = join(root, 'draft.npy');
        const result = await lane.inspect({
          ...{ kind: 'inspect', imagePath: path, recipeFolder: folder, mapPath, thumbnailPath: null },
        });
        expect(result.relitScore).toBeNull();
        expect(judgementOf(recipe, { ...result, traits: sizedTraitsOf(result) })).toMatchObject({
          verdict: 'review',
          reviewReason: { code: 'review.draft' },
        });
        expect(Math.max(...decodeNpy(await readFile(mapPath)).values)).toBeCloseTo(result.mapMaximum, 4);
        return result.score;
      };
      const missingHole = (await listImages(join(samples, 'test/bad'))).filter((path) => path.includes('missing-hole'));
      const bad = await Promise.all(missingHole.map(judged));
      const good = await Promise.all((await listImages(join(samples, 'test/good'))).slice(0, 6).map(judged));
      expect(Math.min(...bad)).toBeGreaterThan(Math.max(...good));
    } finally {
      lane.close();
    }
    const file = await exportRecipe({ recipe, folder }, join(root, 'draft.onnx'));
    expect(file.metadata).toMatchObject({ draft: 'yes', 'good-images': '5' });
    expect(file.metadata).not.toHaveProperty('limit-fail');
  }, 120_000);
});

describe('an exported recipe', () => {
  it('says of itself what it is and what it was made of', async () => {
    const { recipe } = result;
    const file = await readRecipeFile(exported);
    expect(file).toMatchObject({ path: exported, sha256: recipe.graph.sha256 });
    expect(file.metadata).toEqual({
      recipe: 'ring',
      'recipe-name': 'Ring',
      'recipe-version': '1',
      created: recipe.createdAt,
      software: `Sigmaline ${recipe.softwareVersion}`,
      'limit-fail': String(recipe.limits!.fail),
      'target-false-reject-rate': '0.05',
      'false-reject-rate-bound95': String(recipe.limit!.bound95),
      'good-images': '20',
      'variations-per-image': '4',
      'variations-turns-degrees': 'none',
      scaling: 'exact',
      'calibration-sha256': expect.stringMatching(/^[0-9a-f]{64}$/),
      'image-size-px': '384',
      backbone: 'scattering',
      'backbone-sha256': recipe.backbone.sha256,
      'backbone-licence': recipe.backbone.licence,
      'backbone-source': recipe.backbone.source,
    });
  });

  it('gives the score of the lane in another runtime (WebAssembly), on an image scaled as docs/recipes.md says', async () => {
    const [imagePath = ''] = await listImages(join(dataset, 'test/bad'));
    const lane = await openLane(host);
    const job = { imagePath, recipeFolder: result.folder, mapPath: null, thumbnailPath: null };
    const judged = await lane.inspect({ kind: 'inspect', ...job }).finally(() => lane.close());

    web.env.wasm.numThreads = 1;
    const { metadata } = await readRecipeFile(exported);
    const side = Number(metadata['image-size-px']);
    const pixels = await sharp(imagePath)
      .autoOrient()
      .resize(side, side, { fit: 'fill', kernel: 'cubic', fastShrinkOnLoad: false })
      .raw()
      .toBuffer();
    const session = await web.InferenceSession.create(await readFile(exported), { executionProviders: ['wasm'] });
    const outputs = await session.run({ image: new web.Tensor('uint8', pixels, [1, side, side, 3]) });
    await session.release();

    const single = (name: string): number => (outputs[name]!.data as Float32Array)[0]!;
    expect(single('score') / judged.score).toBeCloseTo(1, 3);
    expect(single('part_distance') / judged.partDistance).toBeCloseTo(1, 3);
    expect(single('patch_score') / judged.patchScore).toBeCloseTo(1, 3);
    expect(single('score')).toBeGreaterThan(Number(metadata['limit-fail']));
  }, 120_000);

  it('replaces an older file of its name whole and leaves nothing else behind', async () => {
    await writeFile(exported, 'an older recipe');
    await exportRecipe(result, exported);
    expect((await readRecipeFile(exported)).sha256).toBe(result.recipe.graph.sha256);
    expect((await readdir(root)).filter((name) => name.startsWith('part.'))).toEqual(['part.onnx']);
  });

  it('is refused with a remedy where it cannot be written', async () => {
    const nowhere = join(root, 'nowhere', 'part.onnx');
    await expect(exportRecipe(result, nowhere)).rejects.toMatchObject({ code: 'export.failed' });
  });

  it('of a version that is not there is refused with those that are', async () => {
    await expect(createRunner().recipes.find('Ring', 7)).rejects.toMatchObject({
      code: 'recipe.version-not-found',
      details: { recipe: 'Ring', version: 7, known: '1' },
    });
  });
});

describe('the command line', () => {
  const sigmaline = (...words: string[]): Promise<string> => printedBy(runCommand(['recipe', ...words]));

  it('lists the recipes, exports a version of one and reads it back', async () => {
    const data = ['--data', dataFolder];
    const path = join(root, 'by-command.onnx');
    expect(JSON.parse(await sigmaline('list', '--json', ...data))).toMatchObject({
      recipes: [{ id: 'ring', name: 'Ring', version: 1 }],
      unusable: [],
    });
    expect(await sigmaline('export', 'Ring', '--version', '1', '--out', path, ...data)).toContain(path);
    expect(JSON.parse(await sigmaline('show', path, '--json'))).toMatchObject({
      sha256: result.recipe.graph.sha256,
      metadata: { recipe: 'ring', 'recipe-version': '1' },
    });
  });
});

describe('a file that is no exported recipe', () => {
  it.each([
    ['is missing', null, 'does not exist'],
    ['is cut', () => readFile(exported).then((bytes) => bytes.subarray(0, 1000)), 'no whole ONNX file'],
    [
      'has no limit and is no draft',
      () =>
        readFile(exported).then((bytes) => {
          bytes.write('limit-none', bytes.indexOf('limit-fail'));
          return bytes;
        }),
      'lacks limit-fail',
    ],
    ['is a backbone', () => readFile(join(resourcesFolder, 'backbones/scattering/scattering.onnx')), 'lacks recipe'],
  ])('is refused where it %s', async (_, content, reason) => {
    const path = join(root, 'other.onnx');
    if (content !== null) await writeFile(path, await content());
    await expect(readRecipeFile(path)).rejects.toMatchObject({
      code: 'recipe.file',
      details: { file: path, reason: expect.stringContaining(reason) },
    });
    await rm(path, { force: true });
  });
});
