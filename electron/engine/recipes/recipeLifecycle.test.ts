import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Caller, openStationCaller } from '../../../shared/contract/index.ts';
import { type RecipeVersion, recipeIdSchema, sourceIdSchema, type Verification } from '../../../shared/domain/index.ts';
import { recipeVersionOf } from '../../../shared/domain/recipe.fixture.ts';
import type { ProcessHost } from '../../hosts/index.ts';
import { BackboneStore } from '../backbones/index.ts';
import { actingAs } from '../kernel/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { RecipeLifeTable } from '../storage/index.ts';
import { RecipeStore } from './recipeStore.ts';
import { openRecipes, type Recipes } from './recipes.ts';

const RING = recipeIdSchema.parse('ring');
const CAMERA = sourceIdSchema.parse('3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c11');
const OTHER_CAMERA = sourceIdSchema.parse('4f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c11');
const open = openStationCaller('window', 'test');
const personAs = (person: string, role: 'engineer' | 'quality'): Caller => ({
  ...open,
  station: 'protected',
  person,
  name: `${person} by name`,
  role,
});
const KIM = personAs('kim', 'engineer');
const QUINN = personAs('quinn', 'quality');

let dataFolder: string;
let station: TestKernel;
let recipes: Recipes;
let told: (readonly [string, boolean])[];
let protection: { station: 'open' | 'protected'; approvals: object };
let tested: Verification['outcome'];

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'sigmaline-life-'));
  protection = {
    station: 'open',
    approvals: { signApproval: false, approvalNeedsTest: false, fitterMayNotApprove: true },
  };
  tested = 'none';
  station = openTestKernel(dataFolder);
  await start();
});
afterEach(async () => {
  await recipes.stop();
  vi.useRealTimers();
  station.close();
  await rm(dataFolder, { recursive: true });
});

async function start(): Promise<void> {
  recipes = openRecipes(station.kernel, {
    host: {} as ProcessHost,
    backbones: new BackboneStore({ resourcesFolder: dataFolder, dataFolder }),
    signing: protection as never,
    verificationOf: () => ({ outcome: tested, at: null, by: null }),
  });
  told = [];
  recipes.onUsed((id, atOnce) => told.push([id, atOnce]));
  await recipes.begin();
}

async function again(): Promise<void> {
  await recipes.stop();
  station.close();
  station = openTestKernel(dataFolder);
  await start();
}

/** What a calibration does at its end. */
async function calibrated(caller: Caller = open, change: Partial<RecipeVersion> = {}): Promise<void> {
  const draft = await recipes.store.draft('ring');
  const sha256 = createHash('sha256').update('a graph').digest('hex');
  const recipe = { ...recipeVersionOf('ring', draft), ...change, graph: { file: 'recipe.onnx', sha256 } };
  await writeFile(join(draft.folder, 'recipe.onnx'), 'a graph');
  await writeFile(join(draft.folder, 'recipe.json'), JSON.stringify(recipe));
  await actingAs(caller, () => draft.publish());
}

function protect(): void {
  protection.station = 'protected';
  station.kernel.changed();
}

const ask = <Result>(caller: Caller, request: () => Result): Result => actingAs(caller, request);
const approve = (version: number, caller: Caller, activate: 'now' | 'later' | 'next-lot' | { at: string } = 'later') =>
  ask(caller, () =>
    recipes.handlers['recipe.approve']({ id: RING, version, reason: 'Compared on 200 parts', activate }, caller),
  );
const use = (version: number) => recipes.handlers['recipe.use']({ id: RING, version }, KIM);
const lifeOf = async (version: number) => {
  const { recipes: listed, unusable } = await recipes.store.list();
  return [...listed, ...unusable][0]?.life.versions.find((life) => life.version === version);
};
const inUse = async () => (await recipes.store.useOf(RING)).version;
const entries = (action: string) =>
  station.kernel.database.prepare<{ body: string }>('SELECT body FROM audit_entry WHERE action = ?').all(action);

