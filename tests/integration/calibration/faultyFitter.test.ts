import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BackboneStore } from '../../../electron/engine/backbones/index.ts';
import { openTestKernel } from '../../../electron/engine/kernel/kernel.fixture.ts';
import type { CalibrationNeeds } from '../../../electron/engine/recipes/calibrationRunner.ts';
import { CalibrationRunner, openRecipes, RecipeStore } from '../../../electron/engine/recipes/index.ts';
import { createChildProcessHost } from '../../../electron/hosts/index.ts';
import { type EventPayload, openStationCaller } from '../../../shared/contract/index.ts';
import { recipeVersionOf } from '../../../shared/domain/recipe.fixture.ts';

const caller = openStationCaller('window', 'test');

const resourcesFolder = fileURLToPath(new URL('../../../resources', import.meta.url));

let root: string;
let goodFolder: string;
let runner: CalibrationRunner;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sigmaline-fitter-'));
  goodFolder = join(root, 'good');
  await mkdir(goodFolder);
  await writeFile(join(root, 'package.json'), '{"type":"module"}');
  for (let i = 0; i < 19; i++) await writeFile(join(goodFolder, `${i}.png`), 'x');
});

afterEach(async () => {
  await runner?.close();
  await rm(root, { recursive: true });
});

const dataFolder = (): string => join(root, 'data');
const request = (changes: object = {}) => ({
  recipeName: 'Ring',
  goodFolder,
  backboneId: null,
  target: 0.05,
  ...changes,
});

/** A fitter that is a real process and behaves as `script` says. */
async function faultyNeeds(script: string): Promise<CalibrationNeeds> {
  const preamble = `const answer = (message) => process.send(message); process.on('disconnect', () => process.exit());
    const onRequest = (work) => { process.once('message', ({ request }) => work(request)); answer({ kind: 'ready' }); };`;
  await writeFile(join(root, 'task.js'), `${preamble}\n${script}`);
  return {
    host: createChildProcessHost({ bundleFolder: root }),
    recipes: new RecipeStore({ dataFolder: dataFolder() }),
    backbones: new BackboneStore({ resourcesFolder, dataFolder: dataFolder() }),
  };
}

async function createFaultyRunner(script: string): Promise<CalibrationRunner> {
  runner = new CalibrationRunner(await faultyNeeds(script));
  return runner;
}

const filesOfRecipe = () => readdir(join(dataFolder(), 'recipes', 'ring')).catch(() => []);

