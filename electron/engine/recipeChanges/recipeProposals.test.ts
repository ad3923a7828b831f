import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type RecipeId,
  type RecipeList,
  recipeIdSchema,
  SigmalineError,
  sentenceOf,
  type Verdict,
} from '../../../shared/domain/index.ts';
import { exampleInspection } from '../../../shared/domain/inspection.fixture.ts';
import { recipeVersionOf } from '../../../shared/domain/recipe.fixture.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { RecipeProposals, type RecipeProposalsNeeds } from './recipeProposals.ts';

/** What the station's recipes say of the image; null where they do not find the part. */
const SAYS: Record<string, { readonly verdict: Verdict; readonly score: number } | null> = {
  ring: { verdict: 'pass', score: 0.1 },
  washer: { verdict: 'pass', score: 1.2 },
  nut: { verdict: 'pass', score: 0.4 },
  bolt: { verdict: 'fail', score: 40 },
  spring: null,
};
const record = exampleInspection({ number: 812, recipeId: 'ring' });
const { sourceId } = record;

let folder: string;
let station: TestKernel;
let proposals: RecipeProposals;
let tried: string[];
let isBusy: boolean;
let retired: Set<string>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-proposals-'));
  station = openTestKernel(folder);
  tried = [];
  isBusy = false;
  retired = new Set();
});
afterEach(async () => {
  await proposals.stop();
  station.close();
  rmSync(folder, { recursive: true });
});

function open(names: readonly string[]): void {
  const listed = names.map((name) => ({
    ...{ id: recipeIdSchema.parse(name), name, use: { version: 1 }, limits: { fail: 3, review: null } },
    life: { versions: [{ version: 1, state: 'active' }] },
  }));
  const list = (): RecipeList =>
    ({ recipes: listed.filter(({ name }) => !retired.has(name)), unusable: [] }) as unknown as RecipeList;
  const load = (id: RecipeId) => Promise.resolve({ recipe: recipeVersionOf(id), folder });
  const judge = ({ recipe }: { recipe: { id: string } }) => {
    tried.push(recipe.id);
    const said = SAYS[recipe.id] ?? null;
    if (said === null) throw new SigmalineError('position.not-found', { file: 'a.png', likeness: 1, least: 50 });
    return Promise.resolve({ result: { score: said.score }, recipe: { limits: { fail: 3 } }, judgement: said });
  };
  proposals = new RecipeProposals(station.kernel, {
    recipes: { store: { list: () => Promise.resolve(list()), load } },
    findOriginal: () => Promise.resolve('/camera/a.png'),
    lane: { judge } as unknown as RecipeProposalsNeeds['lane'],
    isBusy: () => isBusy,
    everyMs: 5,
  });
}

const soon = { timeout: 2000, interval: 5 };
const advice = (): string => proposals.adviceFor(sourceId).code;

it('the recipe that fits best among those that pass is proposed, and its own is not asked again', async () => {
  open(['ring', 'washer', 'nut', 'bolt', 'spring']);
  expect(advice()).toBe('line.check-recipe');
  proposals.ask(record);
  await expect.poll(advice, soon).toBe('line.recipe-fits');
  expect(tried).toEqual(['washer', 'nut', 'bolt', 'spring']);
  expect(proposals.of(sourceId)).toEqual({ id: 'nut', name: 'nut', number: 812, score: 0.4, limit: 3 });
  expect(sentenceOf(proposals.adviceFor(sourceId))).toContain('By the recipe nut the part No. 812 would pass');
  // Once is enough for as long as it goes on.
  proposals.ask({ ...record, number: 813 });
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(tried).toHaveLength(4);
  proposals.forget(sourceId);
  expect(proposals.of(sourceId)).toBeNull();
});

it('that none fits is said, and that none was there to be tried is not', async () => {
  open(['ring', 'bolt', 'spring']);
  proposals.ask(record);
  await expect.poll(advice, soon).toBe('line.no-recipe-fits');
  expect(proposals.adviceFor(sourceId).details).toEqual({ count: 2 });
  await proposals.stop();
  open(['ring']);
  proposals.ask(record);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(advice()).toBe('line.check-recipe');
});

it('no recipe is tried while a part waits, and then the newest image is', async () => {
  open(['ring', 'nut']);
  isBusy = true;
  proposals.ask(record);
  proposals.ask({ ...record, number: 900 });
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(tried).toEqual([]);
  isBusy = false;
  await expect.poll(() => proposals.of(sourceId)?.number, soon).toBe(900);
});

it('a recipe that is retired while it is proposed is proposed no longer, and the next best one is', async () => {
  open(['ring', 'washer', 'nut']);
  proposals.ask(record);
  await expect.poll(() => proposals.of(sourceId)?.id, soon).toBe('nut');
  retired.add('nut');
  await expect.poll(() => proposals.of(sourceId)?.id, soon).toBe('washer');
  retired.add('washer');
  await expect.poll(() => proposals.of(sourceId), soon).toBeNull();
});
