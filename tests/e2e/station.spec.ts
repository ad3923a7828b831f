import { readFile } from 'node:fs/promises';
import { RealStation } from './support/realStation.ts';
import { expect, test } from './support/test.ts';

/** On a busy machine. */
const FIRST_PART_MS = 120_000;

test('the station itself: from its first start over the demo line to verdicts, heatmaps and a CSV', async ({
  page,
  operator,
  setup,
}) => {
  test.setTimeout(FIRST_PART_MS + 120_000);
  const station = await RealStation.start();
  try {
    await operator.open(station.url);
    // From here on the session's cookie carries the token.
    const address = new URL('/', station.url).href;
    await page.getByRole('button', { name: 'Start the demo line' }).click();
    await expect(operator.verdict).toContainText('Calibrating the sample product');

    await expect(operator.rows.first()).toBeVisible({ timeout: FIRST_PART_MS });
    await expect(operator.row(3)).toBeVisible({ timeout: 60_000 });
    await expect(operator.verdict).toContainText(/Pass|Review|Fail/);
    await expect(operator.image).toHaveJSProperty('tagName', 'CANVAS');
    await expect(operator.heatmap).toBeVisible();
    await expect(operator.gauge).toBeVisible();
    await expect(operator.health).toContainText('Connected');

    const again = await station.startAgain();
    expect(again.said).toContain('[station.locked]');
    expect(again.isFound).toBe(true);

    await operator.row(1).click();
    await expect(operator.verdict).toContainText('You are looking at No. 1');
    await expect(operator.image).toHaveAccessibleName(/Image of No\. 1:/);

    await setup.open(address, 'demo');
    await page.getByRole('button', { name: 'Stop the demo line' }).click();
    await expect(page.getByRole('button', { name: 'Start the demo line' })).toBeVisible();

    await setup.open(address, 'export');
    await page.getByRole('button', { name: 'Everything' }).click();
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /^Download .*\.csv/ }).click(),
    ]);
    const csv = await readFile(await download.path(), 'utf8');
    expect(csv.trim().split('\r\n').length).toBeGreaterThanOrEqual(4);

    await setup.open(address, 'recipes');
    await setup.productName.fill('Nothing there');
    await setup.goodFolder.fill('/no/such/folder');
    await setup.calibrate.click();
    await expect(setup.goodFolder).toHaveAccessibleDescription(/does not exist/);
  } finally {
    await station.stop();
  }
});
