import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BackboneStore } from '../../../electron/engine/backbones/index.ts';
import type { CalibrationResult } from '../../../electron/engine/recipes/calibrationRunner.ts';
import { CalibrationRunner, listImages, RecipeStore } from '../../../electron/engine/recipes/index.ts';
import { createChildProcessHost, openLane } from '../../../electron/hosts/index.ts';
import type { FitProgress } from '../../../electron/tasks/index.ts';
import { decideVerdict } from '../../../shared/domain/index.ts';
import { buildSampleSet, resourcesFolder } from '../sampleSets.ts';

const samples = join(resourcesFolder, 'samples');
const host = createChildProcessHost();

let root: string;
let dataFolder: string;

function createRunner() {
  const recipes = new RecipeStore({ dataFolder });
  const backbones = new BackboneStore({ resourcesFolder, dataFolder });
  return { recipes, runner: new CalibrationRunner({ host, recipes, backbones }) };
}

let dataset: string;
let result: CalibrationResult;
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
}, 180_000);

afterAll(() => rm(root, { recursive: true }));

describe('a calibration on good images', () => {
  it('becomes version 1 of its recipe, found by its name', async () => {
    const { recipes } = createRunner();
    const { recipe, folder } = await recipes.find('Ring');
    expect(recipe).toEqual(result.recipe);
    expect(folder).toBe(join(dataFolder, 'recipes', 'ring', '1'));
    expect(recipe).toMatchObject({ id: 'ring', version: 1, limit: { target: 0.05, count: 20, approximate: true } });
    expect((await readdir(folder)).sort()).toEqual(['golden.rgb', 'recipe.json', 'recipe.onnx']);
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
        return decideVerdict(score, result.recipe.limits);
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
