import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readStationDatabase } from '../../../electron/engine/storage/index.ts';
import type { ProcessHost } from '../../../electron/hosts/index.ts';
import { recipeIdSchema } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation, writeRecipe } from './station.ts';
import { png } from './testImages.ts';
import { testHost } from './testProcesses.ts';

const MEGABYTE = 1024 ** 2;
/** Each of these images leaves 25 MB behind: more of them and the lane would be ended, not replaced. */
const MOST_LEAKS = 140;

let station: TestStation;
const camera = (name: string): string => join(station.cameraFolder, name);
const write = (name: string, content: number): Promise<void> => writeFile(camera(name), png(content));

beforeEach(async () => {
  station = await createTestStation();
});

afterEach(() => station.remove());

/** Counts the lanes that were started. */
function countingHost(host: ProcessHost): ProcessHost & { readonly started: () => number } {
  let started = 0;
  return {
    started: () => started,
    start(role) {
      if (role === 'lane') started += 1;
      return host.start(role);
    },
  };
}

function laneDeaths(): number | undefined {
  const database = readStationDatabase(station.dataFolder);
  const row = database.prepare<{ deaths: number }>('SELECT SUM(lane_deaths) AS deaths FROM ledger').get();
  database.close();
  return row?.deaths;
}

describe('a lane that takes too much memory', () => {
  it('is replaced while it grows: no image is lost, and no death is blamed on one', async () => {
    const host = countingHost(testHost());
    const laneMemory = { politeBytes: 250 * MEGABYTE, hardBytes: 4000 * MEGABYTE };
    await station.start({ host, laneMemory });
    await station.addSource();
    const memory = async (): Promise<number> => (await station.status()).lanes[0]?.memoryBytes ?? 0;
    const files: string[] = [];
    let highest = 0;
    let now = 0;
    // How long a process takes to start depends on the machine: until then the lane grows with every image.
    while (now > highest - 100 * MEGABYTE && files.length < MOST_LEAKS) {
      files.push(`leak-${files.length}.png`);
      await write(files.at(-1) ?? '', files.length);
      await pause(50);
      now = await memory();
      highest = Math.max(highest, now);
    }
    expect(now).toBeLessThanOrEqual(highest - 100 * MEGABYTE);
    const records = await station.settled(files.length);
    expect(records.map(({ file, error }) => [file, error]).sort()).toEqual(files.map((file) => [file, null]).sort());
    expect(host.started()).toBeGreaterThan(1);
    expect(laneDeaths()).toBe(0);
  });

  const isSeen = process.platform === 'linux';
  it.skipIf(!isSeen)(
    'is ended where it is stuck in one image, which becomes an error, and no other (on Linux)',
    async () => {
      await write('good-1.png', 1);
      await write('bloat.png', 2);
      await write('good-2.png', 3);
      await station.start({ laneMemory: { politeBytes: 300 * MEGABYTE, hardBytes: 450 * MEGABYTE } });
      await station.addSource();
      const records = await station.settled(3);
      const byFile = new Map(records.map(({ file, error }) => [file, error?.code ?? null]));
      expect(Object.fromEntries(byFile)).toEqual({
        'good-1.png': null,
        'good-2.png': null,
        'bloat.png': 'lane.memory',
      });
    },
  );
});

describe('a new version of a recipe', () => {
  const WARM_MS = 4000;

  it('takes over without an image waiting for it, and the old one judges nothing afterwards', async () => {
    await station.start({ host: testHost({ slowMs: 10, warmMs: WARM_MS }) });
    await station.addSource();
    await write('slow-first.png', 0);
    await station.settled(1);
    let count = 1;
    const newest = async (): Promise<number | null> => (await station.records()).at(-1)?.recipeVersion ?? null;
    await writeRecipe(station.dataFolder, 'ring', 2);
    await station.client().request('recipe.use', { id: recipeIdSchema.parse('ring'), version: 2 });
    while ((await newest()) !== 2 && count < 300) {
      await write(`slow-${count}.png`, count);
      count += 1;
      await pause(40);
    }
    const records = await station.settled(count);
    const versions = records.map(({ recipeVersion }) => recipeVersion ?? 0);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect([versions[0], versions.at(-1)]).toEqual([1, 2]);
    // Each was judged by the version that its record names.
    expect(records.map(({ patchScore }) => patchScore)).toEqual(versions);
    const times = records.slice(1).map(({ recordedAt }) => Date.parse(recordedAt));
    const longestGapMs = Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? time)));
    // As long as the new one takes to open, had an image waited for it.
    expect(longestGapMs).toBeLessThan(WARM_MS);
    expect(laneDeaths()).toBe(0);
  });
});

describe('several recipes at once', () => {
  it.each(['latency', 'throughput'])('each judge the images of their own source, with lanes for %s', async (lanes) => {
    await writeFile(join(station.dataFolder, 'settings.json'), JSON.stringify({ lanes }));
    const names = ['ring', 'washer', 'nut', 'bearing', 'disc'];
    for (const name of names) await writeRecipe(station.dataFolder, name);
    await station.start();
    for (const name of names) {
      const folder = join(station.cameraFolder, name);
      await mkdir(folder);
      for (let index = 0; index < 8; index += 1) await writeFile(join(folder, `${index}.png`), png(index));
      await station.client().request('source.add', { name, folder, recipeId: recipeIdSchema.parse(name) });
    }
    const records = await station.settled(8 * names.length);
    expect(records.every(({ sourceName, recipeId }) => sourceName === recipeId)).toBe(true);
    expect(records.every(({ sourceName, partDistance }) => sourceName.length === partDistance)).toBe(true);
    expect(records.every(({ error }) => error === null)).toBe(true);
  });
});
