import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStationCaller } from '../../../shared/contract/index.ts';
import { type RecipeVersion, recipeIdSchema, SigmalineError } from '../../../shared/domain/index.ts';
import { recipeVersionOf } from '../../../shared/domain/recipe.fixture.ts';
import { canonicalJson } from '../../audit/index.ts';
import type { ProcessHost } from '../../hosts/index.ts';
import { BackboneStore } from '../backbones/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { ConfigurationTables } from '../storage/index.ts';
import { openRecipes, type Recipes } from './recipes.ts';

const RING = recipeIdSchema.parse('ring');
const caller = openStationCaller('window', 'test');

let dataFolder: string;
let station: TestKernel;
let recipes: Recipes;
let used: string[];

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'sigmaline-recipes-'));
  station = openTestKernel(dataFolder);
  const backbones = new BackboneStore({ resourcesFolder: dataFolder, dataFolder });
  recipes = openRecipes(station.kernel, { host: {} as ProcessHost, backbones });
  used = [];
  recipes.onUsed((id) => used.push(id));
});
afterEach(async () => {
  station.close();
  await rm(dataFolder, { recursive: true });
});

/** What a calibration does at its end. */
async function calibrated(change: Partial<RecipeVersion> = {}): Promise<void> {
  const draft = await recipes.store.draft('ring');
  const sha256 = createHash('sha256').update('a graph').digest('hex');
  const recipe = { ...recipeVersionOf('ring', draft), ...change, graph: { file: 'recipe.onnx', sha256 } };
  await writeFile(join(draft.folder, 'recipe.onnx'), 'a graph');
  await writeFile(join(draft.folder, 'recipe.json'), JSON.stringify(recipe));
  await draft.publish();
}

const inUse = async () => (await recipes.store.useOf(RING)).version;

function judgeASource(): void {
  const source = {
    id: '3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c11',
    folder: '/camera',
    name: 'C',
    recipeId: 'ring',
    options: {},
  };
  new ConfigurationTables(station.kernel.database).write({ settings: {}, sources: [source] });
}

describe('a calibration', () => {
  it('is used at once until its recipe judges a source; then it waits, and every screen is told', async () => {
    const emit = vi.spyOn(station.kernel, 'emit');
    await calibrated();
    await calibrated();
    expect(await inUse()).toBe(2);
    expect(used).toEqual([RING, RING]);
    judgeASource();
    await calibrated();
    expect(await inUse()).toBe(2);
    expect(used).toHaveLength(2);
    expect(emit.mock.calls.filter(([name]) => name === 'recipe.changed')).toHaveLength(3);
    await recipes.handlers['recipe.use']({ id: RING, version: 3, seen: 2 }, caller);
    expect(used).toHaveLength(3);
    expect(station.reported).toContainEqual(expect.objectContaining({ recipe: 'ring', version: 3, before: 2 }));
  });

  it('that is a draft takes the place of a version with a limit only for those who have said so', async () => {
    await calibrated();
    judgeASource();
    await calibrated({ format: 2, limits: null, limit: null });
    const use = recipes.handlers['recipe.use'];
    await expect(use({ id: RING, version: 2 }, caller)).rejects.toMatchObject({
      code: 'recipe.draft-unasked',
      details: { recipe: 'ring', version: 2, used: 1 },
    });
    expect(await inUse()).toBe(1);
    await use({ id: RING, version: 2, draft: true }, caller);
    expect(await inUse()).toBe(2);
    await calibrated({ format: 2, limits: null, limit: null });
    await use({ id: RING, version: 3 }, caller);
    await use({ id: RING, version: 1 }, caller);
    expect(await inUse()).toBe(1);
  });

  it('is made also where the choice cannot be written, and then waits', async () => {
    await calibrated();
    vi.spyOn(station.kernel.database, 'transaction').mockImplementation(() => {
      throw new SigmalineError('station.disk-full', { folder: dataFolder });
    });
    await calibrated();
    expect(await inUse()).toBe(1);
    expect(station.reported).toContainEqual(expect.objectContaining({ code: 'station.disk-full' }));
  });
});

describe('a version that is chosen with a signature', () => {
  const signature = { id: 'kim', secret: 'own words', meaning: 'approved', reason: 'Compared' } as const;
  const asked = { id: RING, version: 1, signature };
  let sign: ReturnType<typeof vi.fn<SigningNeeds['signatures']['sign']>>;
  type SigningNeeds = NonNullable<Parameters<typeof openRecipes>[1]['signing']>;

  beforeEach(async () => {
    await calibrated();
    await calibrated();
    const { database } = station.kernel;
    sign = vi.fn((_caller, _input, _object, _hash, act) =>
      Promise.resolve(database.transaction(() => act({} as never))),
    );
    const backbones = new BackboneStore({ resourcesFolder: dataFolder, dataFolder });
    const signing = { signsRecipeUse: true, signatures: { sign } } as unknown as SigningNeeds;
    recipes = openRecipes(station.kernel, { host: {} as ProcessHost, backbones, signing });
  });

  it('is not chosen without one where the policies ask for it', () => {
    const use = () => recipes.handlers['recipe.use']({ id: RING, version: 1 }, caller);
    expect(use).toThrow(expect.objectContaining({ code: 'signature.needed' }));
  });

  it('is bound to all that the version says', async () => {
    await recipes.handlers['recipe.use'](asked, caller);
    const { recipe } = await recipes.store.load(RING, 1);
    const hash = createHash('sha256').update(canonicalJson(recipe)).digest('hex');
    expect(sign).toHaveBeenCalledWith(caller, signature, { kind: 'recipe', id: 'ring@1' }, hash, expect.any(Function));
    expect(await inUse()).toBe(1);
  });

  it('stays as it was if the signature fails, before the choice or after it', async () => {
    sign.mockRejectedValueOnce(new SigmalineError('access.refused'));
    await expect(recipes.handlers['recipe.use'](asked, caller)).rejects.toMatchObject({ code: 'access.refused' });
    sign.mockImplementationOnce((_caller, _input, _object, _hash, act) =>
      station.kernel.database.transaction(() => {
        act({} as never);
        throw new SigmalineError('access.signed-out');
      }),
    );
    await expect(recipes.handlers['recipe.use'](asked, caller)).rejects.toMatchObject({ code: 'access.signed-out' });
    expect(await inUse()).toBe(2);
  });

  it('that somebody else chose while the secret was looked at is not undone by a wrong one', async () => {
    await calibrated();
    sign.mockImplementationOnce(async () => {
      await recipes.use(RING, 1, null);
      throw new SigmalineError('access.refused');
    });
    await expect(recipes.handlers['recipe.use']({ ...asked, version: 2 }, caller)).rejects.toThrow();
    expect(await inUse()).toBe(1);
  });
});
