import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SourceStatus } from '../../../shared/contract/index.ts';
import { type RecipeVersion, recipeIdSchema } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation, writeRecipe } from './station.ts';
import { png } from './testImages.ts';
import { testHost } from './testProcesses.ts';

const RING = recipeIdSchema.parse('ring');
const WASHER = recipeIdSchema.parse('washer');

let station: TestStation;

beforeEach(async () => {
  station = await createTestStation();
  await writeRecipe(station.dataFolder, 'washer');
  await writeRecipe(station.dataFolder, 'draft');
  const file = join(station.dataFolder, 'recipes', 'draft', '1', 'recipe.json');
  const recipe = JSON.parse(await readFile(file, 'utf8')) as RecipeVersion;
  await writeFile(file, JSON.stringify({ ...recipe, format: 2, limits: null, limit: null }));
});
afterEach(() => station.remove());

const write = (name: string, content: number): Promise<void> =>
  writeFile(join(station.cameraFolder, name), png(content));
const source = async (): Promise<SourceStatus> => (await station.status()).sources[0]!;

async function change(): Promise<number> {
  const { id: sourceId } = await source();
  const made = await station.client().request('recipeChange.make', { sourceId, recipeId: WASHER, seen: RING });
  return made.change;
}

describe('the recipe of a source, changed at the line', () => {
  it('judges what arrives from then on, is open until its first part is confirmed, and stands in the chain', async () => {
    await station.start({ host: testHost({ slowMs: 100 }) });
    const { id: sourceId } = await station.addSource('ring');
    for (let part = 0; part < 12; part += 1) await write(`slow-${part}.png`, part);
    await station.until('all have arrived', async () => {
      const { backlog, shift } = await station.status();
      return backlog + shift.pass + shift.review + shift.fail === 12;
    });
    const made = await change();
    expect((await source()).recipeChange).toMatchObject({ to: { id: 'washer', name: 'washer' }, firstPart: null });
    const early = station.client().request('recipeChange.confirm', { sourceId, change: made });
    await expect(early).rejects.toMatchObject({ code: 'source.first-part-due' });
    await station.settled(12);
    // Each of them had arrived before.
    expect((await source()).recipeChange?.firstPart).toBeNull();
    await write('crash.png', 12);
    await write('next.png', 13);
    await station.settled(14);
    const records = await station.records();
    expect(records.filter(({ recipeId }) => recipeId === 'ring')).toHaveLength(12);
    expect((await source()).recipeChange?.firstPart?.file).toBe('next.png');

    await station.stop();
    await station.start();
    expect((await source()).recipeChange?.firstPart?.file).toBe('next.png');
    await station.client().request('recipeChange.confirm', { sourceId, change: made });
    expect(await source()).toMatchObject({ recipeChange: null, recipeId: 'washer' });
    const again = station.client().request('recipeChange.confirm', { sourceId, change: made });
    await expect(again).rejects.toMatchObject({ code: 'source.recipe-change-over' });

    const { items } = await station
      .client()
      .request('audit.page', { filter: { action: 'source.recipe-chosen' }, before: null, limit: 2 });
    expect(items).toHaveLength(1);
    const entry = await station.client().request('audit.entry', { sequence: items[0]!.sequence });
    expect(entry).toMatchObject({ old: { recipe: 'ring' }, new: { recipe: 'washer', version: 1, change: made } });
  });

  it('goes back to the former one, which need not be confirmed again', async () => {
    await station.start();
    const { id: sourceId } = await station.addSource('ring');
    const made = await change();
    await station.client().request('recipeChange.undo', { sourceId, change: made });
    expect(await source()).toMatchObject({ recipeId: 'ring', recipeChange: null });
    await write('next.png', 1);
    expect(await station.settled(1)).toMatchObject([{ recipeId: 'ring' }]);
    expect((await source()).recipeChange).toBeNull();
    const twice = station.client().request('recipeChange.undo', { sourceId, change: made });
    await expect(twice).rejects.toMatchObject({ code: 'source.recipe-change-over' });

    // Two engineers at once: one of them does it, and the other one is told so.
    const other = await change();
    const undo = () => station.client().request('recipeChange.undo', { sourceId, change: other });
    const both = await Promise.allSettled([undo(), undo()]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'source.recipe-change-over' },
    });
  });

  it('is one that may judge and has a limit, and nothing changes where another screen was faster', async () => {
    await station.start();
    const { id: sourceId } = await station.addSource('ring');
    const { recipes, current, refusal } = await station.client().request('recipeChange.choices', { sourceId });
    expect({ recipes, current, refusal }).toEqual({
      recipes: [
        { id: 'ring', name: 'ring', version: 1 },
        { id: 'washer', name: 'washer', version: 1 },
      ],
      current: 'ring',
      refusal: null,
    });
    const make = (recipeId: string, seen = RING) =>
      station.client().request('recipeChange.make', { sourceId, recipeId: recipeIdSchema.parse(recipeId), seen });
    await expect(make('draft')).rejects.toMatchObject({ code: 'recipe.no-limit' });
    await expect(make('bolt')).rejects.toMatchObject({ code: 'recipe.not-found' });
    await expect(make('ring')).rejects.toMatchObject({ code: 'source.recipe-same' });
    await expect(make('washer', WASHER)).rejects.toMatchObject({ code: 'settings.changed-meanwhile' });
    expect(await source()).toMatchObject({ recipeId: 'ring', recipeChange: null });
  });

  it('is not changed by hand where file names say it, or views have recipes of their own', async () => {
    await station.start();
    const { id: sourceId } = await station.addSource('ring');
    const refusal = async () => (await station.client().request('recipeChange.choices', { sourceId })).refusal;
    const names = [
      { name: 'top', recipeId: null },
      { name: 'side', recipeId: WASHER },
    ];
    const together = { by: 'serial' } as const;
    const views = { names, together, waitSeconds: 10, incomplete: 'review' } as const;
    await station.changeSource({ pattern: '(?<serial>[0-9]+)-(?<view>[a-z]+)', views: { ...views, names } });
    expect(await refusal()).toMatchObject({ code: 'source.recipe-by-view' });
    const recipeByName = { table: [{ word: 'W', recipeId: WASHER }], otherwise: 'source' as const };
    await station.changeSource({ pattern: '(?<recipe>[A-Z]+)-', recipeByName });
    expect(await refusal()).toMatchObject({ code: 'source.recipe-by-name', details: { source: 'Camera 1' } });
    await expect(change()).rejects.toMatchObject({ code: 'source.recipe-by-name' });
  });
});