describe('a calibration', () => {
  it.each([
    ['a target that is none', { target: 0.7 }, 'target.invalid'],
    ['a target that is no number', { target: Number.NaN }, 'target.invalid'],
    ['too few images for its target', { target: 0.01 }, 'calibration.too-few-images'],
    ['a folder that is not there', { goodFolder: join(import.meta.dirname, 'nowhere') }, 'folder.not-found'],
    ['a name without a letter', { recipeName: '--' }, 'recipe.name'],
    ['a backbone that is not there', { backboneId: 'resnet' }, 'backbone.not-found'],
  ])('is refused at once with %s', async (_, changes, code) => {
    await createFaultyRunner('onRequest(() => undefined);');
    await expect(runner.start(request(changes), () => undefined)).rejects.toMatchObject({ code });
    expect(await filesOfRecipe()).toEqual([]);
  });

  it('keeps the backbone of the version in use unless another is named', async () => {
    const folder = join(dataFolder(), 'recipes', 'ring', '1');
    await mkdir(folder, { recursive: true });
    const before = recipeVersionOf('ring');
    const recipe = { ...before, backbone: { ...before.backbone, id: 'resnet' } };
    await writeFile(join(folder, 'recipe.json'), JSON.stringify(recipe));
    await createFaultyRunner('onRequest(() => undefined);');
    await expect(runner.start(request())).rejects.toMatchObject({
      code: 'backbone.not-found',
      details: { backbone: 'resnet' },
    });
    const run = await runner.start(request({ backboneId: 'scattering' }));
    run.cancel();
    await expect(run.result).rejects.toMatchObject({ code: 'calibration.cancelled' });
  });

  it('goes on alone', async () => {
    await createFaultyRunner('onRequest(() => undefined);');
    const run = await runner.start(request(), () => undefined);
    await expect(runner.start(request(), () => undefined)).rejects.toMatchObject({ code: 'calibration.running' });
    run.cancel();
    await expect(run.result).rejects.toMatchObject({ code: 'calibration.cancelled' });
    const next = await runner.start(request(), () => undefined);
    next.cancel();
    await expect(next.result).rejects.toMatchObject({ code: 'calibration.cancelled' });
  });

  it('that is cancelled ends its process, even a busy one, and leaves nothing', async () => {
    await createFaultyRunner(`onRequest(({ outputFolder }) => {
      answer({ kind: 'progress', progress: { phase: 'reading', done: process.pid, total: 1_000_000 } });
      setTimeout(() => { for (;;); }, 50);
    });`);
    let pid = 0;
    const begun = Promise.withResolvers<void>();
    const run = await runner.start(request(), ({ done }) => {
      pid = done;
      begun.resolve();
    });
    await begun.promise;
    expect(await filesOfRecipe()).toEqual(['.draft-1']);
    run.cancel();
    await expect(run.result).rejects.toMatchObject({ code: 'calibration.cancelled' });
    expect(await filesOfRecipe()).toEqual([]);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('whose process dies says so and leaves nothing', async () => {
    await createFaultyRunner('onRequest(() => process.exit(7));');
    const run = await runner.start(request(), () => undefined);
    await expect(run.result).rejects.toMatchObject({
      code: 'calibration.crashed',
      details: { reason: 'exit code 7' },
    });
    expect(await filesOfRecipe()).toEqual([]);
  });

  it('whose process claims success without a recipe is not believed', async () => {
    await createFaultyRunner(`onRequest(({ recipe }) => {
      const hash = '0'.repeat(64);
      answer({ kind: 'done', result: { backboneMs: 1, fitMs: 1, duplicates: 0, recipe: { format: 1, ...recipe, createdAt: '2026-11-02T10:00:00.000Z',
        softwareVersion: '0', backbone: { id: 'a', sha256: hash, licence: 'a', source: 'a' }, limits: { fail: 1, review: null },
        preprocessing: { sizePx: 1, resize: 'squash' }, heldOut: [], anomalyMap: { height: 1, width: 1 },
        limit: { target: 0.05, value: 1, rank: 1, count: 1, bound95: 0.1, approximate: true },
        standardisation: { part: { mean: 0, deviation: 1 }, patch: { mean: 0, deviation: 1 } },
        blend: { partShare: 1 / 3, partBound: 1.5, partAloneAfter: 3 },
        graph: { file: 'recipe.onnx', sha256: hash } } } });
      process.disconnect();
    });`);
    const run = await runner.start(request(), () => undefined);
    await expect(run.result).rejects.toMatchObject({ code: 'recipe.corrupt' });
    expect(await filesOfRecipe()).toEqual([]);
  });

  it("hands on the fitter's own error", async () => {
    await createFaultyRunner(`onRequest(() => {
      answer({ kind: 'failed', error: { code: 'calibration.identical-images', message: '', details: { count: 19 } } });
      process.disconnect();
    });`);
    const run = await runner.start(request(), () => undefined);
    await expect(run.result).rejects.toMatchObject({ code: 'calibration.identical-images', details: { count: 19 } });
  });
});

describe('the handlers of calibration', () => {
  let closeKernel: () => void = () => undefined;
  afterEach(() => closeKernel());

  async function createHandlers(script: string) {
    const ended: EventPayload<'calibration.ended'>[] = [];
    const heard = Promise.withResolvers<void>();
    await mkdir(dataFolder());
    const { kernel, close } = openTestKernel(dataFolder());
    closeKernel = close;
    vi.spyOn(kernel, 'emit').mockImplementation((name, payload) => {
      if (name !== 'calibration.ended') return;
      ended.push(payload as EventPayload<'calibration.ended'>);
      heard.resolve();
    });
    vi.spyOn(kernel, 'report').mockImplementation((error) => heard.reject(error));
    const { host, backbones } = await faultyNeeds(script);
    const recipes = openRecipes(kernel, { host, backbones });
    runner = recipes.runner;
    return { handlers: recipes.handlers, ended, heard: heard.promise };
  }

  it('cancel a run and tell of its end', async () => {
    const { handlers, ended, heard } = await createHandlers('onRequest(() => undefined);');
    const { runId } = await handlers['calibration.start'](request(), caller);
    await handlers['calibration.cancel']({ runId }, caller);
    await heard;
    expect(ended).toMatchObject([{ runId, recipe: null, error: { code: 'calibration.cancelled' } }]);
    await expect(async () => handlers['calibration.cancel']({ runId }, caller)).rejects.toMatchObject({
      code: 'calibration.unknown-run',
    });
  });

  it('tell why a run failed', async () => {
    const { handlers, ended, heard } = await createHandlers('onRequest(() => process.exit(1));');
    await handlers['calibration.start'](request(), caller);
    await heard;
    expect(ended).toMatchObject([{ recipe: null, error: { code: 'calibration.crashed' } }]);
  });
});
