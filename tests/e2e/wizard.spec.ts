import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RealStation } from './support/realStation.ts';
import { expect, test } from './support/test.ts';

const FIT_MS = 120_000;

test('an engineer who has only a folder of good photos gets to an approved recipe, and sees a part judged by it', async ({
  page,
}) => {
  test.setTimeout(FIT_MS + 240_000);
  const station = await RealStation.start();
  try {
    const root = dirname(station.dataFolder);
    const samples = join(root, 'resources', 'samples');
    const camera = join(root, 'camera');
    mkdirSync(camera);
    await page.goto(station.url);
    const next = page.getByRole('button', { name: /^Next/ });

    await test.step('good images', async () => {
      await page.goto(`${new URL('/', station.url).href}#/setup/recipes`);
      await page.getByRole('link', { name: 'Calibrate in steps' }).click();
      await page.getByLabel('Name of the product').fill('Bearing ring');
      await page.getByRole('button', { name: 'Begin' }).click();
      await page.getByRole('button', { name: 'From a folder' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Folder' }).fill(join(samples, 'good'));
      await dialog.getByRole('button', { name: 'Open', exact: true }).click();
      await dialog.getByRole('button', { name: 'Take these 20 images' }).click();
      const counter = page.getByLabel('What the number of good images allows');
      await expect(counter).toHaveText('20 images: enough for 5 %; 2 % needs 49; 1 % needs 99', { timeout: 60_000 });
      await next.click();
    });

    await test.step('where the part is, and what is ignored', async () => {
      await expect(page.getByRole('button', { name: /Where the part is, open/ })).toBeVisible();
      await next.click();
      await expect(page.getByRole('button', { name: /What is ignored, open/ })).toBeVisible();
      await next.click();
    });

    await test.step('backbone and fit', async () => {
      await expect(page.getByRole('radio', { name: /built in/ })).toBeVisible();
      await next.click();
      await page.getByRole('button', { name: 'Fit', exact: true }).click();
      await expect(page.getByRole('heading', { name: 'Bearing ring, version 1' })).toBeVisible({ timeout: FIT_MS });
      await expect(page.getByRole('img', { name: 'Histogram of the scores of 20 good images' })).toBeVisible();
      await next.click();
    });

    await test.step('limit', async () => {
      await expect(page.getByText(/of good parts are rejected, 95 % sure/)).toBeVisible();
      await next.click();
      await expect(page.getByRole('button', { name: /Verify, open/ })).toBeVisible();
      await next.click();
    });

    await test.step('approval', async () => {
      await page.getByLabel('Reason').fill('The first twenty rings of the new line');
      await page.getByRole('button', { name: 'Approve', exact: true }).click();
      await page.getByRole('link', { name: 'Watch a folder with it' }).click();
    });

    await test.step('a part is judged', async () => {
      await page.getByLabel('Name', { exact: true }).fill('Camera 1');
      await page.getByLabel('Folder that the camera writes to').fill(camera);
      await page.getByRole('button', { name: 'Add source' }).click();
      await expect(page.getByRole('article').filter({ hasText: camera })).toBeVisible();
      const [bad = ''] = readdirSync(join(samples, 'test', 'bad'));
      cpSync(join(samples, 'test', 'bad', bad), join(camera, bad));
      await page.getByRole('link', { name: 'Inspection' }).click();
      await expect(page.getByRole('region', { name: 'Verdict' })).toContainText(/Pass|Review|Fail/, {
        timeout: 60_000,
      });
      await page.getByRole('link', { name: 'Records' }).click();
      const found = page.getByRole('list', { name: 'Records that were found' }).getByRole('listitem');
      await expect(found).toHaveCount(1);
    });
  } finally {
    await station.stop();
  }
});
