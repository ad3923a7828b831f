import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStationCaller } from '../../../shared/contract/index.ts';
import type { CalibrationRunner, RecipeStore } from '../recipes/index.ts';
import { createDemo, type Demo } from './demo.ts';

const caller = openStationCaller('window', 'test');

const resourcesFolder = fileURLToPath(new URL('../../../resources', import.meta.url));
let dataFolder: string;
let demo: Demo;
let troubles: unknown[];

/** The sample recipe is there already: nothing has to be calibrated. */
function openDemo(): Demo {
  return createDemo({
    dataFolder,
    resourcesFolder,
    recipes: { load: async () => ({}) } as unknown as RecipeStore,
    runner: {} as CalibrationRunner,
    watchLine: async () => undefined,
    onChanged: () => undefined,
    onUnforeseen: (error) => troubles.push(error),
    pace: { partPauseMs: 5, chunkPauseMs: 0 },
  });
}

const delivered = async (): Promise<number> =>
  (await readdir(join(dataFolder, 'demo-line')).catch(() => [])).filter((name) => name.startsWith('part-')).length;

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'sigmaline-demo-'));
  troubles = [];
  demo = openDemo();
});

afterEach(async () => {
  await demo.close();
  await rm(dataFolder, { recursive: true });
});

describe('the sample line', () => {
  it('goes on by itself where the station was killed while it ran', async () => {
    await writeFile(join(dataFolder, 'demo.running'), '');
    demo.resume();
    await vi.waitFor(async () => expect(await delivered()).toBeGreaterThanOrEqual(2), { timeout: 10_000 });
    expect(demo.state()).toBe('running');
    expect(troubles).toEqual([]);
  });

  it('says on the disk that it runs, for as long as it does', async () => {
    await demo.handlers['demo.start']({}, caller);
    await vi.waitFor(async () => expect(await delivered()).toBeGreaterThanOrEqual(1), { timeout: 10_000 });
    expect(existsSync(join(dataFolder, 'demo.running'))).toBe(true);
    await demo.handlers['demo.stop']({}, caller);
    expect(existsSync(join(dataFolder, 'demo.running'))).toBe(false);
  });

  it('stays off at a start after it was stopped, or after the station was', async () => {
    await demo.handlers['demo.start']({}, caller);
    await demo.close();
    const next = openDemo();
    next.resume();
    expect(next.state()).toBe('off');
  });
});
