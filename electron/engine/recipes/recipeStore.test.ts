import { createHash } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RecipeId, type RecipeVersion, recipeIdSchema, sentenceOf } from '../../../shared/domain/index.ts';
import type { RecipeDraft } from './recipeDraft.ts';
import { RecipeStore } from './recipeStore.ts';

let dataFolder: string;
let store: RecipeStore;
/** The versions in use that somebody chose. */
let used: Map<RecipeId, number>;
const RING = recipeIdSchema.parse('ring');

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'sigmaline-recipes-'));
  used = new Map();
  const of = (id: RecipeId, newest: number) => ({ version: used.get(id) ?? newest, since: null, by: null });
  store = new RecipeStore({ dataFolder, uses: { of } });
});

afterEach(() => rm(dataFolder, { recursive: true }));

const GRAPH = Buffer.from('a compiled graph');

function recipeVersion({ id, name, version }: Pick<RecipeDraft, 'id' | 'name' | 'version'>): RecipeVersion {
  return {
    format: 1,
    id,
    name,
    version,
    createdAt: '2026-11-02T10:00:00.000Z',
    softwareVersion: '0.1.0',
    backbone: { id: 'scattering', sha256: '0'.repeat(64), licence: 'Apache-2.0', source: 'build script' },
    preprocessing: { sizePx: 384, resize: 'squash', scaling: 'shrinkOnLoad' },
    variations: { perImage: 0, turnsDegrees: [] },
    limits: { fail: 2.5, review: null },
    reviewsOtherLight: true,
    limit: { target: 0.05, value: 2.5, rank: 19, count: 19, bound95: 0.15, approximate: true },
    standardisation: { part: { mean: 10, deviation: 1 }, patch: { mean: 12, deviation: 1 } },
    blend: { partShare: 1 / 3, partBound: 1.5, partAloneAfter: 3 },
    heldOut: [{ file: 'a.png', sha256: '0'.repeat(64), score: 0, partDistance: 10, patchScore: 12, setAside: false }],
    anomalyMap: { height: 24, width: 24 },
    graph: { file: 'recipe.onnx', sha256: createHash('sha256').update(GRAPH).digest('hex') },
  };
}

async function fill(draft: RecipeDraft): Promise<RecipeDraft> {
  await writeFile(join(draft.folder, 'recipe.onnx'), GRAPH);
  await writeFile(join(draft.folder, 'recipe.json'), JSON.stringify(recipeVersion(draft)));
  return draft;
}

const publish = async (name: string) => (await fill(await store.draft(name))).publish();
const pathOf = (id: RecipeId, version: number, file: string): string =>
  join(dataFolder, 'recipes', id, String(version), file);

describe('a recipe store', () => {
  it('of a new station is empty', async () => {
    expect(await store.list()).toEqual({ recipes: [], unusable: [] });
  });

  it('lists every recipe with its version in use and all its versions', async () => {
    await publish('Ring');
    await publish('Brake disc Ø 280');
    await publish('Ring');
    const { recipes, unusable } = await store.list();
    expect(recipes.map(({ id, name, version }) => ({ id, name, version }))).toEqual([
      { id: 'brake-disc-o-280', name: 'Brake disc Ø 280', version: 1 },
      { id: 'ring', name: 'Ring', version: 2 },
    ]);
    expect(recipes[1]).toMatchObject({ backboneId: 'scattering', goodImages: 1, limits: { fail: 2.5 } });
    expect(recipes[1]?.versions.map(({ version }) => version)).toEqual([2, 1]);
    expect(unusable).toEqual([]);
  });

  it('loads and lists the version in use, however many newer ones there are', async () => {
    for (let version = 1; version <= 3; version += 1) await publish('Ring');
    used.set(RING, 2);
    expect((await store.load(RING)).recipe.version).toBe(2);
    expect((await store.find('Ring')).recipe.version).toBe(2);
    expect((await store.list()).recipes).toMatchObject([{ version: 2, use: { version: 2 } }]);
    expect(await store.backboneOf('ring')).toBe('scattering');
  });

  it('understands NAME@N, and a name that ends like that', async () => {
    await publish('Ring');
    await publish('Ring');
    await publish('Gear@2');
    expect((await store.find('Ring@1')).recipe.version).toBe(1);
    expect((await store.find('ring@2')).recipe.version).toBe(2);
    await expect(store.find('Ring@3')).rejects.toMatchObject({
      code: 'recipe.version-not-found',
      details: { recipe: 'Ring', version: 3, known: '1, 2' },
    });
    expect((await store.find('Gear@2')).recipe).toMatchObject({ id: 'gear-2', version: 1 });
  });

  it('says of each version that cannot be used why, also when it was listed before', async () => {
    await publish('Ring');
    await publish('Ring');
    expect((await store.list()).recipes[0]?.versions).toMatchObject([{ version: 2 }, { version: 1 }]);
    await rm(pathOf(RING, 1, 'recipe.onnx'));
    expect((await store.list()).recipes).toMatchObject([
      { version: 2, versions: [{ version: 2 }, { version: 1, problem: { code: 'recipe.corrupt' } }] },
    ]);
  });

  it('loads an older version by its number', async () => {
    await publish('Ring');
    await publish('Ring');
    expect((await store.load(RING)).recipe.version).toBe(2);
    expect((await store.load(RING, 1)).recipe.version).toBe(1);
  });

  it('finds a recipe by the name or the id that a person typed', async () => {
    await publish('Brake disc Ø 280');
    expect((await store.find('Brake disc Ø 280')).recipe.id).toBe('brake-disc-o-280');
    expect((await store.find('brake-disc-o-280')).recipe.id).toBe('brake-disc-o-280');
  });

  it('names the recipes that are there when one is not', async () => {
    await publish('Ring');
    await expect(store.find('bolt')).rejects.toMatchObject({
      code: 'recipe.not-found',
      details: { recipe: 'bolt', known: 'ring' },
    });
    await expect(store.find('///')).rejects.toMatchObject({ code: 'recipe.not-found' });
  });

  it('tells of every version that is published', async () => {
    const told: (number | null)[][] = [];
    store.onPublished(({ recipe }, before) => told.push([before, recipe.version]));
    await publish('Ring');
    await publish('Ring');
    expect(told).toEqual([
      [null, 1],
      [1, 2],
    ]);
  });
});

