import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStationCaller } from '../../../shared/contract/index.ts';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import type { Recipes } from '../recipes/index.ts';
import { Demo } from './demo.ts';

const caller = openStationCaller('window', 'test');

const resourcesFolder = fileURLToPath(new URL('../../../resources', import.meta.url));
let dataFolder: string;
let demo: Demo;
let station: TestKernel;

/** The sample recipe is there already: nothing has to be calibrated. */
function openSampleLine(recipes = { store: { load: async () => ({}) } } as unknown as Recipes): Demo {
  return new Demo(station.kernel, {
    resourcesFolder,
    recipes,
    watchLine: async () => undefined,
    pace: { partPauseMs: 5, chunkPauseMs: 0 },
  });
}

const delivered = async (): Promise<number> =>
  (await readdir(join(dataFolder, 'demo-line')).catch(() => [])).filter((name) => name.startsWith('part-')).length;

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'sigmaline-demo-'));
  station = openTestKernel(dataFolder);
  demo = openSampleLine();
});

afterEach(async () => {
  await demo.stop();
  station.close();
  await rm(dataFolder, { recursive: true });
});

describe('the sample line', () => {
  it('goes on by itself where the station was killed while it ran', async () => {
    await writeFile(join(dataFolder, 'demo.running'), '');
    demo.resume();
    await vi.waitFor(async () => expect(await delivered()).toBeGreaterThanOrEqual(2), { timeout: 10_000 });
    expect(demo.state).toBe('running');
    expect(station.reported).toEqual([]);
  });

  it('says on the disk that it runs, for as long as it does', async () => {
    await demo.handlers['demo.start']({}, caller);
    await vi.waitFor(async () => expect(await delivered()).toBeGreaterThanOrEqual(1), { timeout: 10_000 });
    expect(existsSync(join(dataFolder, 'demo.running'))).toBe(true);
    await demo.handlers['demo.stop']({}, caller);
    expect(existsSync(join(dataFolder, 'demo.running'))).toBe(false);
  });

  it('judges by the recipe that was made anew for a damaged one', async () => {
    const recipe = { id: 'sample-ring', version: 2 };
    const use = vi.fn(async () => undefined);
    const recipes = {
      store: {
        load: () => Promise.reject(new SigmalineError('recipe.corrupt', { recipe: 'sample-ring', reason: 'cut' })),
      },
      runner: { start: async () => ({ result: Promise.resolve({ recipe }), cancel: () => undefined }) },
      mayUse: async () => true,
      use,
    } as unknown as Recipes;
    demo = openSampleLine(recipes);
    await demo.handlers['demo.start']({}, caller);
    await vi.waitFor(() => expect(use).toHaveBeenCalledWith('sample-ring', 2, null));
  });

  it('stays off at a start after it was stopped, or after the station was', async () => {
    await demo.handlers['demo.start']({}, caller);
    await demo.stop();
    const next = openSampleLine();
    next.resume();
    expect(next.state).toBe('off');
  });
});
