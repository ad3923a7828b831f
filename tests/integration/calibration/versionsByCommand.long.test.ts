import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepAddress, keptToken } from '../../../electron/cli/session.ts';
import { listImages } from '../../../electron/engine/recipes/index.ts';
import { readRecipeUses } from '../../../electron/engine/storage/index.ts';
import { writeTinyBackbone } from '../../../electron/lane/testing/backbone.fixture.ts';
import { runCommand, saidBy, startCommand } from '../commandLine.ts';
import { createTestStation, type TestStation, writeRecipe } from '../engine/station.ts';
import { resourcesFolder } from '../sampleSets.ts';

let station: TestStation;
beforeEach(async () => {
  station = await createTestStation();
  await writeRecipe(station.dataFolder, 'ring', 2);
});
afterEach(() => station.remove());

/** What a command says. @throws with what it `said` and its exit `code` where it fails */
const sigmaline = (...words: string[]): Promise<string> => saidBy(runCommand([...words, '--data', station.dataFolder]));

/** As `serve` does: with the address in the data folder. */
async function serve(token = keptToken(station.dataFolder)): Promise<void> {
  const rendererFolder = join(station.dataFolder, '..', 'renderer');
  await mkdir(rendererFolder, { recursive: true });
  await writeFile(join(rendererFolder, 'index.html'), '<!doctype html><title>Sigmaline</title>');
  await station.start({ http: { port: 0, token, rendererFolder } });
  keepAddress(station.dataFolder, servedAt(Number(new URL(station.url()).port)));
}

const servedAt = (port: number) => ({ host: '127.0.0.1', port, certificate: null });

const inUse = () => readRecipeUses(station.dataFolder).find(({ recipeId }) => recipeId === 'ring')?.version;

describe('recipe use', () => {
  it('chooses a version while no station runs, and the list marks it', async () => {
    await station.start();
    await station.addSource();
    await station.stop();
    expect(inUse()).toBe(2);
    const said = await saidBy(startCommand(['recipe', 'use', 'ring@1', '--data', station.dataFolder]));
    expect(said).toContain('ring: version 1 is in use instead of version 2.');
    expect(inUse()).toBe(1);
    const list = await sigmaline('recipe', 'list', '--versions');
    expect(list).toMatch(/ {2}\* {3}1 .*in use since/);
    expect(list).toMatch(/^ {6}2 {2}/m);
    const { recipes } = JSON.parse(await sigmaline('recipe', 'list', '--versions', '--json'));
    expect(recipes).toMatchObject([{ version: 1, use: { version: 1 }, versions: [{ version: 2 }, { version: 1 }] }]);
  });

  it('chooses before a station was ever there', async () => {
    await sigmaline('recipe', 'use', 'ring@1');
    await station.start();
    expect((await station.client().request('recipe.list', {})).recipes).toMatchObject([{ version: 1 }]);
  });

  it('asks a station that is served, which goes on judging', async () => {
    await serve();
    expect(await sigmaline('recipe', 'use', 'ring@1')).toContain('version 1 is in use');
    expect((await station.client().request('recipe.list', {})).recipes).toMatchObject([{ version: 1 }]);
  });

  it.each([
    ['is not served', async () => station.start(), 'not served'],
    [
      'has a token of its own',
      async () => {
        keptToken(station.dataFolder);
        await serve('another-token-of-a-file');
      },
      'another token',
    ],
    [
      'was served before',
      async () => {
        keptToken(station.dataFolder);
        keepAddress(station.dataFolder, servedAt(9));
        await station.start();
      },
      'ECONNREFUSED',
    ],
  ])('says what to do where the station that runs %s, and changes nothing', async (_, run, reason) => {
    await run();
    await expect(sigmaline('recipe', 'use', 'ring@1')).rejects.toMatchObject({
      code: 1,
      said: expect.stringMatching(new RegExp(`${reason}.*under Recipes.*station.not-asked`)),
    });
    expect(inUse()).toBe(2);
  });

  it('needs a version that is there', async () => {
    await expect(sigmaline('recipe', 'use', 'ring')).rejects.toMatchObject({ code: 2 });
    await expect(sigmaline('recipe', 'use', 'ring@7')).rejects.toMatchObject({
      code: 1,
      said: expect.stringContaining('recipe.version-not-found'),
    });
  });
});

