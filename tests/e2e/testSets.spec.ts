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
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByText('This is required.')).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('Rings of week 48');
  await page.getByRole('button', { name: 'Make it' }).click();
  const images = page.getByRole('region', { name: 'Images', exact: true });
  await page.getByRole('button', { name: /^From a folder/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'good', exact: true }).click();
  await page.getByRole('button', { name: 'Take these 60 images' }).click();
  await expect(images.getByText('Image 1 of 40')).toBeVisible();
  await page.keyboard.press('g');
  await expect(images.getByText('Image 2 of 40')).toBeVisible();
  await page.keyboard.press('d');
  await page.keyboard.press('2');
  await expect(page.getByText(/1 good, 2 defective parts · 37 images to label/)).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(images.getByText('Defective: Dent')).toBeVisible();
  await images.getByText('Part and exclusion').click();
  await images.getByLabel('Why this image is left out').fill('Blurred');
  await images.getByRole('button', { name: 'Exclude', exact: true }).click();
  await expect(images.getByText('Excluded: Blurred')).toBeVisible();
  await page.getByRole('button', { name: 'Criteria' }).click();
  await expect(page.getByRole('button', { name: 'Lock the test set' })).toBeDisabled();
  await page.getByLabel('Good parts rejected, at most').fill('few');
  await expect(page.getByText('Enter a share from 0 to 100.')).toBeVisible();
  await page.getByLabel('Good parts rejected, at most').fill('2');
  await page.getByLabel('Sent to review, at most').fill('10');
  await page.getByText('Defect classes with a share of their own').click();
  await page.getByLabel('Dent').fill('1');
  await expect(page.getByText(/Needs 59 good and 5 defective parts/)).toBeVisible();
  await page.getByRole('button', { name: 'Keep the criteria' }).click();
  await expect(page.getByText(/^Written .* at the open station\.$/)).toBeVisible();
  await page.getByRole('button', { name: 'Lock the test set' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Lock it' }).click();
  await expect(page.getByText(/^Written .* Locked .* Nothing in it changes any more/)).toBeVisible();
  await page.getByRole('button', { name: 'Images' }).click();
  await expect(images.getByText('Image 1 of 40')).toBeVisible();
  await expect(images.getByRole('button', { name: 'Good' })).toHaveCount(0);
  // A copy can be changed, and its criteria are no younger than they were.
  await page.getByRole('button', { name: 'Criteria' }).click();
  await page.getByRole('button', { name: 'Make a copy' }).click();
  await page.getByRole('button', { name: 'Criteria' }).click();
  await expect(page.getByText(/^Written .* Copied as they are from Rings of week 48\.$/)).toBeVisible();
});

test('dropped files and the next images of a source come into a set, the files with what they are said to show', async ({
  station,
  setup,
}) => {
  withRecipe(station);
  await station.request('testSet.create', { name: 'Rings of week 48', recipe: bearingRing().id });
  const { page } = setup;
  await page.goto(`${station.url}#/setup/test-sets`);
  await page.getByRole('article', { name: 'Rings of week 48' }).getByRole('button', { name: 'Open' }).click();
  await page.getByLabel('What the images show').selectOption('Defective parts');
  await page.getByLabel('Defect class').selectOption('Dent');
  await page.getByLabel('From files').setInputFiles([
    { name: 'dented.png', mimeType: 'image/png', buffer: Buffer.from('one') },
    { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('two') },
  ]);
  await expect(page.getByText(/0 good, 1 defective parts/)).toBeVisible();
  await expect(page.getByText('Defective: Dent')).toBeVisible();
  await expect(page.getByText('1 file is no image by its name and was left out.')).toBeVisible();
  await page.getByRole('button', { name: 'Add images' }).click();
  await page.getByRole('button', { name: /^From the line/ }).click();
  await page.getByRole('button', { name: 'Start collecting' }).click();
  await expect(page.getByText(/^Collecting from .*: 100 to come\.$/)).toBeVisible();
  await page.getByRole('button', { name: 'Stop collecting' }).click();
  await expect(page.getByText(/^Collecting from/)).toHaveCount(0);
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
  await page
    .getByRole('region', { name: 'To look at' })
    .getByRole('button', { name: /Good part rejected/ })
    .click();
  const dialog = page.getByRole('dialog');
  for (const picture of ['ring-0001.png', 'ring-0042.png', 'ring-0041.png']) {
    await expect(dialog.getByRole('img', { name: `${picture} with its heatmap` })).toBeVisible();
    await dialog.getByRole('button', { name: 'I have looked at it' }).click();
  }
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: 'Failed' })).toBeVisible();
  await page.getByRole('button', { name: 'All tests' }).click();
  await expect(page.getByText('Version 2: Failed')).toBeVisible();
  // What turns out to be wrong is taken out of what counts, with a reason.
  await page.getByRole('button', { name: 'Criteria' }).click();
  await page.getByRole('button', { name: 'Withdraw it' }).click();
  await dialog.getByLabel('Reason').fill('Labelled in bad light');
  await dialog.getByRole('button', { name: 'Withdraw it' }).click();
  await expect(page.getByText('Withdrawn: Labelled in bad light')).toBeVisible();
  await page.getByRole('button', { name: 'Tests' }).click();
  await expect(page.getByText('The test set was withdrawn: it tests no version any more.')).toBeVisible();
});
