import { samplePart } from './support/sampleParts.ts';
import { condition, ordinaryParts, SETTINGS_RESET, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

test.describe('the connection', () => {
  test.beforeEach(({ station }) => {
    station.status = workingStatus();
    station.record(...ordinaryParts(30, 'pass'));
  });

  test('takes the verdict off the screen when it is lost, and mends itself', async ({ station, operator }) => {
    await operator.open(station.url);
    await expect(operator.verdict).toContainText('Pass');

    station.cutConnections();
    await expect(operator.verdict).toContainText('Not inspecting');
    await expect(operator.verdict).not.toContainText('Pass');
    await expect(operator.image).toHaveCount(0);
    await expect(operator.health).toContainText('Lost');
    await expect(operator.page.getByRole('region', { name: 'Last parts' })).toContainText('not current');

    station.record(samplePart({ number: 31, verdict: 'fail' }));
    station.mendConnections();
    await expect(operator.verdict).toContainText('No. 31');
    await expect(operator.verdict).toContainText('Fail');
    await expect(operator.row(31)).toBeVisible();
  });

  test('counts as lost when the station falls silent on an open line', async ({ station, operator }) => {
    const { page } = operator;
    await page.clock.install();
    await operator.open(station.url);
    await expect(operator.verdict).toContainText('Pass');
    station.silent = true;
    // Two seconds of the page, however busy the machine is.
    await page.clock.runFor(2000);
    expect(await page.getByText('No connection to the station').first().isVisible()).toBe(true);
    await expect(operator.verdict).not.toContainText('Pass');
    station.silent = false;
    await expect(operator.verdict).toContainText('Pass');
  });

  test('comes back to live when it was lost while an old part was looked at', async ({ station, operator }) => {
    await operator.open(station.url);
    await operator.row(28).click();
    await expect(operator.backToLive).toBeVisible();
    station.cutConnections();
    await expect(operator.verdict).toContainText('Not inspecting');
    station.mendConnections();
    await expect(operator.verdict).toContainText('No. 30');
    await expect(operator.backToLive).toHaveCount(0);
  });

  test('lost while a screen is opened for the first time: the page comes back with that screen', async ({
    station,
    operator,
  }) => {
    const { page } = operator;
    await operator.open(station.url);
    await expect(operator.verdict).toContainText('Pass');
    // Scripts are out of reach until the page asks for itself again.
    let isAway = true;
    page.on('request', (request) => {
      if (request.isNavigationRequest()) isAway = false;
    });
    await page.route('**/*.js', (route) => (isAway ? route.abort() : route.continue()));
    await page.getByRole('link', { name: 'Records' }).click();
    await expect(page.getByRole('main')).toContainText('The connection to the station is lost');
    await expect(
      page.getByRole('list', { name: 'Records that were found' }).getByRole('listitem').first(),
    ).toBeVisible();
  });

  test('shows no verdict before the station answers for the first time', async ({ station, operator }) => {
    station.silent = true;
    await operator.open(station.url);
    await expect(operator.verdict).toContainText('Connecting');
    station.silent = false;
    await expect(operator.verdict).toContainText('Pass');
  });
});

test.describe('an address that is out of date', () => {
  test('says so at once, instead of trying for ever', async ({ station, operator }) => {
    station.status = workingStatus();
    station.record(...ordinaryParts(5, 'pass'));
    await operator.open(station.url);
    await expect(operator.verdict).toContainText('Pass');
    station.refusing = true;
    station.cutConnections();
    await expect(operator.page.getByRole('heading', { name: 'This address does not open the station' })).toBeVisible();
    await expect(operator.verdict).toHaveCount(0);
  });
});

test.describe('the health of the station', () => {
  test('says what is wrong and what to do, the worst first', async ({ station, operator }) => {
    station.status = workingStatus();
    station.record(...ordinaryParts(5, 'pass'));
    await operator.open(station.url);
    await expect(operator.verdict).toContainText('Pass');
    station.changeStatus({
      disk: { state: 'full', scarce: 'bytes', freeBytes: 0, totalBytes: 5e11, freeFiles: 0 },
      conditions: [
        condition('station.disk-full', { folder: '/data' }, 'alarm'),
        condition('backup.failed', { folder: '/backup', reason: 'it is read-only' }),
        SETTINGS_RESET,
      ],
    });
    await expect(operator.health).toContainText('Full');
    // What covers the verdict says all of its own trouble; the strip has the others.
    await expect(operator.verdict).toContainText('Free some space');
    const strip = operator.page.getByRole('alert').filter({ hasText: '/backup' });
    await expect(strip).toBeVisible();
    await expect(operator.page.getByText('Free some space')).toHaveCount(1);
    await strip.getByRole('button', { name: '1 more' }).click();
    const dialog = operator.page.getByRole('dialog', { name: 'Health of the station' });
    await expect(dialog).toContainText('the defaults are used');
    // The verdict is neither dimmed nor covered.
    const [below, verdict] = [await dialog.boundingBox(), await operator.verdict.boundingBox()];
    expect(below!.y).toBeGreaterThanOrEqual(verdict!.y + verdict!.height);
    await expect(operator.page.locator('.veil')).toHaveCount(0);
    await operator.page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });
});