describe('a calibration by the command line', () => {
  it('of too few images makes a draft if told so, which judges a source only if told so again', async () => {
    await serve();
    await station.addSource();
    const good = join(station.dataFolder, '..', 'few');
    await mkdir(good);
    const samples = await listImages(join(resourcesFolder, 'samples', 'good'));
    for (const path of samples.slice(0, 3)) await copyFile(path, join(good, basename(path)));
    writeTinyBackbone(join(station.dataFolder, 'backbones', 'tiny'));
    const calibrate = ['calibrate', '--recipe', 'ring', '--good', good, '--backbone', 'tiny'];
    await expect(sigmaline(...calibrate)).rejects.toMatchObject({ said: expect.stringContaining('--draft') });
    const said = await sigmaline(...calibrate, '--draft');
    expect(said).toContain('3 good images, a draft without a limit.');
    expect(said).toMatch(/limit: 2\.000 sigma -> none \(draft\)/);
    expect(await sigmaline('recipe', 'list', '--versions')).toMatch(/3 good images {2}draft, no limit/);
    await expect(sigmaline('recipe', 'use', 'ring@3')).rejects.toMatchObject({
      said: expect.stringContaining('recipe.draft-unasked'),
    });
    expect(await sigmaline('recipe', 'use', 'ring@3', '--draft')).toContain('version 3 is in use');
    const picture = join(good, basename(samples[0]!));
    expect(await sigmaline('inspect', picture, '--recipe', 'ring')).toMatch(/^REVIEW .* draft, no limit/);
  }, 180_000);

  it('waits where the recipe judges a source, says so, and takes over when it is told', async () => {
    await serve();
    await station.addSource();
    const good = join(station.dataFolder, '..', 'good');
    await mkdir(good);
    const samples = await listImages(join(resourcesFolder, 'samples', 'good'));
    for (const [index, path] of samples.slice(0, 19).entries()) await copyFile(path, join(good, `${index}.jpg`));
    writeTinyBackbone(join(station.dataFolder, 'backbones', 'tiny'));
    const said = await sigmaline('calibrate', '--recipe', 'ring', '--good', good, '--backbone', 'tiny');
    expect(said).toContain('Version 3 is not in use: ring still judges by version 2.');
    expect(said).toContain('sigmaline recipe use "ring@3"');
    expect(said).toMatch(/good images: 0 -> 19/);
    expect((await station.client().request('recipe.list', {})).recipes).toMatchObject([
      { version: 2, versions: [{ version: 3 }, { version: 2 }, { version: 1 }] },
    ]);
    const used = await sigmaline('recipe', 'use', 'ring@3');
    expect(used).toContain('version 3 is in use instead of version 2');
    await expect(sigmaline('calibrate', '--recipe', 'ring@3', '--good', good)).rejects.toMatchObject({ code: 2 });
  }, 180_000);
});

describe('the life of versions', () => {
  it('goes on by commands: approved, exported, imported, shown and compared', async () => {
    const file = join(station.dataFolder, '..', 'ring-v1.sigmaline-recipe');
    expect(await sigmaline('recipe', 'approve', 'ring@2', '--reason', 'compared')).toContain('ring@2 is approved.');
    expect(await sigmaline('recipe', 'export', 'ring@1', '--out', file)).toContain('SHA-256');
    expect(await sigmaline('recipe', 'import', file)).toContain('version 3 is there. It is not approved yet.');
    const shown = await sigmaline('recipe', 'show', 'ring');
    expect(shown).toMatch(/by command line {2}compared/);
    expect(await sigmaline('recipe', 'compare', 'ring@1', 'ring@3')).toContain('from.version: - -> 1');
  }, 180_000);
});
