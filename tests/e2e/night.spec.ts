import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { RealStation } from './support/realStation.ts';
import { expect, test } from './support/test.ts';

/** On a busy machine. */
const FAILURES_MS = 180_000;
const PASSWORD = 'correct horse battery';

/** The station is protected by Chen Wei, who is in charge of quality and, at this small plant, of the station too. */
async function protect(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Open station' }).click();
  await page.getByLabel('Name, as it is printed').fill('Chen Wei');
  await page.getByLabel('Sign-in id').fill('chen');
  await page.getByLabel(/^New password/).fill(PASSWORD);
  await page.getByLabel('The new one again').fill(PASSWORD);
  await page.getByRole('button', { name: 'Protect this station' }).click();
  await expect(page.getByRole('button', { name: /^Chen Wei/ })).toBeVisible();
}

async function sign(page: Page, reason: string): Promise<void> {
  const window = page.getByRole('dialog').last();
  await window.getByLabel('Reason').fill(reason);
  const id = window.getByLabel('Sign-in id');
  if (await id.isVisible()) await id.fill('chen');
  await window.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await window.getByRole('button', { name: 'Sign', exact: true }).click();
}

async function download(page: Page, name: RegExp): Promise<Buffer> {
  const link = page.getByRole('link', { name }).last();
  const [saved] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    link.click({ timeout: 60_000 }),
  ]);
  return readFile(await saved.path());
}

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** The first page as poppler draws it, and the share of it that is not white. */
function pictureOf(pdf: Buffer): { readonly width: number; readonly height: number; readonly inked: number } {
  const { stdout: drawn, error } = spawnSync('pdftoppm', ['-r', '60', '-gray', '-singlefile', '-f', '1', '-'], {
    input: pdf,
  });
  if (error !== undefined)
    throw new Error(`pdftoppm draws the PDF of a report, and is missing (poppler-utils): ${error.message}`);
  const [head = '', width = '0', height = '0'] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(drawn.toString('latin1')) ?? [];
  const samples = drawn.subarray(head.length);
  const inked = samples.filter((sample) => sample < 200).length / samples.length;
  return { width: Number(width), height: Number(height), inked };
}

test("a night's failures are found, looked at, decided on with a signature, exported and verified", {
  tag: '@long',
}, async ({ page }) => {
  test.setTimeout(FAILURES_MS + 240_000);
  // Of every four parts three are bad.
  const station = await RealStation.start({ goodOnLine: 1 });
  try {
    await page.goto(station.url);
    const address = new URL('/', station.url).href;
    await page.getByRole('button', { name: 'Start the demo line' }).click();
    // Protected, a station begins to inspect by approved versions only; what inspects already goes on.
    await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('No. 1', { timeout: 120_000 });
    await protect(page);
    const found = page.getByRole('list', { name: 'Records that were found' }).getByRole('listitem');

    await test.step('failures are found', async () => {
      await page.getByRole('link', { name: 'Records' }).click();
      await page.getByRole('button', { name: 'Not decided', exact: true }).click();
      await expect(async () => {
        await page.getByRole('button', { name: 'This shift' }).click();
        await page.getByRole('button', { name: 'All time' }).click();
        expect(await found.count()).toBeGreaterThanOrEqual(4);
      }).toPass({ timeout: FAILURES_MS, intervals: [1000] });
      await page.goto(`${address}#/setup/demo`);
      await page.getByRole('button', { name: 'Stop the demo line' }).click();
      await page.goBack();
      await page.getByRole('button', { name: 'Fail', exact: true }).click();
      await expect(found.first()).toContainText('Fail');
    });

    await test.step('one is looked at, verified, judged again and decided on', async () => {
      await found.first().getByRole('button').last().click();
      await expect(page.getByTestId('record-heatmap')).toBeVisible();
      await expect(page.getByText(/held-out good images/)).toBeVisible();
      await page.getByRole('button', { name: 'Verify' }).click();
      await expect(page.getByText('The record is as it was written')).toBeVisible();
      await expect(page.getByText('Does not hold')).toHaveCount(0);
      await page.getByRole('button', { name: 'Judge again' }).click();
      await expect(page.getByText('bit for bit')).toBeVisible({ timeout: 60_000 });
      await page.getByRole('button', { name: 'Decide', exact: true }).click();
      await page.getByRole('button', { name: 'Confirm reject' }).click();
      await page.getByRole('button', { name: 'Really bad' }).click();
      await page.getByRole('button', { name: 'Decide', exact: true }).click();
      await expect(page.getByRole('region', { name: 'Decision' })).toContainText('Chen Wei');
      await page.keyboard.press('Escape');
    });

    await test.step('the others are released at once, with one signature', async () => {
      const waiting = page.getByRole('checkbox');
      await expect(waiting.nth(1)).toBeVisible();
      for (const place of [0, 1]) await waiting.nth(place).check();
      await page.getByRole('button', { name: 'Decide about 2' }).click();
      const window = page.getByRole('dialog');
      await window.getByRole('button', { name: 'Release', exact: true }).click();
      await window.getByRole('button', { name: 'Dust, oil or water' }).click();
      await window.getByRole('button', { name: 'Decide about 2' }).click();
      await sign(page, 'Wiped, and looked at by hand');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await expect(found.filter({ hasText: 'Released' })).toHaveCount(2);
    });

    const records = await test.step('what was found is exported', async () => {
      await page.getByRole('button', { name: 'Not decided', exact: true }).click();
      await expect(page.getByText(/^[3-9]\d* records|^[12]\d+ records/)).toBeVisible();
      await page.getByRole('button', { name: 'Export', exact: true }).click();
      const window = page.getByRole('dialog');
      await window.getByLabel('JSON Lines, the form that can be verified').check();
      await window.getByRole('button', { name: 'Export', exact: true }).click();
      const [lines, manifest] = [await download(page, /\.jsonl/), await download(page, /manifest.*\.json/)];
      const told = JSON.parse(manifest.toString()) as { files: { name: string; sha256: string }[] };
      expect(told.files.find(({ name }) => name.endsWith('.jsonl'))?.sha256).toBe(sha256(lines));
      await page.keyboard.press('Escape');
      return lines.toString().trimEnd().split('\n');
    });

    await test.step('its certificate is a document that can be looked at', async () => {
      await found.first().getByRole('button').last().click();
      await page.getByRole('button', { name: 'Certificate' }).click();
      const pdf = await download(page, /^Download/);
      const drawn = pictureOf(pdf);
      expect([drawn.width, drawn.height].every((size) => size > 400)).toBe(true);
      expect(drawn.inked).toBeGreaterThan(0.01);
    });

    await station.end();
    const database = new Database(join(station.dataFolder, 'station.sqlite'), { readonly: true });
    const hashes = new Set(
      database
        .prepare("SELECT body ->> '$.new.record' FROM audit_entry WHERE action = 'inspection.recorded'")
        .pluck()
        .all(),
    );
    database.close();
    expect(records.length).toBeGreaterThanOrEqual(3);
    expect(records.filter((line) => !hashes.has(sha256(Buffer.from(line))))).toEqual([]);
    const verified = execFileSync(process.execPath, [station.verifier, join(station.dataFolder, 'station.sqlite')]);
    expect(verified.toString()).toContain('intact');
  } finally {
    await station.stop();
  }
});
