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

  test('says how the running shift stands and how the ones before stood, by recipe and lot', async ({
    station,
    page,
  }) => {
    await page.goto(`${station.url}#/shift`);
    const board = page.getByRole('region', { name: 'Shift board' });
    const figure = (name: string) =>
      board
        .getByRole('definition')
        .and(board.locator(`dt:has-text("${name}") + dd`))
        .first();
    await expect(figure('Inspected')).toHaveText('60');
    await expect(figure('Backlog')).toHaveText('4');
    await test.step('where parts have several views, by its parts', async () => {
      const { shift } = station.status;
      station.changeStatus({ shift: { ...shift, pass: 20, review: 1, fail: 5, error: 6, images: 60 } });
      await expect(figure('Inspected')).toHaveText('32');
      await expect(figure('Review')).toHaveText('1');
      await expect(figure('First-pass yield')).toContainText('62.5');
      station.changeStatus({ shift });
      await expect(figure('Inspected')).toHaveText('60');
    });
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

  test('says that its figures cannot be read, and why', async ({ station, page }) => {
    station.handlers['records.figures'] = () => {
      throw new Error('The index cannot be read');
    };
    await page.goto(`${station.url}#/shift`);
    await expect(page.getByRole('region', { name: 'Shift board' })).toContainText('Something unexpected failed');
  });
});
