import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recipeIdSchema } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation, writeRecipe } from './station.ts';
import { png } from './testImages.ts';
import { testHost } from './testProcesses.ts';

let station: TestStation;

beforeEach(async () => {
  station = await createTestStation();
  await writeRecipe(station.dataFolder, 'washer');
});
afterEach(() => station.remove());

const write = (name: string, content: number): Promise<void> =>
  writeFile(join(station.cameraFolder, name), png(content));
const waits = (count: number): Promise<void> =>
  station.until(`${count} wait`, async () => (await station.status()).backlog === count);

async function setRecipe(recipe: string): Promise<void> {
  const id = (await station.status()).sources[0]!.id;
  await station.client().request('source.change', { id, recipeId: recipeIdSchema.parse(recipe) });
}

/** How many were judged by each recipe. The lane of the tests says by the length of its name which one it was given. */
async function judgedBy(count: number): Promise<Record<string, number>> {
  const records = await station.settled(count);
  expect(records.every(({ recipeId, partDistance }) => recipeId?.length === partDistance)).toBe(true);
  const byRecipe = Map.groupBy(records, ({ recipeId }) => String(recipeId));
  return Object.fromEntries([...byRecipe].map(([recipe, judged]) => [recipe, judged.length]));
}

describe('images that wait when their source gets another recipe', () => {
  it('are judged by the one that was set when they arrived, also after a restart', async () => {
    await station.start({ host: testHost({ slowMs: 100 }) });
    await station.addSource('ring');
    for (let part = 0; part < 30; part += 1) await write(`slow-${part}.png`, part);
    await station.until('all have arrived', async () => {
      const { backlog, shift } = await station.status();
      return backlog + shift.pass + shift.review + shift.fail === 30;
    });
    await setRecipe('washer');
    expect((await station.status()).backlog).toBeGreaterThan(10);
    await station.stop();
    await station.start();
    expect(await judgedBy(30)).toEqual({ ring: 30 });
    await write('next.png', 30);
    expect(await judgedBy(31)).toEqual({ ring: 30, washer: 1 });
  });

  it('wait while that one cannot be used, and the station says so; those that come later are judged', async () => {
    await station.start();
    await station.addSource('ring');
    await rm(join(station.dataFolder, 'recipes', 'ring'), { recursive: true });
    await station.until('it is missed', async () => (await station.status()).sources[0]?.state === 'unready');
    for (const part of [1, 2, 3]) await write(`ring-${part}.png`, part);
    await waits(3);
    await setRecipe('washer');
    await write('washer.png', 4);
    await station.until('one is judged', async () => (await station.records()).length === 1);
    expect(await station.records()).toMatchObject([{ file: 'washer.png', recipeId: 'washer' }]);
    const { conditions, sources } = await station.status();
    expect(sources[0]?.state).toBe('watching');
    expect(conditions).toMatchObject([
      { code: 'source.recipe-before', severity: 'alarm', details: { recipe: 'ring' }, subject: { name: 'Camera 1' } },
    ]);
    expect((await station.sentences()).join()).toMatch(/while the recipe ring was set .* no recipe named ring/);
    await writeRecipe(station.dataFolder, 'ring');
    expect(await judgedBy(4)).toEqual({ ring: 3, washer: 1 });
    await station.until('all is well', async () => (await station.status()).conditions.length === 0);
  });
});
