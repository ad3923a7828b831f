import { randomUUID } from 'node:crypto';
import { SigmalineError } from '../../shared/domain/index.ts';
import { bearingRing, ordinaryParts, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

test.describe('the first start', () => {
  test('offers the demo line beside an own set-up', async ({ station, operator }) => {
    await operator.open(station.url);
    await expect(operator.page.getByRole('heading', { name: 'Try it with the demo line' })).toBeVisible();
    await expect(operator.page.getByRole('link', { name: 'Open the set-up' })).toBeVisible();

    await operator.page.getByRole('button', { name: 'Start the demo line' }).click();
    await expect(operator.verdict).toContainText('Calibrating the sample product');
    const runId = randomUUID();
    station.emit('calibration.progress', { runId, phase: 'reading', done: 12, total: 60 });
    await expect(operator.verdict).toContainText('12 of 60');

    station.changeStatus({ ...workingStatus(), demo: 'running' });
    station.deliver(...ordinaryParts(1, 'pass'));
    await expect(operator.verdict).toContainText('Pass');
  });

  test('says why the demo line cannot start', async ({ station, operator }) => {
    station.handlers['demo.start'] = () => {
      throw new SigmalineError('calibration.running');
    };
    await operator.open(station.url);
    await operator.page.getByRole('button', { name: 'Start the demo line' }).click();
    await expect(
      operator.page.getByRole('alert').filter({ hasText: 'A calibration is running already' }),
    ).toBeVisible();
  });
});

test.describe('calibrating', () => {
  test.beforeEach(({ station }) => {
    station.status = workingStatus();
  });

  test('asks for what is missing beside each field, and moves there', async ({ station, setup }) => {
    await setup.open(station.url, 'recipes');
    await setup.target.fill('70');
    await setup.calibrate.click();
    await expect(setup.productName).toHaveAccessibleDescription(/This is needed/);
    await expect(setup.goodFolder).toHaveAccessibleDescription(/This is needed/);
    await expect(setup.target).toHaveAccessibleDescription(/A number from 0.1 to 50/);
    await expect(setup.productName).toBeFocused();
  });

  test("puts the station's own sentence beside the field that it is about", async ({ station, setup }) => {
    station.handlers['calibration.start'] = ({ goodFolder }) => {
      throw new SigmalineError('folder.not-found', { folder: goodFolder });
    };
    await setup.open(station.url, 'recipes');
    await setup.productName.fill('Bearing ring');
    await setup.goodFolder.fill('/nowhere');
    await setup.calibrate.click();
    await expect(setup.goodFolder).toHaveAccessibleDescription(/The folder \/nowhere does not exist/);
    await expect(setup.goodFolder).toBeFocused();
  });

  test('says how many images a target needs', async ({ station, setup }) => {
    await setup.open(station.url, 'recipes');
    await expect(setup.target).toHaveAccessibleDescription(/at least 19 good images/);
    await setup.page.getByRole('button', { name: '1 %' }).click();
    await expect(setup.target).toHaveValue('1');
    await expect(setup.target).toHaveAccessibleDescription(/at least 99 good images/);
  });

  test('shows progress and then the limit with its bound in plain words', async ({ station, setup }) => {
    const runId = randomUUID();
    let asked: unknown;
    station.handlers['calibration.start'] = (input) => {
      asked = input;
      return { runId };
    };
    await setup.open(station.url, 'recipes');
    await setup.productName.fill('Bearing ring');
    await setup.goodFolder.fill('/data/good');
    await setup.target.fill('2,5');
    await setup.calibrate.click();
    await expect(setup.page.getByRole('region', { name: 'Calibrating Bearing ring' })).toBeVisible();
    expect(asked).toEqual({ recipeName: 'Bearing ring', goodFolder: '/data/good', backboneId: null, target: 0.025 });

    station.emit('calibration.progress', { runId, phase: 'fitting', done: 30, total: 60 });
    await expect(setup.page.getByRole('progressbar', { name: 'Fitting the Gaussians' })).toHaveAttribute(
      'aria-valuenow',
      '30',
    );

    station.emit('calibration.ended', { runId, recipe: bearingRing({ version: 2 }), error: null });
    const result = setup.page.getByRole('region', { name: 'Bearing ring is calibrated' });
    await expect(result).toContainText(/about 5\s% score higher and are rejected/);
    await expect(result).toContainText(/With 95\s% confidence it is at most 10\.1\s%/);
    await expect(result).toContainText('fewer than 200 images');
  });

  test('tells the outcome even when it ended before the start was answered', async ({ station, setup }) => {
    const runId = randomUUID();
    station.handlers['calibration.start'] = () => {
      station.emit('calibration.ended', { runId, recipe: bearingRing(), error: null });
      return { runId };
    };
    await setup.open(station.url, 'recipes');
    await setup.productName.fill('Bearing ring');
    await setup.goodFolder.fill('/data/good');
    await setup.calibrate.click();
    await expect(setup.page.getByRole('region', { name: 'Bearing ring is calibrated' })).toBeVisible();
  });

  test('leaves the form alone when a calibration ends that was not started here', async ({ station, setup }) => {
    const runId = randomUUID();
    await setup.open(station.url, 'recipes');
    await expect(setup.calibrate).toBeVisible();
    station.emit('calibration.progress', { runId, phase: 'reading', done: 3, total: 60 });
    await expect(setup.page.getByText('3 of 60')).toBeVisible();
    station.emit('calibration.ended', { runId, recipe: bearingRing(), error: null });
    await expect(setup.calibrate).toBeVisible();
  });

  test('can be cancelled', async ({ station, setup }) => {
    const runId = randomUUID();
    station.handlers['calibration.cancel'] = (input) => {
      expect(input.runId).toBe(runId);
      station.emit('calibration.ended', {
        runId,
        recipe: null,
        error: { code: 'calibration.cancelled', message: '', details: {} },
      });
      return {};
    };
    await setup.open(station.url, 'recipes');
    await expect(setup.calibrate).toBeVisible();
    station.emit('calibration.progress', { runId, phase: 'reading', done: 3, total: 60 });
    await setup.cancel.click();
    await expect(setup.calibrate).toBeVisible();
  });

  test('tells why it did not succeed', async ({ station, setup }) => {
    const runId = randomUUID();
    await setup.open(station.url, 'recipes');
    await expect(setup.calibrate).toBeVisible();
    station.emit('calibration.ended', {
      runId,
      recipe: null,
      error: {
        code: 'calibration.identical-images',
        message: 'All 20 good images are the same.',
        details: { count: 20 },
      },
    });
    await expect(setup.page.getByRole('alert').filter({ hasText: 'All 20 good images are the same' })).toBeVisible();
  });
});

test.describe('sources', () => {
  test.beforeEach(({ station }) => {
    station.status = workingStatus();
  });

  test('are added with a folder and a recipe', async ({ station, setup }) => {
    await setup.open(station.url, 'sources');
    await setup.page.getByLabel('Name').fill('Camera 2');
    await setup.page.getByLabel('Folder that the camera writes to').fill('/data/camera-2');
    await expect(setup.page.getByLabel('Recipe')).toHaveValue('bearing-ring');
    await setup.page.getByRole('button', { name: 'Add source' }).click();
    await expect(setup.page.getByRole('heading', { name: 'Camera 2' })).toBeVisible();
    await expect(setup.page.getByLabel('Name')).toHaveValue('');
  });

  test('that are watched already are refused beside the field', async ({ station, setup }) => {
    station.handlers['source.add'] = ({ folder }) => {
      throw new SigmalineError('source.duplicate', { folder, source: 'Camera 1' });
    };
    await setup.open(station.url, 'sources');
    await setup.page.getByLabel('Name').fill('Camera 2');
    await setup.page.getByLabel('Folder that the camera writes to').fill('/data/camera-1');
    await setup.page.getByRole('button', { name: 'Add source' }).click();
    await expect(setup.page.getByLabel('Folder that the camera writes to')).toHaveAccessibleDescription(
      /is watched already/,
    );
  });

  test('are removed only after a question', async ({ station, setup }) => {
    await setup.open(station.url, 'sources');
    await setup.page.getByRole('button', { name: 'Remove Camera 1' }).click();
    const question = setup.page.getByRole('alertdialog', { name: 'Remove Camera 1?' });
    await expect(question).toContainText('stay where they are');
    await question.getByRole('button', { name: 'Keep it' }).click();
    await expect(setup.page.getByRole('heading', { name: 'Camera 1' })).toBeVisible();
    await setup.page.getByRole('button', { name: 'Remove Camera 1' }).click();
    await question.getByRole('button', { name: 'Remove' }).click();
    await expect(setup.page.getByText('No folder is watched yet.')).toBeVisible();
  });
});

test.describe('exporting', () => {
  test('writes a span of time and offers the file', async ({ station, setup }) => {
    station.status = workingStatus();
    station.record(...ordinaryParts(12, 'pass'));
    let asked: { from: string | null; to: string | null } | null = null;
    station.handlers['export.csv'] = (input) => {
      asked = input;
      return { id: randomUUID(), fileName: 'records.csv', rows: 12 };
    };
    await setup.open(station.url, 'export');
    await setup.page.getByRole('button', { name: 'This shift' }).click();
    await setup.page.getByRole('button', { name: 'Write CSV' }).click();
    await expect(setup.page.getByText('12 records written')).toBeVisible();
    expect(asked).toEqual({ from: station.status.shift.startedAt, to: null });
    const [download] = await Promise.all([
      setup.page.waitForEvent('download'),
      setup.page.getByRole('link', { name: 'Download records.csv' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.csv$/);
  });

  test('refuses a span that ends before it begins', async ({ station, setup }) => {
    station.status = workingStatus();
    await setup.open(station.url, 'export');
    await setup.page.getByLabel('From').fill('2026-11-23T10:00');
    await setup.page.getByLabel('To').fill('2026-11-23T09:00');
    await setup.page.getByRole('button', { name: 'Write CSV' }).click();
    await expect(setup.page.getByLabel('To')).toHaveAccessibleDescription(/must be later/);
  });
});
