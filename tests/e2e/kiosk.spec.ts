import { samplePart } from './support/sampleParts.ts';
import { ALL_LANES_FAILED, ordinaryParts, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

test.describe('the board', () => {
  test.beforeEach(({ station }) => {
    station.status = workingStatus();
    station.record(...ordinaryParts(30, 'pass'));
  });

  test('shows the verdict of the part at the line and the counters of the shift, and nothing to touch', async ({
    station,
    page,
  }) => {
    await page.goto(`${station.url}board`);
    const verdict = page.getByRole('status');
    await expect(verdict).toHaveText('Pass');
    station.deliver(samplePart({ number: 31, verdict: 'fail' }));
    await expect(verdict).toHaveText('Fail');
    // Whatever waits for the verdict of an old image may have gone on.
    station.deliver(samplePart({ number: 32, verdict: 'pass', fileTime: new Date(Date.now() - 420_000) }));
    await expect(verdict).toContainText('Late: image of');
    await expect(verdict).not.toHaveClass(/on-pass/);
    await expect(page.getByRole('term').filter({ hasText: 'Inspected' })).toBeVisible();
    expect(await page.getByRole('button').or(page.getByRole('link')).count()).toBe(0);
  });

  test('shows no verdict while nothing is inspected, and says why', async ({ station, page }) => {
    station.record(samplePart({ number: 31, verdict: 'pass', recordedAt: new Date(Date.now() - 60_000) }));
    station.status = { ...workingStatus(), conditions: [ALL_LANES_FAILED] };
    await page.goto(`${station.url}board`);
    await expect(page.getByRole('status')).toContainText('Not inspecting');
    await expect(page.getByText(/The inference process cannot start/)).toBeVisible();
  });

  test('does not say that the station is in order while no part comes that should', async ({ station, page }) => {
    const since = new Date(Date.now() - 60_000).toISOString();
    const quiet = { waitingSince: since, quietSince: since, downtime: { since, reason: 'nothing-arrived' } } as const;
    const { sources, ...status } = workingStatus();
    station.status = { ...status, sources: sources.map((source) => ({ ...source, ...quiet })) };
    station.record(samplePart({ number: 31, verdict: 'pass', recordedAt: new Date(Date.now() - 120_000) }));
    await page.goto(`${station.url}board`);
    await expect(page.getByRole('status')).toContainText('No part since');
    await expect(page.getByText('check the camera')).toBeVisible();
    await expect(page.getByText('The station is in order')).toHaveCount(0);
  });

  test('takes its verdict away when the station is gone', async ({ station, page }) => {
    await page.goto(`${station.url}board`);
    await expect(page.getByRole('status')).toHaveText('Pass');
    station.cutConnections();
    await expect(page.getByRole('status')).toContainText('Not inspecting');
  });
});

test('a page that is older than its station is loaded anew, once', async ({ station, page }) => {
  station.status = { ...workingStatus(), softwareVersion: '9.9.9' };
  let loads = 0;
  page.on('domcontentloaded', () => {
    loads += 1;
  });
  await page.goto(station.url);
  await expect.poll(() => loads).toBe(2);
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
  station.status = { ...station.status, name: 'Line 4' };
  station.emit('station.changed', station.status);
  await expect(page.getByText('Line 4')).toBeVisible();
  expect(loads).toBe(2);
});

for (const path of ['', 'board']) {
  test(`a page of ${path || 'the line'} whose own code fails shows no verdict any more, and is loaded anew`, async ({
    station,
    page,
  }) => {
    station.status = workingStatus();
    station.record(...ordinaryParts(30, 'pass'));
    let loads = 0;
    page.on('domcontentloaded', () => {
      loads += 1;
    });
    await page.goto(`${station.url}${path}`);
    await expect(page.getByText('Pass', { exact: true }).first()).toBeVisible();
    const shown = await page.evaluate(() => {
      window.dispatchEvent(new ErrorEvent('error', { error: new Error('a fault of the page') }));
      return document.body.textContent;
    });
    expect(shown?.trim()).toBe('Not inspectingNo verdict is current. Do not use this screen to pass parts.');
    await expect.poll(() => loads).toBe(2);
    await expect(page.getByText('Pass', { exact: true }).first()).toBeVisible();
  });
}

test('a browser covers the whole screen, and says whether it keeps it lit', async ({ station, page }) => {
  station.status = workingStatus();
  await page.goto(`${station.url}#/setup/screen`);
  await page.getByRole('button', { name: 'Cover the whole screen' }).click();
  await expect(page.getByRole('button', { name: 'Leave the whole screen' })).toBeVisible();
  expect(await page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
  await expect(page.getByText(/The screen stays lit\.|This browser does not keep the screen lit\./)).toBeVisible();
  await page.getByRole('button', { name: 'Leave the whole screen' }).click();
  await expect(page.getByText('While the page covers the whole screen, the screen stays lit.')).toBeVisible();
});
