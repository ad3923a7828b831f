import { createHash } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sentenceOf } from '../../../shared/domain/index.ts';
import { BackboneStore } from './backboneStore.ts';

let root: string;
let store: BackboneStore;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sigmaline-backbones-'));
  await install('resources', 'scattering', 'built in');
  await install('data', 'efficientnet-b0', 'added');
  store = new BackboneStore({ resourcesFolder: join(root, 'resources'), dataFolder: join(root, 'data') });
});

afterEach(() => rm(root, { recursive: true }));

const folderOf = (place: string, id: string): string => join(root, place, 'backbones', id);

async function install(place: string, id: string, content: string): Promise<void> {
  await mkdir(folderOf(place, id), { recursive: true });
  await writeFile(join(folderOf(place, id), 'network.onnx'), content);
  await writeFile(
    join(folderOf(place, id), 'manifest.json'),
    JSON.stringify({
      id,
      name: content,
      file: 'network.onnx',
      sha256: createHash('sha256').update(content).digest('hex'),
      licence: 'Apache-2.0',
      source: 'this test',
      sizePx: 64,
      input: 'image',
      mean: [0, 0, 0],
      std: [1, 1, 1],
      levels: [{ output: 'level1', level: 1, channels: 8, height: 4, width: 4 }],
      scoring: { part: 1, patch: 1, map: 1 },
    }),
  );
}

describe('a backbone store', () => {
  it('lists what is built in before what was added', async () => {
    const { backbones, unusable } = await store.list();
    expect(backbones.map(({ manifest }) => manifest.id)).toEqual(['scattering', 'efficientnet-b0']);
    expect(unusable).toEqual([]);
  });

  it('takes the built-in one where none is named', async () => {
    const { manifest, folder } = await store.load(null);
    expect(manifest.id).toBe('scattering');
    expect(folder).toBe(folderOf('resources', 'scattering'));
  });

  it('never lets an added one replace a built-in one', async () => {
    await install('data', 'scattering', 'an impostor');
    expect((await store.load('scattering')).manifest.name).toBe('built in');
  });

  it('names those that are there when one is not', async () => {
    await expect(store.load('efficientnet-b4')).rejects.toMatchObject({
      code: 'backbone.not-found',
      details: { backbone: 'efficientnet-b4', known: 'scattering, efficientnet-b0' },
    });
  });

  it.each([
    [
      'the network was changed',
      'SHA-256',
      () => appendFile(join(folderOf('data', 'efficientnet-b0'), 'network.onnx'), '!'),
    ],
    ['the network is missing', 'cannot be read', () => rm(join(folderOf('data', 'efficientnet-b0'), 'network.onnx'))],
    [
      'the manifest is no JSON',
      'manifest.json',
      () => writeFile(join(folderOf('data', 'efficientnet-b0'), 'manifest.json'), '{'),
    ],
    [
      'the manifest lacks fields',
      'name',
      () => writeFile(join(folderOf('data', 'efficientnet-b0'), 'manifest.json'), '{"id":"x"}'),
    ],
    [
      'the manifest names a file of another folder',
      'file: a plain file name is expected, not a path',
      async () => {
        const path = join(folderOf('data', 'efficientnet-b0'), 'manifest.json');
        const manifest = JSON.parse(await readFile(path, 'utf8'));
        await writeFile(path, JSON.stringify({ ...manifest, file: '../efficientnet-b0/network.onnx' }));
      },
    ],
  ])('refuses one where %s', async (_, reason, damage) => {
    await damage();
    await expect(store.load('efficientnet-b0')).rejects.toMatchObject({
      code: 'backbone.corrupt',
      details: { backbone: 'efficientnet-b0', reason: expect.stringContaining(reason) },
    });
  });

  it('lists one whose manifest cannot be read as unusable', async () => {
    await writeFile(join(folderOf('data', 'efficientnet-b0'), 'manifest.json'), '{');
    const { backbones, unusable } = await store.list();
    expect(backbones).toHaveLength(1);
    expect(unusable).toMatchObject([{ id: 'efficientnet-b0', problem: { code: 'backbone.corrupt' } }]);
    expect(unusable.map(({ problem }) => sentenceOf(problem))).toEqual([expect.stringContaining('Install it again')]);
  });

  it('tells the built-in ones from those that were added', async () => {
    const { backbones } = await store.list();
    expect(backbones.map(({ isBuiltIn }) => isBuiltIn)).toEqual([true, false]);
    expect((await store.load('efficientnet-b0')).isBuiltIn).toBe(false);
  });

  it('removes one that was added, also where it cannot be used any more', async () => {
    await writeFile(join(folderOf('data', 'efficientnet-b0'), 'manifest.json'), '{');
    expect(await store.has('efficientnet-b0')).toBe(true);
    await store.remove('efficientnet-b0');
    expect(await store.has('efficientnet-b0')).toBe(false);
    expect(await readdir(join(root, 'data', 'backbones'))).toEqual([]);
  });

  it('removes no built-in one, and none that is not there', async () => {
    await expect(store.remove('scattering')).rejects.toMatchObject({ code: 'backbone.built-in' });
    await expect(store.remove('resnet')).rejects.toMatchObject({ code: 'backbone.not-found' });
    expect((await store.list()).backbones).toHaveLength(2);
  });
});
