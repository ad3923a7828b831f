import { randomUUID } from 'node:crypto';
import type { RequestInput } from '../../shared/contract/index.ts';
import { SigmalineError } from '../../shared/domain/index.ts';
import { bearingRing, listedRecipe, ordinaryParts, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

test.describe('the first start', () => {
  test('offers the demo line beside an own set-up, and says why it cannot start', async ({ station, operator }) => {
    const { 'demo.start': start } = station.handlers;
    station.handlers['demo.start'] = () => {
      throw new SigmalineError('calibration.running');
    };
    await operator.open(station.url);
    await expect(operator.page.getByRole('heading', { name: 'Try it with the demo line' })).toBeVisible();
    await expect(operator.page.getByRole('link', { name: 'Open the set-up' })).toBeVisible();
    await operator.page.getByRole('button', { name: 'Start the demo line' }).click();
    const refusal = operator.page.getByRole('alert').filter({ hasText: 'A calibration is already running' });
    await expect(refusal).toBeVisible();

    station.handlers['demo.start'] = start;
    await operator.page.getByRole('button', { name: 'Start the demo line' }).click();
    await expect(operator.verdict).toContainText('Calibrating the sample product');
    const runId = randomUUID();
    station.emit('calibration.progress', { runId, phase: 'reading', done: 12, total: 60 });
    await expect(operator.verdict).toContainText('12 of 60');

    station.changeStatus({ ...workingStatus(), demo: 'running' });
    station.deliver(...ordinaryParts(1, 'pass'));
    await expect(operator.verdict).toContainText('Pass');
  });
});

test.describe('the list of recipes', () => {
  test('shows a version that comes from elsewhere by itself', async ({ station, setup }) => {
    station.status = workingStatus();
    await setup.open(station.url, 'recipes');
    await expect(setup.page.getByText('Version 1, in use since')).toBeVisible();
    station.handlers['recipe.list'] = () => ({
      recipes: [listedRecipe([bearingRing(), bearingRing({ version: 2 })], 2)],
      unusable: [],
    });
    await expect(setup.page.getByText('Version 2, in use since')).toBeVisible();
  });

  test('says at the name that it is taken', async ({ station, setup }) => {
    station.status = workingStatus();
    station.handlers['source.add'] = () => {
      throw new SigmalineError('source.name-taken', { source: 'Camera 1', folder: '/data/camera-1' });
    };
    const { page } = setup;
    await setup.open(station.url, 'sources');
    await page.getByLabel('Name', { exact: true }).fill('Camera 1');
    await page.getByRole('textbox', { name: 'Folder' }).first().fill('/data/other');
    await page.getByRole('button', { name: 'Add source' }).click();
    await expect(page.getByText('A source Camera 1 already exists')).toBeVisible();
    await expect(page.getByLabel('Name', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  });
});

test.describe('the station', () => {
  test('keeps its settings, in 24 hours and in order', async ({ station, setup }) => {
    station.status = workingStatus();
    const { page } = setup;
    await setup.open(station.url, 'station');
    await page.getByLabel('Name of the station').fill('Line 4');
    await page.getByRole('button', { name: 'Remove the shift at 22:00' }).click();
    await page.getByRole('button', { name: 'Add a shift' }).click();
    await page.getByLabel('Start of shift 3').fill('noon');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Every shift needs a time of day')).toBeVisible();
    await page.getByLabel('Start of shift 3').fill('5:30');
    await page.getByRole('radio', { name: 'Its image was written' }).click();
    await page.getByRole('radio', { name: 'The newest' }).click();
    await page.getByRole('radio', { name: 'The most parts per minute' }).click();
    await page.getByLabel('Execution provider').selectOption('CPU');
    await page.getByRole('button', { name: 'Save' }).click();
    // Beside the button: there the eye is.
    await expect(page.getByText('Saved.')).toBeInViewport();
    const [said, button] = [
      await page.getByText('Saved.').boundingBox(),
      await page.getByRole('button', { name: 'Save' }).boundingBox(),
    ];
    expect(Math.abs(button!.y - (said!.y + said!.height))).toBeLessThan(40);
    expect(station.settings).toMatchObject({
      stationName: 'Line 4',
      shiftStarts: ['05:30', '06:00', '14:00'],
      shiftsBy: 'file',
      judgeFirst: 'newest',
      lanes: 'throughput',
      executionProvider: 'cpu',
    });
    await expect(page.getByRole('banner')).toContainText('Line 4');
  });

  test('follows another screen in what was not touched, and says beside what was touched what it says now', async ({
    station,
    setup,
  }) => {
    station.status = workingStatus();
    const { page } = setup;
    await setup.open(station.url, 'station');
    const name = page.getByLabel('Name of the station');
    await name.fill('Line 4');
    await page.getByRole('radio', { name: 'The most parts per minute' }).click();
    station.changeSettings({ stationName: 'Line 9', judgeFirst: 'newest', shiftStarts: ['05:00', '13:00'] });
    await expect(name).toHaveAccessibleDescription(/Changed on another screen: now "Line 9"/);
    await expect(name).toHaveValue('Line 4');
    await expect(page.getByRole('radio', { name: 'The newest' })).toBeChecked();
    await expect(page.getByLabel('Start of shift 1')).toHaveValue('05:00');
    await expect(page.getByRole('radio', { name: 'The most parts per minute' })).toBeChecked();
    await expect(page.getByText('Changed on another screen')).toHaveCount(1);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    await expect(page.getByText('Changed on another screen')).toHaveCount(0);
    expect(station.settings).toMatchObject({
      stationName: 'Line 4',
      judgeFirst: 'newest',
      lanes: 'throughput',
      shiftStarts: ['05:00', '13:00'],
    });
  });

  test('says which setting another screen changed, keeps what was typed, and replaces it when asked again', async ({
    station,
    setup,
  }) => {
    station.status = workingStatus();
    const { page } = setup;
    await setup.open(station.url, 'station');
    await page.getByLabel('Name of the station').fill('Line 4');
    await page.getByRole('radio', { name: 'The most parts per minute' }).click();
    // The event of it is still on its way.
    station.settings = { ...station.settings, stationName: 'Line 9', judgeFirst: 'newest' };
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'Nothing was saved' })).toBeVisible();
    await expect(page.getByLabel('Name of the station')).toHaveAccessibleDescription(/now "Line 9"/);
    await expect(page.getByLabel('Name of the station')).toHaveValue('Line 4');
    await expect(page.getByRole('radio', { name: 'The newest' })).toBeChecked();
    expect(station.settings).toMatchObject({ stationName: 'Line 9', lanes: 'latency' });
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    expect(station.settings).toMatchObject({ stationName: 'Line 4', judgeFirst: 'newest', lanes: 'throughput' });
  });

  test('says a choice that another screen made as the form names it, and no more once the same is chosen', async ({
    station,
    setup,
  }) => {
    station.status = workingStatus();
    const { page } = setup;
    await setup.open(station.url, 'station');
    await page.getByLabel('Execution provider').selectOption('CPU');
    await page.getByRole('radio', { name: 'It was judged' }).click();
    station.changeSettings({ executionProvider: 'webgpu', shiftsBy: 'file' });
    await expect(page.getByLabel('Execution provider')).toHaveAccessibleDescription(/now "WebGPU"/);
    await expect(page.getByText('on another screen: now "Its image was written"')).toBeVisible();
    await page.getByRole('radio', { name: 'Its image was written' }).click();
    await expect(page.getByText('on another screen: now "Its image was written"')).toHaveCount(0);
  });
});

