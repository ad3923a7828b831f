import { existsSync, readdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Comparison } from '../../../shared/contract/index.ts';
import { recipeIdSchema } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation, writeRecipe } from './station.ts';
import { png } from './testImages.ts';

const RING = recipeIdSchema.parse('ring');

let station: TestStation;
let written = 0;

beforeEach(async () => {
  written = 0;
  station = await createTestStation();
  await station.start();
  await station.addSource();
});
afterEach(() => station.remove());

async function judge(count: number) {
  for (let made = 0; made < count; made += 1) {
    await writeFile(join(station.cameraFolder, `${written}.png`), png(written));
    written += 1;
  }
  return station.settled(written);
}

/** A version that nearly every part fails by. */
async function writeStrictVersion(version: number): Promise<void> {
  await writeRecipe(station.dataFolder, 'ring', version);
  const file = join(station.dataFolder, 'recipes', 'ring', String(version), 'recipe.json');
  const recipe = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...recipe, limits: { fail: -1000, review: null } }));
}

async function compared(id: number): Promise<Comparison> {
  const { comparisons } = await station.client().request('comparison.list', {});
  return comparisons.find((comparison) => comparison.id === id)!;
}

const ended = (id: number) => station.until('it has ended', async () => (await compared(id)).state !== 'running');
const mapsOf = (id: number) => readdirSync(join(station.dataFolder, 'comparisons', String(id)));

it('judges stored inspections by another version, which changes nothing but is told with its heatmaps', async () => {
  const records = await judge(12);
  await writeStrictVersion(2);
  const asked = { recipe: RING, version: 2, most: 10 };
  await expect(station.client().request('comparison.start', { ...asked, version: 1 })).rejects.toMatchObject({
    code: 'comparison.same',
  });
  const { id } = await station.client().request('comparison.start', asked);
  await ended(id);
  const comparison = await compared(id);
  expect(comparison).toMatchObject({ state: 'done', kind: 'stored', against: 1, total: 10, judged: 10, lacking: 0 });
  // The newest ten, each once.
  const newest = records.slice(-10);
  const before = new Map(comparison.changes.map(({ from, to, count }) => [from, { to, count }]));
  for (const verdict of ['pass', 'review', 'fail'] as const) {
    const count = newest.filter((record) => record.verdict === verdict).length;
    if (count > 0) expect(before.get(verdict)).toEqual({ to: 'fail', count });
  }
  const changed = newest.filter(({ verdict }) => verdict !== 'fail');
  const page = await station.client().request('comparison.records', { id, limit: 3 });
  expect(page.records.map(({ record }) => record.number)).toEqual(
    changed
      .map(({ number }) => number)
      .reverse()
      .slice(0, 3),
  );
  expect(page.records[0]).toMatchObject({ verdict: 'fail', limit: -1000, hasMap: true });
  expect(page.hasMore).toBe(changed.length > 3);
  expect(mapsOf(id).sort()).toEqual(changed.map(({ number }) => `${number}.npy`).sort());
  // Times are taken from some that both judged; the first opens the networks.
  expect(comparison.imageMs).toMatchObject({ against: expect.any(Number), version: expect.any(Number) });
  expect(await station.records()).toEqual(records);
  await station.client().request('comparison.remove', { id });
  expect((await station.client().request('comparison.list', {})).comparisons).toEqual([]);
  expect(existsSync(join(station.dataFolder, 'comparisons', String(id)))).toBe(false);
  const { items } = await station.client().request('audit.page', { before: null, limit: 50 });
  const told = items.map(({ action }) => action).filter((action) => action.startsWith('comparison.'));
  expect(told.toReversed()).toEqual(['comparison.started', 'comparison.ended', 'comparison.removed']);
});

it('leaves out what has no image any more, and says so', async () => {
  await judge(3);
  await writeStrictVersion(2);
  await rm(join(station.cameraFolder, '1.png'));
  const { id } = await station.client().request('comparison.start', { recipe: RING, version: 2 });
  await ended(id);
  expect(await compared(id)).toMatchObject({ state: 'done', total: 3, judged: 2, lacking: 1 });
});

it('judges in the shadow of the version in use, over a restart too, until it is stopped', async () => {
  await judge(2);
  await writeStrictVersion(2);
  const { id, until } = await station.client().request('comparison.shadow', { recipe: RING, version: 2, hours: 8 });
  expect(Date.parse(until ?? '')).toBeGreaterThan(Date.now() + 7 * 60 * 60 * 1000);
  await judge(3);
  await station.until('both have judged', async () => (await compared(id)).judged === 3);
  await station.stop();
  await station.start();
  const records = await judge(2);
  await station.until('both have judged', async () => (await compared(id)).judged === 5);
  // Only the version in use decides.
  expect(new Set(records.map(({ recipeVersion }) => recipeVersion))).toEqual(new Set([1]));
  await station.client().request('comparison.stop', { id });
  expect(await compared(id)).toMatchObject({ state: 'stopped', judged: 5, skipped: 0 });
  await judge(1);
  expect(await compared(id)).toMatchObject({ total: 5 });
});
