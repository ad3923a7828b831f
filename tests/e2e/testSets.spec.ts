import type { FakeStation } from './support/fakeStation.ts';
import { bearingRing, listedRecipe, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

function withRecipe(station: FakeStation): void {
  station.status = workingStatus();
  const versions = [bearingRing({ version: 2 }), bearingRing()];
  station.handlers['recipe.list'] = () => ({ recipes: [listedRecipe(versions, 1)], unusable: [] });
}

test('a set is made, labelled by keys, given criteria and locked; nothing in it changes after that', async ({
  station,
  setup,
}) => {
  withRecipe(station);
  const { page } = setup;
  await page.goto(`${station.url}#/setup/test-sets`);
  await expect(page.getByText(/There is no test set yet/)).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('Rings of week 48');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByLabel('Folder on the station').fill('/parts/good');
  await page.getByRole('button', { name: 'Add the images' }).click();
  await expect(page.getByText('40 images added.')).toBeVisible();
  await page.getByRole('heading', { name: 'Label', exact: true }).click();
  await page.keyboard.press('g');
  await expect(page.getByText(/Image 2 of 40/)).toBeVisible();
  await page.keyboard.press('d');
  await expect(page.getByText(/1 good, 1 defective parts/)).toBeVisible();
  await page.getByLabel('Good parts rejected, at most').fill('few');
  await expect(page.getByText('Enter a share from 0 to 100.')).toBeVisible();
  await page.getByLabel('Good parts rejected, at most').fill('2');
  await expect(page.getByText(/Needs 59 good and 5 defective parts/)).toBeVisible();
  await page.getByRole('button', { name: 'Keep the criteria' }).click();
  await page.getByRole('button', { name: 'Lock the test set' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Lock it' }).click();
  await expect(page.getByText(/Locked by 5f0c/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Keep the criteria' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Add the images' })).toHaveCount(0);
});

test('a version is tested, and the test counts once every mistake and every defect was looked at', async ({
  station,
  setup,
}) => {
  withRecipe(station);
  await station.request('testSet.create', { name: 'Rings of week 48', recipe: bearingRing().id });
  await station.request('testSet.addFolder', { id: 1, folder: '/good', label: { truth: 'good', defect: null } });
  await station.request('testSet.addRecords', { id: 1, most: 2, label: { truth: 'defect', defect: 'Dent' } });
  await station.request('testSet.lock', { id: 1 });
  const { page } = setup;
  await page.goto(`${station.url}#/setup/test-sets`);
  await page.getByRole('article', { name: 'Rings of week 48' }).getByRole('button', { name: 'Open' }).click();
  await page.getByRole('button', { name: 'Test this version' }).click();
  await expect(page.getByText('0 of 3 heatmaps looked at')).toBeVisible();
  await expect(
    page.getByRole('row', { name: /Defective parts passed at most 0\s%\s*50\s%\s*does not hold/ }),
  ).toBeVisible();
  const toLook = page.getByRole('region', { name: 'To look at' });
  await expect(toLook.getByRole('img', { name: 'ring-0001.png with its heatmap' })).toBeVisible();
  for (const left of [2, 1, 0]) {
    await toLook.getByRole('button', { name: 'I have looked at it' }).first().click();
    await expect(toLook.getByRole('button', { name: 'I have looked at it' })).toHaveCount(left);
  }
  await expect(page.getByRole('region', { name: 'Version 2 with Rings of week 48' }).getByText('Failed')).toBeVisible();
});
