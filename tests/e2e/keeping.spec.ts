import { SigmalineError } from '../../shared/domain/index.ts';
import { workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

test.describe('keeping', () => {
  test.beforeEach(async ({ station, setup }) => {
    station.status = workingStatus();
    await setup.open(station.url, 'keeping');
  });

  test('a rule is saved only after it was seen what it removes, and again after each change', async ({
    station,
    setup,
  }) => {
    const { page } = setup;
    await page.getByLabel('Name', { exact: true }).fill('Maps of good parts');
    await page.getByRole('checkbox', { name: 'Pass' }).check();
    await page.getByRole('button', { name: 'Show what it removes now' }).click();
    await expect(page.getByText('Anomaly maps: 12,480 files')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Save the rule' })).toBeVisible();
    await page.getByLabel('Older than').fill('30');
    await expect(page.getByRole('button', { name: 'Save the rule' })).toBeHidden();
    await page.getByRole('button', { name: 'Show what it removes now' }).click();
    await page.getByRole('button', { name: 'Save the rule' }).click();
    await expect(page.getByRole('heading', { name: 'Maps of good parts' })).toBeVisible();
    expect(station.settings.keeping.rules).toMatchObject([
      { name: 'Maps of good parts', what: ['maps'], olderThanDays: 30, overGigabytes: null, verdicts: ['pass'] },
    ]);
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await expect(page.getByText('Nothing is removed by itself.')).toBeVisible();
  });

  test('a rule without an age and a size is told what is missing', async ({ setup }) => {
    const { page } = setup;
    await page.getByLabel('Name', { exact: true }).fill('All');
    await page.getByLabel('Older than').fill('');
    await page.getByRole('button', { name: 'Show what it removes now' }).click();
    await expect(page.getByText('Enter an age, a size, or both.')).toBeVisible();
  });

  test('a hold is placed with a reason, and lifted with one', async ({ setup }) => {
    const { page } = setup;
    await page.getByRole('tab', { name: 'Holds' }).click();
    await page.getByLabel('Lot', { exact: true }).last().fill('A-17');
    await page.getByRole('button', { name: 'Place the hold' }).click();
    await expect(page.getByLabel('Reason')).toHaveAttribute('aria-invalid', 'true');
    await page.getByLabel('Reason').fill('Complaint 8812');
    await page.getByRole('button', { name: 'Place the hold' }).click();
    await expect(page.getByRole('heading', { name: 'Lot A-17' })).toBeVisible();
    await page.getByRole('button', { name: 'Lift' }).click();
    await page.getByRole('region', { name: 'A-17' }).getByLabel('Reason').fill('Settled');
    await page.getByRole('region', { name: 'A-17' }).getByRole('button', { name: 'Lift' }).click();
    await expect(page.getByText(/Lifted at the open station.*Settled/)).toBeVisible();
  });

  test('a backup says what it lacks before it is restored', async ({ station, setup }) => {
    const { page } = setup;
    await page.getByRole('tab', { name: 'Backups' }).click();
    await page.getByRole('button', { name: 'Look at it' }).first().click();
    await expect(page.getByText('96 records, No. 1201 to 1296')).toBeVisible();
    await expect(page.getByText('Version 3 of the recipe ring')).toBeVisible();
    station.handlers['restore.start'] = ({ folder }) => {
      throw new SigmalineError('restore.folder', { folder, reason: 'is not empty' });
    };
    await page.getByLabel('New data folder').fill('/restored');
    await page.getByRole('button', { name: 'Restore into this folder' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'is not empty' })).toBeVisible();
    station.handlers['restore.start'] = ({ folder }) => ({ folder, records: 1, entries: 2, missingRecipes: [] });
    await page.getByRole('button', { name: 'Restore into this folder' }).click();
    await expect(page.getByText('Restored and verified: /restored.')).toBeVisible();
  });

  test('the bundle for support is listed before it is written', async ({ setup }) => {
    const { page } = setup;
    await page.getByRole('tab', { name: 'For support' }).click();
    await page.getByRole('button', { name: 'List the contents' }).click();
    await expect(page.getByText('versions.json')).toBeVisible();
    await page.getByRole('button', { name: 'Write the ZIP' }).click();
    await expect(page.getByRole('link', { name: /Save the ZIP/ })).toHaveAttribute('href', /diagnostics\//);
  });
});