describe('a recipe that was damaged', () => {
  it.each([
    ['cut', (path: string) => writeFile(path, '{"format": 1')],
    ['of another kind', (path: string) => writeFile(path, '{"format": 2}')],
    ['removed', (path: string) => rm(path)],
    [
      'swapped',
      (path: string) => writeFile(path, JSON.stringify(recipeVersion({ id: RING, name: 'Ring', version: 7 }))),
    ],
  ])('is reported where recipe.json was %s, and no older version takes its place', async (_, damage) => {
    await publish('Ring');
    await publish('Ring');
    await damage(pathOf(RING, 2, 'recipe.json'));
    await expect(store.load(RING)).rejects.toMatchObject({ code: 'recipe.corrupt' });
    const { recipes, unusable } = await store.list();
    expect(recipes).toEqual([]);
    expect(unusable).toMatchObject([{ id: 'ring', problem: { code: 'recipe.corrupt' } }]);
    expect(unusable.map(({ problem }) => sentenceOf(problem))).toEqual([expect.stringContaining('version 2')]);
  });

  it('is not loaded where its graph was changed, also after it was loaded once', async () => {
    await publish('Ring');
    await store.load(RING);
    await appendFile(pathOf(RING, 1, 'recipe.onnx'), '!');
    await expect(store.load(RING)).rejects.toMatchObject({
      code: 'recipe.corrupt',
      details: { reason: expect.stringContaining('SHA-256') },
    });
  });

  it('is not loaded where its graph is missing', async () => {
    await publish('Ring');
    await rm(pathOf(RING, 1, 'recipe.onnx'));
    await expect(store.load(RING)).rejects.toMatchObject({ code: 'recipe.corrupt' });
  });
});

describe('a draft', () => {
  it('is no version before it is published', async () => {
    await fill(await store.draft('Ring'));
    expect((await store.list()).recipes).toEqual([]);
    await expect(store.load(RING)).rejects.toMatchObject({ code: 'recipe.not-found', details: { known: 'none yet' } });
  });

  it('leaves nothing behind when it is discarded', async () => {
    const draft = await fill(await store.draft('Ring'));
    await draft.discard();
    expect(await readdir(join(dataFolder, 'recipes', 'ring'))).toEqual([]);
  });

  it('never shares its version with another, however many are begun at once', async () => {
    const other = new RecipeStore({ dataFolder });
    const drafts = await Promise.all(Array.from({ length: 12 }, (_, i) => (i % 2 ? store : other).draft('Ring')));
    expect(new Set(drafts.map(({ version }) => version)).size).toBe(12);
  });

  it('that a power cut left behind is removed a day later', async () => {
    const abandoned = await fill(await store.draft('Ring'));
    const old = new Date(Date.now() - 25 * 60 * 60 * 1000);
    await utimes(abandoned.folder, old, old);
    const draft = await store.draft('Ring');
    await expect(readFile(join(abandoned.folder, 'recipe.json'))).rejects.toThrow('ENOENT');
    expect(draft.version).toBe(1);
  });

  it('needs a name with a letter or digit', async () => {
    await expect(store.draft(' / ')).rejects.toMatchObject({ code: 'recipe.name' });
  });

  it('says where it cannot be made', async () => {
    await mkdir(join(dataFolder, 'recipes'));
    await writeFile(join(dataFolder, 'recipes', 'ring'), 'a file in the way');
    await expect(store.draft('Ring')).rejects.toMatchObject({ code: 'station.data-folder' });
  });
});
