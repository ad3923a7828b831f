import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type InspectionId,
  type RecipeId,
  recipeIdSchema,
  type SourceId,
  sourceOptionsSchema,
} from '../../../shared/domain/index.ts';
import { exampleInspection } from '../../../shared/domain/inspection.fixture.ts';
import { recipeVersionOf } from '../../../shared/domain/recipe.fixture.ts';
import { AccessBed, ADMIN, secretOf } from '../access/access.fixture.ts';
import { createInspectionRecords } from '../records/index.ts';
import { SettingsStore } from '../settings/settingsStore.ts';
import { Sources } from '../settings/sources.ts';
import { ConfigurationTables } from '../storage/index.ts';
import { RecipeChanges } from './recipeChanges.ts';

const RING = recipeIdSchema.parse('ring');
const WASHER = recipeIdSchema.parse('washer');

let folder: string;
let bed: AccessBed;
let sourceId: SourceId;
let settings: SettingsStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-recipe-change-'));
  bed = new AccessBed(folder, ({ station: { kernel }, access }) => {
    sourceId = new ConfigurationTables(kernel.database).idOf('/camera');
    const options = sourceOptionsSchema.parse({});
    const source = { id: sourceId, folder: '/camera', name: 'Camera 1', recipeId: RING, options };
    new ConfigurationTables(kernel.database).write({ settings: {}, sources: [source] });
    settings = new SettingsStore(kernel);
    const sources = new Sources(kernel, {
      settings,
      requireRecipe: () => Promise.resolve(),
      statusOf: () => {
        throw new Error('not asked');
      },
      newestFileOf: () => null,
      watch: () => Promise.resolve(),
    });
    const stored = (id: RecipeId) => ({ recipe: recipeVersionOf(id), folder });
    const recipes = {
      loadForJudging: (id: RecipeId) => Promise.resolve(stored(id)),
      store: { list: () => Promise.resolve({ recipes: [], unusable: [] }) },
    };
    return new RecipeChanges(kernel, {
      recipes,
      sources,
      records: { find: () => null },
      signing: deferred(() => access),
    }).handlers;
  });
});
afterEach(async () => {
  await bed.close();
  rmSync(folder, { recursive: true });
});

/** The bed has its access before its handlers, and gives it by getters. */
const deferred = (of: () => AccessBed['access']) => ({
  get signsRecipeChange() {
    return of().signsRecipeChange;
  },
  get signatures() {
    return of().signatures;
  },
});

const wish = () => ({ sourceId, recipeId: WASHER, seen: RING });
const recipe = (): RecipeId | undefined => settings.current().sources[0]?.recipeId;
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (thrown: unknown) => (thrown as { code: string }).code,
  );

it('a recipe is changed at the line by those whom the policies allow it: by default the engineers alone', async () => {
  const admin = await bed.protect();
  const operator = await bed.add(admin, 'operator', 'kim');
  expect(await refused(operator.request('recipeChange.make', wish()))).toBe('access.no-right');
  expect(await refused(operator.request('recipeChange.choices', { sourceId }))).toBe('done');
  await admin.request('policies.change', { changeRecipe: ['operator', 'engineer'] });
  expect(await refused(operator.request('recipeChange.make', wish()))).toBe('done');
  expect(recipe()).toBe('washer');
  expect(bed.entries().find(({ action }) => action === 'source.recipe-chosen')).toMatchObject({
    actor: 'kim',
    name: 'kim operator',
    object: { kind: 'source', id: sourceId },
    old: { recipe: 'ring' },
    new: { recipe: 'washer', version: 1, isProposed: false },
  });
});

it('a recipe is changed with a signature where the policies say so, and not at all with a wrong one', async () => {
  const admin = await bed.protect();
  const engineer = await bed.add(admin, 'engineer', 'lee');
  await admin.request('policies.change', { signRecipeChange: true });
  expect(await refused(engineer.request('recipeChange.make', wish()))).toBe('signature.needed');
  const signature = { id: 'lee', secret: secretOf('lee'), meaning: 'approved', reason: 'next order' } as const;
  const wrong = { ...wish(), signature: { ...signature, secret: 'not it' } };
  expect(await refused(engineer.request('recipeChange.make', wrong))).toBe('access.refused');
  const others = { ...wish(), signature: { ...signature, ...ADMIN } };
  expect(await refused(engineer.request('recipeChange.make', others))).toBe('signature.other-person');
  expect(recipe()).toBe('ring');
  const { change } = await engineer.request('recipeChange.make', { ...wish(), signature });
  expect(recipe()).toBe('washer');
  expect(await engineer.request('signatures.of', { kind: 'source', id: sourceId })).toMatchObject([
    { signInId: 'lee', reason: 'next order' },
  ]);
  // Going back changes the recipe as well.
  expect(await refused(engineer.request('recipeChange.undo', { sourceId, change }))).toBe('signature.needed');
});

it('the first part of a change is the one that arrived behind it, also where somebody sets the clock back meanwhile', async () => {
  const { client } = bed.connect();
  const { kernel } = bed.station;
  kernel.database.pragma('foreign_keys = OFF');
  const { change } = await client.request('recipeChange.make', wish());
  const confirm = () => refused(client.request('recipeChange.confirm', { sourceId, change }));
  /** Recorded when the clock said `at`, so long after the change as the station has lived. */
  const record = (at: string, arrivedAt: string, recipeId: RecipeId): void => {
    const moment = () => ({ at, livedMs: Math.ceil(kernel.clock.moment().livedMs) });
    const given = { ...exampleInspection({ sourceId, recipeId, arrivedAt }), id: randomUUID() as InspectionId };
    const made = createInspectionRecords(kernel.database, moment).append({ ...given, filesFolder: null });
    kernel.database.transaction(() => kernel.recorders.record(made));
    kernel.recorders.committed(made);
  };
  const hourAgo = (minutes: number) => new Date(Date.now() + (minutes - 60) * 60_000).toISOString();
  record(hourAgo(0), hourAgo(0), RING);
  // It had waited for ten minutes: it arrived before the change.
  record(hourAgo(0), hourAgo(-10), WASHER);
  expect(await confirm()).toBe('source.first-part-due');
  record(hourAgo(1), hourAgo(1), WASHER);
  expect(await confirm()).toBe('done');
});

it('a change that cannot be written leaves the recipe of before in the database and in memory', async () => {
  const { client } = bed.connect();
  bed.station.kernel.database.execute(
    "CREATE TRIGGER refuse BEFORE UPDATE ON source BEGIN SELECT RAISE(ABORT, 'scripted'); END",
  );
  expect(await refused(client.request('recipeChange.make', wish()))).not.toBe('done');
  expect(recipe()).toBe('ring');
  bed.station.kernel.database.execute('DROP TRIGGER refuse');
  expect(await refused(client.request('recipeChange.make', wish()))).toBe('done');
});
