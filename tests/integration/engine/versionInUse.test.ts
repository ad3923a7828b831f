import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recipeIdSchema } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation, writeRecipe } from './station.ts';
import { png } from './testImages.ts';

const RING = recipeIdSchema.parse('ring');

let station: TestStation;
let written = 0;

beforeEach(async () => {
  written = 0;
  station = await createTestStation();
});
afterEach(() => station.remove());

/** A part comes, and is judged. @returns the version that judged it */
async function judgedBy(): Promise<number | null | undefined> {
  await writeFile(join(station.cameraFolder, `${written}.png`), png(written));
  written += 1;
  return (await station.settled(written)).at(-1)?.recipeVersion;
}

const listed = async () => (await station.client().request('recipe.list', {})).recipes.find(({ id }) => id === RING);
const use = (version: number, seen?: number) =>
  station.client().request('recipe.use', { id: RING, version, ...(seen !== undefined && { seen }) });
/** As the command line tells of a version that it made. */
async function made(version: number) {
  await writeRecipe(station.dataFolder, 'ring', version);
  return station.client().request('recipe.offer', { id: RING, version });
}

describe('a station that judges', () => {
  it('goes on by its version after a calibration, by the new one when told, and back again', async () => {
    await station.start();
    await station.addSource();
    expect(await judgedBy()).toBe(1);
    expect(await made(2)).toMatchObject({ version: 1 });
    expect(await listed()).toMatchObject({ version: 1, versions: [{ version: 2 }, { version: 1 }] });
    expect(await judgedBy()).toBe(1);
    expect(await use(2, 1)).toMatchObject({ version: 2, by: { person: null, role: 'engineer', channel: 'host' } });
    await station.until('version 2 judges', async () => (await judgedBy()) === 2);
    expect(await listed()).toMatchObject({ version: 2, use: { version: 2 } });
    await use(1, 2);
    await station.until('version 1 judges', async () => (await judgedBy()) === 1);
    const records = await station.records();
    // Each was judged by the version that its record names.
    expect(records.map(({ patchScore }) => patchScore)).toEqual(records.map(({ recipeVersion }) => recipeVersion));
    const logs = join(station.dataFolder, 'logs');
    const log = await Promise.all((await readdir(logs)).map((name) => readFile(join(logs, name), 'utf8')));
    expect(log.join('')).toMatch(/"recipe":"ring","version":2,"before":1.*version in use/);
  });

  it('keeps the version of before across a restart, however many newer ones lie there', async () => {
    await station.start();
    await station.addSource();
    await made(2);
    await station.stop();
    await writeRecipe(station.dataFolder, 'ring', 3);
    await station.start();
    expect(await judgedBy()).toBe(1);
    expect(await listed()).toMatchObject({ version: 1, versions: [{ version: 3 }, { version: 2 }, { version: 1 }] });
  });

  it('refuses a choice that another screen has overtaken, and a version that is not there or damaged', async () => {
    await station.start();
    await station.addSource();
    await made(2);
    await made(3);
    await use(3, 1);
    await expect(use(2, 1)).rejects.toMatchObject({ code: 'recipe.changed-meanwhile', details: { version: 3 } });
    await expect(use(9)).rejects.toMatchObject({ code: 'recipe.version-not-found', details: { known: '1, 2, 3' } });
    await writeFile(join(station.dataFolder, 'recipes', 'ring', '2', 'recipe.onnx'), 'another graph');
    await expect(use(2)).rejects.toMatchObject({ code: 'recipe.corrupt' });
    expect(await listed()).toMatchObject({ version: 3 });
  });

  it('tells every screen of a new version and of the change', async () => {
    await station.start();
    await station.addSource();
    const told: string[] = [];
    station.client().on('recipe.changed', ({ id }) => told.push(id));
    await made(2);
    await station.until('the new version is told', () => told.length === 1);
    await use(2);
    await station.until('the change is told', () => told.length === 2);
    await use(2);
    expect(told).toHaveLength(2);
  });
});

describe('a recipe that judges no source', () => {
  it('uses its new version at once, and the first one as well', async () => {
    await station.start();
    expect(await made(2)).toMatchObject({ version: 2, by: null });
    await station.addSource();
    expect(await judgedBy()).toBe(2);
  });
});

describe('a version in use that is damaged', () => {
  it('is reported, and no other takes its place until somebody chooses one', async () => {
    await station.start();
    await station.addSource();
    await made(2);
    await use(2);
    await writeFile(join(station.dataFolder, 'recipes', 'ring', '2', 'recipe.json'), '{');
    const { recipes, unusable } = await station.client().request('recipe.list', {});
    expect(recipes.map(({ id }) => id)).not.toContain(RING);
    expect(unusable).toMatchObject([
      {
        id: RING,
        problem: { code: 'recipe.corrupt' },
        use: { version: 2 },
        versions: [{ version: 2 }, { version: 1 }],
      },
    ]);
    await station.until('the source says so', async () =>
      (await station.sentences()).some((said) => said.includes('ring')),
    );
    await writeFile(join(station.cameraFolder, 'waiting.png'), png(99));
    await station.until('it waits', async () => (await station.status()).backlog === 1);
    await use(1, 2);
    const [waited] = await station.settled(1);
    expect(waited).toMatchObject({ file: 'waiting.png', recipeVersion: 1 });
  });
});
