import { type ListedVersion, recipeIdSchema } from '../../shared/domain/index.ts';
import type { FakeStation } from './support/fakeStation.ts';
import { analysisOf, bearingRing, listedRecipe, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

const RING = recipeIdSchema.parse('bearing-ring');

/** A draft with sixty good images of a recipe that has these versions. @returns its id */
async function withDraft(station: FakeStation, versions: ListedVersion[]): Promise<string> {
  station.status = workingStatus();
  station.handlers['recipe.list'] = () => ({ recipes: [listedRecipe(versions, 1)], unusable: [] });
  const { id } = await station.request('bench.begin', { recipe: 'Bearing ring' });
  await station.request('bench.addFolder', { id, folder: '/images/good' });
  return id;
}

test('backbones are measured on this machine, and what few change is folded away', async ({ station, setup }) => {
  const id = await withDraft(station, [bearingRing()]);
  const { page } = setup;
  await page.goto(`${station.url}#/bench?draft=${id}&step=speed`);
  const b4 = page.getByRole('radio', { name: /EfficientNet B4/ });
  await expect(b4).toContainText('Time not measured yet');
  await page.getByRole('button', { name: 'Measure on this machine' }).click();
  await expect(b4).toContainText(/113\sms for one image/);
  await expect(b4).toContainText('Accurate');
  await b4.click();
  await page.getByText('Advanced', { exact: true }).click();
  await page.getByLabel('Share of places').fill('200');
  await expect(page.getByText('Enter per cent above 0 and up to 50, or nothing.')).toBeVisible();
  await page.getByLabel('Share of places').fill('2,5');
  await page.getByLabel('Variations of each image').selectOption('2');
  await expect
    .poll(async () => (await station.request('bench.get', { id })).settings)
    .toMatchObject({ backbone: 'efficientnet-b4', advanced: { topShare: 0.025, variations: 2, npcaVariance: null } });
});

test('a fit tells how long it takes, what stands out, and is repeated without what does not belong', async ({
  station,
  setup,
}) => {
  const suspects = [{ file: 'ring-0007.png', reason: 'alone' as const, unlikeness: 6.3, groupSize: 1, leftOut: true }];
  const versions = [bearingRing(), bearingRing({ version: 2, suspects })];
  const id = await withDraft(station, versions);
  const { page } = setup;
  await page.goto(`${station.url}#/bench?draft=${id}&step=fit`);
  await page.getByLabel('Target false-reject rate').fill('1');
  await expect(page.getByText(/needs 99 good parts; there are 60/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Fit', exact: true })).toBeDisabled();
  await page.getByLabel('Target false-reject rate').fill('5');
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
  await expect(page.getByText('Estimating the time …')).toBeVisible();
  const { runId } = await station.request('bench.get', { id });
  station.emit('calibration.progress', {
    runId: runId ?? '',
    phase: 'varying',
    done: 4,
    total: 240,
    remainingMs: 95_000,
  });
  await expect(page.getByText(/About 1\smin to go/)).toBeVisible();
  const draft = await station.request('bench.get', { id });
  await station.request('bench.change', { id, revision: draft.revision, fitted: { id: RING, version: 2 } });
  await expect(page.getByRole('heading', { name: 'Bearing ring, version 2' })).toBeVisible();
  await expect(page.getByRole('img', { name: 'Histogram of the scores of 60 good images' })).toBeVisible();
  await page.getByRole('checkbox', { name: /Does not belong/ }).check();
  await page.getByRole('button', { name: /without/ }).click();
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
  const images = await station.request('bench.images', { id });
  expect(images.images.filter(({ removed }) => removed).map(({ file }) => file)).toEqual(['ring-0007.png']);
});

test('a limit is chosen by what it promises, and another one makes a version', async ({ station, setup }) => {
  const [, own] = analysisOf(60).limits;
  const versions: ListedVersion[] = [bearingRing(), bearingRing({ version: 2, ...(own && { limit: own }) })];
  const id = await withDraft(station, versions);
  const { revision } = await station.request('bench.get', { id });
  await station.request('bench.change', { id, revision, fitted: { id: RING, version: 2 } });
  const asked: unknown[] = [];
  const change = station.handlers['recipe.changeLimit'];
  station.handlers['recipe.changeLimit'] = (input, caller) => {
    asked.push(input);
    return change(input, caller);
  };
  const { page } = setup;
  await page.goto(`${station.url}#/bench?draft=${id}&step=limit`);
  await expect(page.getByText(/At most 9\.5\s% of good parts are rejected, 95 % sure/)).toBeVisible();
  await expect(page.getByText('Of 10 rejected parts about 1 are really bad.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Keep this limit' })).toHaveCount(0);
  await page.getByRole('slider', { name: 'Target false-reject rate' }).press('ArrowRight');
  await expect(page.getByText(/At most 3\.8\s%/)).toBeVisible();
  await page.getByLabel('Review band').selectOption({ index: 2 });
  await page.getByRole('button', { name: 'Keep this limit' }).click();
  await expect(page.getByRole('button', { name: /^Step 7 .*open/ })).toBeVisible();
  expect(asked).toEqual([{ id: RING, version: 2, target: 0.02, reviewTarget: 0.05 }]);
  expect((await station.request('bench.get', { id })).fitted).toEqual({ id: RING, version: 3 });
});