describe('an open station', () => {
  it('judges by any version, and shows one that somebody approved all the same', async () => {
    await calibrated();
    await calibrated();
    expect(await lifeOf(2)).toMatchObject({ state: 'active', isApproved: false });
    await expect(recipes.loadForJudging(RING)).resolves.toMatchObject({ recipe: { version: 2 } });
    await approve(1, open);
    expect(await lifeOf(1)).toMatchObject({ state: 'approved', reason: 'Compared on 200 parts', by: 'open station' });
    expect(entries('recipe.approved')).toHaveLength(1);
  });

  it('retires what is neither in use nor planned, and uses it again only once it is approved again', async () => {
    await calibrated();
    await calibrated();
    const retire = (version: number) =>
      recipes.handlers['recipe.retire']({ id: RING, version, reason: 'Another light' }, open);
    await expect(retire(2)).rejects.toMatchObject({ code: 'recipe.in-use' });
    await retire(1);
    expect(await lifeOf(1)).toMatchObject({ state: 'retired', reason: 'Another light' });
    await expect(use(1)).rejects.toMatchObject({ code: 'recipe.retired' });
    await approve(1, open, 'now');
    expect(await inUse()).toBe(1);
  });

  it('never approves a draft without a limit, nor what failed its test', async () => {
    await calibrated();
    await calibrated(open, { format: 2, limits: null, limit: null });
    await expect(approve(2, open)).rejects.toMatchObject({ code: 'recipe.no-limit' });
    tested = 'failed';
    await expect(approve(1, open)).rejects.toMatchObject({ code: 'recipe.test-failed' });
  });

  it('calls a recipe by its new name, finds it by both, and refuses the name of another', async () => {
    await calibrated();
    const rename = (name: string) => recipes.handlers['recipe.rename']({ id: RING, name }, open);
    await rename('Seal ring');
    expect((await recipes.store.list()).recipes[0]).toMatchObject({ id: 'ring', name: 'Seal ring' });
    expect((await recipes.store.find('seal ring')).recipe.name).toBe('Recipe ring');
    expect((await recipes.store.find('ring@1')).recipe.id).toBe('ring');
    const draft = await recipes.store.draft('Seal ring');
    expect(draft).toMatchObject({ id: 'ring', version: 2, name: 'Seal ring' });
    await draft.discard();
    await expect(rename('---')).rejects.toMatchObject({ code: 'recipe.name' });
    expect((await new RecipeStore({ dataFolder }).list()).recipes[0]).toMatchObject({ name: 'Seal ring' });
  });
});

describe('a protected station', () => {
  it('goes on with what was in use when it became protected, and with nothing else', async () => {
    await calibrated();
    protect();
    expect(await lifeOf(1)).toMatchObject({ state: 'active', isApproved: true });
    expect(entries('recipe.adopted')).toHaveLength(1);
    await calibrated(KIM);
    expect(await inUse()).toBe(1);
    await expect(use(2)).rejects.toMatchObject({ code: 'recipe.not-approved' });
    expect(await lifeOf(2)).toMatchObject({ state: 'draft', fitted: { by: 'kim by name' } });
    // What is adopted once is all that is adopted.
    await again();
    await expect(use(2)).rejects.toMatchObject({ code: 'recipe.not-approved' });
  });

  it('adopts also what it has not met before, where it was protected before its first start', async () => {
    await calibrated();
    await recipes.stop();
    station.kernel.database.execute('DELETE FROM recipe_use');
    protection.station = 'protected';
    await again();
    await expect(recipes.loadForJudging(RING)).resolves.toMatchObject({ recipe: { version: 1 } });
  });

  it('does not judge by the first version of a recipe until it is approved', async () => {
    protect();
    await calibrated(KIM);
    await expect(recipes.loadForJudging(RING)).rejects.toMatchObject({ code: 'recipe.not-approved' });
    told = [];
    await approve(1, QUINN);
    expect(told).toEqual([[RING, false]]);
    await expect(recipes.loadForJudging(RING)).resolves.toMatchObject({ recipe: { version: 1 } });
  });

  it('obeys its policies: a test that was passed, and another person than the one who had it fitted', async () => {
    protect();
    await calibrated(KIM);
    await expect(approve(1, KIM)).rejects.toMatchObject({
      code: 'recipe.own-fit',
      details: { person: 'kim by name' },
    });
    protection.approvals = { ...protection.approvals, approvalNeedsTest: true };
    await expect(approve(1, QUINN)).rejects.toMatchObject({ code: 'recipe.not-tested' });
    tested = 'passed';
    expect(await lifeOf(1)).toMatchObject({ state: 'verified' });
    await approve(1, QUINN, 'now');
    expect(await lifeOf(1)).toMatchObject({ state: 'active', verification: 'passed' });
  });

  it('asks for the signature that its policies name', async () => {
    protect();
    await calibrated(KIM);
    protection.approvals = { ...protection.approvals, signApproval: true };
    await expect(approve(1, QUINN)).rejects.toMatchObject({ code: 'signature.needed' });
  });
});

