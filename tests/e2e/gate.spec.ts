import { troubledParts, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

test('the image-quality gate of a calibration is chosen, and kept with its settings', async ({ station, page }) => {
  station.status = workingStatus();
  await page.goto(`${station.url}#/bench`);
  await page.getByLabel('Name of the product').fill('Gear wheel');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('button', { name: /^Step 5/ }).click();
  await page.getByRole('button', { name: 'Image-quality gate' }).click();
  await page.getByRole('radio', { name: /is an error/ }).click();
  await page.getByRole('button', { name: 'Twice' }).click();
  await expect(page.getByRole('status').getByText('Saved')).toBeVisible();
  await expect
    .poll(() => station.handlers['bench.list']({}, undefined as never))
    .toMatchObject({ drafts: [{ settings: { gate: { action: 'error', tolerance: 2 } } }] });
  await page.getByRole('button', { name: 'Back to the fit' }).click();
  await expect(page.getByRole('button', { name: 'Image-quality gate' })).toBeVisible();
});

test('a fading lamp is seen in the trend of the images, against the range that passes', async ({ station, page }) => {
  station.status = workingStatus();
  station.record(...troubledParts());
  await page.goto(`${station.url}#/records`);
  await page.getByRole('button', { name: 'Trends' }).click();
  await page.getByRole('button', { name: 'Images', exact: true }).click();
  await expect(page.getByText('Brightness is on its way out of the range of the good images')).toBeVisible();
  await expect(page.getByText('Lowest that passes the gate')).toBeVisible();
  await page.getByRole('button', { name: 'Sharpness' }).click();
  await expect(page.getByText('Sharpness of the images, bearing-ring')).toBeVisible();
  await expect(page.getByText('Highest that passes the gate')).toBeHidden();
});