test.describe('exporting', () => {
  test('writes a span of time and offers the file', async ({ station, setup }) => {
    station.status = workingStatus();
    station.record(...ordinaryParts(12, 'pass'));
    let asked: RequestInput<'export.start'> | null = null;
    const start = station.handlers['export.start'];
    station.handlers['export.start'] = (input, caller) => {
      asked = input;
      return start(input, caller);
    };
    await setup.open(station.url, 'export');
    await setup.page.getByRole('button', { name: 'This shift' }).click();
    await setup.page.getByRole('button', { name: 'Export', exact: true }).click();
    await expect(setup.page.getByText('12 records written')).toBeVisible();
    expect(asked).toMatchObject({
      filter: { from: station.status.shift.startedAt, to: null },
      contents: { table: 'programs' },
    });
    const [download] = await Promise.all([
      setup.page.waitForEvent('download'),
      setup.page.getByRole('link', { name: /^Download .*\.csv/ }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.csv$/);
  });

  test('refuses a span that ends before it begins', async ({ station, setup }) => {
    station.status = workingStatus();
    await setup.open(station.url, 'export');
    await setup.page.getByLabel('From', { exact: true }).fill('2026-11-23T10:00');
    await setup.page.getByLabel('To', { exact: true }).fill('2026-11-23T09:00');
    await setup.page.getByRole('button', { name: 'Export', exact: true }).click();
    await expect(setup.page.getByLabel('To', { exact: true })).toHaveAccessibleDescription(/must be later/);
  });
});