describe('a version that is planned', () => {
  beforeEach(async () => {
    await calibrated();
    await calibrated();
    await use(1);
    told = [];
  });
  const plan = (when: 'next-lot' | { at: string }) =>
    recipes.handlers['recipe.plan']({ id: RING, version: 2, when }, open);
  const begins = (lot: string | null, source = CAMERA) => recipes.lifecycle.beginsLot(RING, source, lot);

  it('judges from the first image of the next lot on, and nothing of that lot is judged by the one before', async () => {
    expect([begins('A'), begins('A'), begins('B', OTHER_CAMERA)]).toEqual([false, false, false]);
    await plan('next-lot');
    expect([begins('A'), begins(null), begins('B', OTHER_CAMERA)]).toEqual([false, false, false]);
    expect(await inUse()).toBe(1);
    expect(begins('C')).toBe(true);
    expect(told).toEqual([[RING, true]]);
    expect(await inUse()).toBe(2);
    expect(begins('C')).toBe(false);
    expect((await recipes.store.list()).recipes[0]?.life.planned).toBeNull();
  });

  it('still waits for the next lot after a restart', async () => {
    begins('A');
    await plan('next-lot');
    await again();
    expect(begins('A')).toBe(false);
    expect(begins('B')).toBe(true);
    expect(await inUse()).toBe(2);
  });

  it('stays planned where the change cannot be written, and nothing is judged by it', async () => {
    begins('A');
    await plan('next-lot');
    station.kernel.database.execute(
      `CREATE TRIGGER full BEFORE INSERT ON recipe_use BEGIN SELECT RAISE(ABORT, 'no room'); END`,
    );
    expect(() => begins('B')).toThrow('no room');
    expect(await inUse()).toBe(1);
    station.kernel.database.execute('DROP TRIGGER full');
    expect(begins('B')).toBe(true);
  });

  it('is refused where no image has a lot', async () => {
    begins(null);
    await expect(plan('next-lot')).rejects.toMatchObject({ code: 'recipe.no-lots' });
  });

  it('judges from its time on, also where the station was off then', async () => {
    await expect(plan({ at: '2020-01-01T00:00:00.000Z' })).rejects.toMatchObject({ code: 'recipe.plan-past' });
    await plan({ at: new Date(Date.now() + 300).toISOString() });
    const retire = recipes.handlers['recipe.retire']({ id: RING, version: 2, reason: 'no' }, open);
    await expect(retire).rejects.toMatchObject({ code: 'recipe.planned' });
    await recipes.stop();
    await new Promise((resolve) => setTimeout(resolve, 350));
    expect(await inUse()).toBe(1);
    await again();
    await vi.waitFor(async () => expect(await inUse()).toBe(2));
    expect(entries('recipe.chosen').at(-1)?.body).toContain('planned');
  });

  it('says so where it is damaged by then, and the one before it goes on', async () => {
    await plan({ at: new Date(Date.now() + 100).toISOString() });
    await writeFile(join(dataFolder, 'recipes', 'ring', '2', 'recipe.onnx'), 'another');
    await vi.waitFor(() => expect(station.codes()).toContain('recipe.plan-failed'), 5000);
    expect(await inUse()).toBe(1);
    await recipes.handlers['recipe.unplan']({ id: RING }, open);
    expect(station.codes()).not.toContain('recipe.plan-failed');
  });

  it('is planned no more once somebody chooses by hand', async () => {
    await plan({ at: '2099-01-01T00:00:00.000Z' });
    await recipes.handlers['recipe.use']({ id: RING, version: 2, reason: 'Scratches were missed' }, open);
    expect((await recipes.store.list()).recipes[0]?.life.planned).toBeNull();
    await expect(recipes.handlers['recipe.unplan']({ id: RING }, open)).rejects.toMatchObject({
      code: 'recipe.nothing-planned',
    });
  });
});

it('nothing that was decided can be changed or removed', async () => {
  await calibrated();
  await approve(1, open);
  const { database } = station.kernel;
  expect(() => database.execute("UPDATE recipe_life SET reason = ''")).toThrow('never changed');
  expect(() => database.execute('DELETE FROM recipe_life')).toThrow('never deleted');
  const rows = new RecipeLifeTable(database).all();
  new RecipeLifeTable(database).takeOver(rows);
  expect(new RecipeLifeTable(database).all()).toEqual(rows);
});
