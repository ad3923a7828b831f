import type { Page } from '@playwright/test';
import { troubledParts, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

const HOUR_MS = 3_600_000;

test.describe('the shift board', () => {
  test.beforeEach(({ station }) => {
    const status = workingStatus();
    const [source] = status.sources;
    const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
    station.status = { ...status, backlog: 4, shift: { ...status.shift, startedAt: ago(HOUR_MS / 2) } };
    station.downtimes.push({
      sourceId: source!.id,
      sourceName: source!.name,
      reason: 'no-lane',
      began: ago(900_000),
      ended: ago(600_000),
    });
    // Half of these parts came in the shift before.
    station.record(...troubledParts());
  });

  /** What stands below a word of the board. */
  const figureOf = (page: Page, name: string) => {
    const board = page.getByRole('region', { name: 'Shift board' });
    return board
      .getByRole('definition')
      .and(board.locator(`dt:has-text("${name}") + dd`))
      .first();
  };

  test('says how the running shift stands and how the ones before stood, by recipe and lot', async ({
    station,
    page,
  }) => {
    await page.goto(`${station.url}#/shift`);
    const board = page.getByRole('region', { name: 'Shift board' });
    const figure = (name: string) => figureOf(page, name);
    await expect(figure('Inspected')).toHaveText('60');
    await expect(figure('Backlog')).toHaveText('4');
    await expect(board.getByRole('region', { name: 'Downtime' })).toContainText('5 min: Camera 1, no lane was running');
    await expect(board.getByRole('region', { name: 'Pace' })).toContainText('From image to verdict');
    const causes = board.getByRole('region', { name: 'Why parts did not pass' }).getByRole('listitem');
    await expect(causes.first()).toContainText('Not decided yet');
    await expect(causes.last()).toContainText('Not judged: image was cut off');
    await expect(causes.last()).toContainText('100');

    await page.getByRole('button', { name: 'An older shift' }).click();
    await expect(board.getByRole('heading', { level: 2 }).first()).toContainText('The shift before');
    await expect(figure('Inspected')).toHaveText('60');
    await expect(board.getByText('Backlog')).toHaveCount(0);
    await page.getByLabel('Lot').selectOption('2026-W48');
    await expect(figure('Inspected')).toHaveText('0');
    await expect(board.getByText('No part was inspected.')).toBeVisible();
    await page.getByRole('button', { name: 'A newer shift' }).click();
    await expect(figure('Inspected')).toHaveText('60');
  });

  test('counts parts where they have several views, and says where it counts images', async ({ station, page }) => {
    const { shift } = station.status;
    station.changeStatus({ shift: { ...shift, pass: 20, review: 1, fail: 5, error: 6, images: 60 } });
    await page.goto(`${station.url}#/shift`);
    for (const shown of ['This shift', 'The shift before']) {
      await expect(page.getByRole('heading', { level: 2 }).first()).toContainText(shown);
      await expect(figureOf(page, 'Inspected')).toHaveText('32');
      await expect(figureOf(page, 'Review')).toHaveText('1');
      await expect(figureOf(page, 'First-pass yield')).toContainText('62.5');
      await expect(page.getByText('images, and the share up to here')).toBeVisible();
      await page.getByRole('button', { name: 'An older shift' }).click();
    }
    await page.getByRole('button', { name: 'A newer shift' }).click();
    await page.getByLabel('Recipe').selectOption({ index: 1 });
    await expect(figureOf(page, 'Images')).toHaveText('60');
  });

  test('says that its figures cannot be read, and why', async ({ station, page }) => {
    station.handlers['records.figures'] = () => {
      throw new Error('The index cannot be read');
    };
    await page.goto(`${station.url}#/shift`);
    await expect(page.getByRole('region', { name: 'Shift board' })).toContainText('Something unexpected failed');
  });
});
