import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recipeIdSchema } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation } from './station.ts';

let station: TestStation;

beforeEach(async () => {
  station = await createTestStation();
  await station.start();
});

afterEach(() => station.remove());

const add = (folder: string, recipe = 'ring') =>
  station.client().request('source.add', { name: 'Camera', folder, recipeId: recipeIdSchema.parse(recipe) });

describe('a new source', () => {
  it('is kept over a restart', async () => {
    const added = await station.addSource();
    await station.stop();
    await station.start();
    const [source] = await station.client().request('source.list', {});
    expect(source).toMatchObject({ id: added.id, name: 'Camera 1', folder: station.cameraFolder, recipeId: 'ring' });
  });

  it.each<[string, () => string | Promise<string>, string]>([
    ['does not exist', () => join(station.cameraFolder, 'missing'), 'folder.not-found'],
    [
      'is a file',
      async () => {
        await writeFile(join(station.cameraFolder, 'file'), '');
        return join(station.cameraFolder, 'file');
      },
      'folder.not-a-folder',
    ],
    ['has a relative path', () => 'camera', 'folder.relative'],
    ["is the station's own", () => station.dataFolder, 'source.nested'],
    ["lies in the station's own", () => join(station.dataFolder, 'recipes'), 'source.nested'],
    ["holds the station's own", () => dirname(station.dataFolder), 'source.holds-data'],
  ])('is refused where its folder %s', async (_, folder, code) => {
    await expect(add(await folder())).rejects.toMatchObject({ code });
    expect(await station.client().request('source.list', {})).toEqual([]);
  });

  it('is refused where its files would be judged twice', async () => {
    await station.addSource();
    const inside = join(station.cameraFolder, 'inside');
    await mkdir(inside);
    await expect(add(station.cameraFolder)).rejects.toMatchObject({ code: 'source.duplicate' });
    await expect(add(inside)).rejects.toMatchObject({ code: 'source.overlap', details: { source: 'Camera 1' } });
  });

  it('is one, however many ask for it at the same time', async () => {
    const answers = await Promise.allSettled([1, 2, 3].map(() => add(station.cameraFolder)));
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await station.client().request('source.list', {})).toHaveLength(1);
  });

  it('is refused where there is no such recipe', async () => {
    await expect(add(station.cameraFolder, 'disc')).rejects.toMatchObject({
      code: 'recipe.not-found',
      details: { recipe: 'disc', known: 'ring' },
    });
  });
});

describe('a source that is removed', () => {
  it('is not watched any more, and cannot be removed again', async () => {
    const { id } = await station.addSource();
    await station.client().request('source.remove', { id });
    expect((await station.status()).sources).toEqual([]);
    await expect(station.client().request('source.remove', { id })).rejects.toMatchObject({ code: 'source.not-found' });
  });
});
