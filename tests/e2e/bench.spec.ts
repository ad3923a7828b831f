import type { Locator, Page } from '@playwright/test';
import { workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

/** What an engineer can see and do in the calibration wizard. */
class BenchPage {
  readonly page: Page;
  readonly steps: Locator;
  readonly next: Locator;
  readonly back: Locator;
  readonly counter: Locator;

  constructor(page: Page) {
    this.page = page;
    this.steps = page.getByRole('navigation', { name: 'Steps' });
    this.next = page.getByRole('button', { name: /^Next/ });
    this.back = page.getByRole('button', { name: 'Back', exact: true });
    this.counter = page.getByLabel('What the number of good images allows');
  }

  async begin(address: string, name: string): Promise<void> {
    await this.page.goto(`${address}#/bench`);
    await this.page.getByLabel('Name of the product').fill(name);
    await this.page.getByRole('button', { name: 'Begin' }).click();
    await expect(this.step('Good images, open')).toBeVisible();
  }

  step(name: string): Locator {
    return this.steps.getByRole('button', { name });
  }
}

test.describe('the calibration wizard', () => {
  test.beforeEach(({ station }) => {
    station.status = workingStatus();
  });

  test('a calibration is begun, left at a step, resumed there and removed', async ({ station, page }) => {
    const bench = new BenchPage(page);
    await page.goto(`${station.url}#/setup/recipes`);
    await page.getByRole('link', { name: 'Calibrate in steps' }).click();
    await page.getByLabel('Name of the product').fill('bearing ring');
    await expect(page.getByText('The recipe Bearing ring exists: this makes version 2.')).toBeVisible();
    await page.getByLabel('Name of the product').fill('Gear wheel');
    await expect(page.getByText('A new recipe: this makes version 1.')).toBeVisible();
    await page.getByRole('button', { name: 'Begin' }).click();
    await expect(bench.counter).toHaveText('0 images: 5 % needs 19; 2 % needs 49; 1 % needs 99');
    await bench.next.click();
    await expect(bench.step('Where the part is, open')).toBeVisible();
    await page.getByRole('link', { name: 'All calibrations' }).click();
    await expect(page.getByText('Step 2 of 8: Where the part is')).toBeVisible();
    await page.getByRole('button', { name: 'Go on: Gear wheel' }).click();
    await expect(bench.step('Where the part is, open')).toBeVisible();
    await page.reload();
    await expect(bench.step('Where the part is, open')).toBeVisible();
    await bench.back.click();
    await expect(bench.step('Good images, open')).toBeVisible();
    await bench.back.click();
    await page.getByRole('button', { name: 'Remove: Gear wheel' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await expect(page.getByText('None. Begin one on the right.')).toBeVisible();
  });

  test('a version is calibrated again with its settings', async ({ station, page }) => {
    const begun = new Promise((resolve) => {
      const begin = station.handlers['bench.begin'];
      station.handlers['bench.begin'] = (input, caller) => {
        resolve(input);
        return begin(input, caller);
      };
    });
    await page.goto(`${station.url}#/setup/recipes`);
    await page.getByRole('link', { name: 'Calibrate Bearing ring again' }).click();
    await expect(page.getByText('Takes over the settings of version 1')).toBeVisible();
    await page.getByRole('button', { name: 'Begin', exact: true }).click();
    expect(await begun).toEqual({ recipe: 'Bearing ring', from: { id: 'bearing-ring', version: 1 } });
  });

  test('the command line that does the same can be copied', async ({ station, page }) => {
    await new BenchPage(page).begin(station.url, 'Gear wheel');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Command line' }).click();
    await page.getByRole('button', { name: 'Copy: Command' }).click();
    await expect(page.getByRole('button', { name: 'Copy: Command' })).toHaveText('Copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('sigmaline calibrate --settings');
  });
});
