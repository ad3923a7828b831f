import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recipeIdSchema, SigmalineError } from '../../../shared/domain/index.ts';
import { recipeVersionOf } from '../../../shared/domain/recipe.fixture.ts';
import { type RecipeLanes, type UsableRecipe, UsableRecipes } from './usableRecipes.ts';

const RING = recipeIdSchema.parse('ring');
const NUT = recipeIdSchema.parse('nut');
const usable = (id: string, version = 1, graph?: string): UsableRecipe => ({
  recipe: recipeVersionOf(id, { version, ...(graph !== undefined && { graph }) }),
  folder: `/recipes/${id}/${version}`,
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});
const afterSeconds = (seconds: number): void => void vi.advanceTimersByTime(seconds * 1000);

/** Lets go on what waits for something that has happened. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A store whose recipes a test exchanges, and lanes that write down what they are told. */
function scripted(lanes: Partial<RecipeLanes> = {}) {
  const store = new Map([RING, NUT].map((id) => [id, usable(id)]));
  const told: string[] = [];
  const troubles: unknown[] = [];
  const recipes = new UsableRecipes(
    { report: (error) => troubles.push(error) },
    {
      async load(id) {
        told.push(`load ${id}`);
        const found = store.get(id);
        if (found === undefined) throw new SigmalineError('recipe.not-found', { recipe: id, known: 'none' });
        return found;
      },
      prepare: async ({ folder }) => void told.push(`prepare ${folder}`),
      finish: async (folder) => void told.push(`finish ${folder}`),
      retain: (used) => told.push(`retain ${used.map(({ folder }) => folder).join(' ')}`),
      onReady: () => told.push('changed'),
      ...lanes,
    },
  );
  const taken = async (id = RING): Promise<void> => {
    await recipes.get(id);
    await settle();
    told.length = 0;
  };
  return { recipes, store, told, troubles, taken };
}

describe('a version that is put in use for a lot', () => {
  it('leaves nothing more to the one before it, and judges once the lanes are ready', async () => {
    const { recipes, store, taken } = scripted();
    await taken();
    store.set(RING, usable('ring', 2));
    recipes.forget(RING, true);
    expect(await recipes.get(RING)).toEqual({ kind: 'changing' });
    await settle();
    await settle();
    expect(await recipes.get(RING)).toEqual({ kind: 'usable', ...usable('ring', 2) });
  });
});

describe('a recipe that is used for the first time', () => {
  it('judges once the lanes are ready for it, and whoever waits is told', async () => {
    const { recipes, told } = scripted();
    expect(recipes.last(RING)).toBeNull();
    expect(await recipes.get(RING)).toEqual({ kind: 'changing' });
    await settle();
    expect(recipes.last(RING)).toEqual({ kind: 'usable', ...usable('ring') });
    expect(told).toEqual(['load ring', 'prepare /recipes/ring/1', 'retain /recipes/ring/1', 'changed']);
  });

  it('judges all the same where lanes cannot be prepared, and the trouble is told', async () => {
    const refusal = new Error('no lane');
    const { recipes, troubles, taken } = scripted({ prepare: () => Promise.reject(refusal) });
    await taken();
    expect(recipes.last(RING)?.kind).toBe('usable');
    expect(troubles).toEqual([refusal]);
  });

  it('says why it cannot be used, and is used when it can', async () => {
    const { recipes, store, taken } = scripted();
    store.delete(RING);
    const state = await recipes.get(RING);
    expect(state).toMatchObject({
      kind: 'unusable',
      problem: { code: 'recipe.not-found', details: { recipe: 'ring' } },
    });
    store.set(RING, usable('ring'));
    afterSeconds(3);
    await taken();
    expect(recipes.last(RING)?.kind).toBe('usable');
  });
});

describe('a recipe that is in use', () => {
  it('is at hand for two seconds, and then looked at again', async () => {
    const { recipes, told, taken } = scripted();
    await taken();
    afterSeconds(1.9);
    await recipes.get(RING);
    expect(told).toEqual([]);
    afterSeconds(0.2);
    await recipes.get(RING);
    expect(told).toEqual(['load ring']);
  });

  it('is looked at at once after a new version was published', async () => {
    const { recipes, told, taken } = scripted();
    await taken();
    recipes.forget(RING);
    await recipes.get(RING);
    expect(told).toEqual(['load ring']);
  });

  it('that can no longer be read is not judged by', async () => {
    const { recipes, store, taken } = scripted();
    await taken();
    store.delete(RING);
    afterSeconds(3);
    expect((await recipes.get(RING)).kind).toBe('unusable');
  });

  it.each([
    ['version', usable('ring', 2)],
    ['graph under the same version', usable('ring', 1, 'another')],
  ])('goes on until the lanes are ready for a new %s', async (_, next) => {
    const ready = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let prepared = 0;
    const { recipes, store, taken } = scripted({ prepare: () => ready[prepared++]!.promise });
    ready[0]!.resolve();
    await taken();
    store.set(RING, next);
    recipes.forget(RING);
    expect(await recipes.get(RING)).toMatchObject({ recipe: { graph: usable('ring').recipe.graph } });
    ready[1]!.resolve();
    await settle();
    expect(await recipes.get(RING)).toEqual({ kind: 'usable', ...next });
  });

  it('is finished before an image is judged by its new version', async () => {
    const finished = Promise.withResolvers<void>();
    const { recipes, store, told, taken } = scripted({ finish: () => finished.promise });
    await taken();
    store.set(RING, usable('ring', 2));
    recipes.forget(RING);
    await recipes.get(RING);
    await settle();
    expect(await recipes.get(RING)).toEqual({ kind: 'changing' });
    finished.resolve();
    await settle();
    expect(await recipes.get(RING)).toMatchObject({ folder: '/recipes/ring/2' });
    expect(told.slice(-2)).toEqual(['retain /recipes/ring/2', 'changed']);
  });
});

describe('the networks that lanes keep', () => {
  it('are those of all recipes in use, and none is given back while a recipe is being prepared', async () => {
    const ready = Promise.withResolvers<void>();
    const { recipes, told, taken } = scripted({
      prepare: ({ folder }) => (folder.includes('nut') ? ready.promise : Promise.resolve()),
    });
    await taken();
    await recipes.get(NUT);
    // Another recipe is no longer asked for meanwhile.
    afterSeconds(11);
    await recipes.get(NUT);
    await settle();
    expect(told.filter((line) => line.startsWith('retain'))).toEqual([]);
    ready.resolve();
    await settle();
    expect(told).toContain('retain /recipes/nut/1');
  });

  it('are given back where nobody has asked for the recipe for ten seconds', async () => {
    const { recipes, told, taken } = scripted();
    await taken(RING);
    await taken(NUT);
    afterSeconds(9);
    await recipes.get(NUT);
    afterSeconds(2);
    await recipes.get(NUT);
    expect(recipes.last(RING)).toBeNull();
    expect(told.filter((line) => line.startsWith('retain'))).toEqual(['retain /recipes/nut/1']);
  });
});
