import { randomUUID } from 'node:crypto';
import { SigmalineError, sourceSubject } from '../../shared/domain/index.ts';
import { bearingRing, condition, ordinaryParts, watchedSource, workingStatus } from './support/states.ts';
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
      operator.page.getByRole('alert').filter({ hasText: 'A calibration is already running' }),
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
    await expect(setup.productName).toHaveAccessibleDescription(/This is required/);
    await expect(setup.goodFolder).toHaveAccessibleDescription(/This is required/);
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
    await expect(result).toContainText(/With 95\s% confidence, it is at most 10\.1\s%/);
    await expect(result).toContainText('fewer than 200 images');
    await expect(result).not.toContainText(/turned by/i);
  });

  test('tells the step of the variations, and by how much parts may lie turned', async ({ station, setup }) => {
    const runId = randomUUID();
    station.handlers['calibration.start'] = () => ({ runId });
    await setup.open(station.url, 'recipes');
    await setup.productName.fill('Bearing ring');
    await setup.goodFolder.fill('/data/good');
    await setup.calibrate.click();
    station.emit('calibration.progress', { runId, phase: 'varying', done: 120, total: 288 });
    await expect(setup.page.getByRole('progressbar', { name: 'Reading their variations' })).toHaveAttribute(
      'aria-valuenow',
      '120',
    );
    station.emit('calibration.ended', { runId, recipe: bearingRing({ turnsDegrees: [90, 180, 270] }), error: null });
    await expect(setup.page.getByRole('region', { name: 'Bearing ring is calibrated' })).toContainText(
      'turned by 90, 180, 270 degrees',
    );
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
      /is already watched/,
    );
  });

  test('that hold images already are added once it is said whether these are judged', async ({ station, setup }) => {
    const asked: unknown[] = [];
    const add = station.handlers['source.add'];
    station.handlers['source.add'] = (input, caller) => {
      asked.push(input.existing);
      return add(input, caller);
    };
    station.handlers['source.countExisting'] = ({ folder }) => ({ files: folder === '/data/camera-2' ? 1214 : 0 });
    const { page } = setup;
    await setup.open(station.url, 'sources');
    await page.getByLabel('Name').fill('Camera 2');
    await page.getByLabel('Folder that the camera writes to').fill('/data/camera-2');
    await page.getByRole('button', { name: 'Add source' }).click();
    await expect(page.getByRole('status').getByText('1,214 images are already here')).toBeInViewport();
    expect(asked).toEqual([]);
    await page.getByRole('radio', { name: 'Leave them' }).click();
    await page.getByRole('button', { name: 'Add source' }).click();
    await expect(page.getByRole('heading', { name: 'Camera 2' })).toBeVisible();
    expect(asked).toEqual(['leave']);
    await page.getByLabel('Name').fill('Camera 3');
    await page.getByLabel('Folder that the camera writes to').fill('/data/camera-3');
    await page.getByRole('button', { name: 'Add source' }).click();
    await expect(page.getByRole('heading', { name: 'Camera 3' })).toBeVisible();
    expect(asked).toEqual(['leave', 'judge']);
  });

  test('are added with options that are checked beside their fields before they are sent', async ({
    station,
    setup,
  }) => {
    let asked: unknown;
    const add = station.handlers['source.add'];
    station.handlers['source.add'] = (input, caller) => {
      asked = input.options;
      return add(input, caller);
    };
    const { page } = setup;
    await setup.open(station.url, 'sources');
    await page.getByLabel('Name').fill('Camera 2');
    await page.getByLabel('Folder that the camera writes to').fill('/data/camera-2');
    await page.getByText('More', { exact: true }).click();
    await page.getByLabel('Only these files').fill('*.png\n\n belt/** ');
    await page.getByLabel('Subfolders').selectOption('None, only the folder itself');
    await page.getByRole('radio', { name: /marker file beside it/ }).click();
    await page.getByLabel('An unfinished file is an error after').fill('soon');
    await page.getByRole('radio', { name: /Delete it/ }).click();
    await expect(page.getByText('cannot be restored')).toBeVisible();
    await page.getByLabel('Delete after').fill('14');
    await page.getByRole('button', { name: 'Add source' }).click();
    await expect(page.getByLabel('An unfinished file is an error after')).toHaveAccessibleDescription(
      /A number from 1/,
    );
    await expect(page.getByLabel('An unfinished file is an error after')).toBeFocused();
    expect(asked).toBeUndefined();

    await page.getByLabel('An unfinished file is an error after').fill('90');
    await page.getByRole('button', { name: 'Add source' }).click();
    const words = page.getByRole('list', { name: 'Special settings of this source' });
    await expect(words.getByRole('listitem')).toHaveText([
      'Only *.png, belt/**',
      'No subfolders',
      'Complete with .done',
      'Unfinished is an error after 90 s',
      'Deleted after 14 days',
    ]);
    expect(asked).toEqual({
      include: ['*.png', 'belt/**'],
      exclude: [],
      leaveOutSystemFiles: true,
      depth: 0,
      pattern: null,
      completion: { kind: 'sidecar', ending: '.done' },
      incompleteAfterSeconds: 90,
      lookEverySeconds: 2,
      afterwards: { kind: 'delete', days: 14 },
    });
  });

  test('are changed in the same form, but for their folder', async ({ station, setup }) => {
    const { page } = setup;
    await setup.open(station.url, 'sources');
    await page.getByRole('button', { name: 'Change Camera 1' }).click();
    const form = page.getByRole('region', { name: 'Change Camera 1' });
    await expect(form.getByLabel('Folder that the camera writes to')).toHaveAttribute('readonly');
    await form.getByLabel('Name').fill('Top camera');
    await form.getByText('More', { exact: true }).click();
    await form.getByRole('radio', { name: /archive/ }).click();
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form.getByLabel('Archive folder')).toHaveAccessibleDescription(/This is required/);
    await form.getByLabel('Archive folder').fill('/archive');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { name: 'Top camera' })).toBeVisible();
    await expect(page.getByText('Archived to /archive')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Add a source' })).toBeVisible();
  });

  test('send only what was touched, and show what another screen changed meanwhile', async ({ station, setup }) => {
    const { page } = setup;
    const asked: unknown[] = [];
    const change = station.handlers['source.change'];
    station.handlers['source.change'] = (input, caller) => {
      asked.push(input);
      return change(input, caller);
    };
    await setup.open(station.url, 'sources');
    await page.getByRole('button', { name: 'Change Camera 1' }).click();
    const form = page.getByRole('region', { name: 'Change Camera 1' });
    await form.getByLabel('Name').fill('Top camera');
    await form.getByText('More', { exact: true }).click();
    await form.getByLabel('Not these files').fill('*-preview.png');
    await form.getByRole('radio', { name: /archive/ }).click();
    await form.getByLabel('Archive folder').fill('/archive');

    const { options } = watchedSource();
    const afterwards = { kind: 'delete', days: 14 } as const;
    station.changeStatus({
      sources: [watchedSource({ name: 'Side camera', options: { ...options, include: ['*.png'], afterwards } })],
    });
    await expect(form.getByLabel('Name')).toHaveAccessibleDescription(/another screen: now "Side camera"/);
    await expect(form.getByLabel('Name')).toHaveValue('Top camera');
    await expect(form.getByLabel('Only these files')).toHaveValue('*.png');
    await expect(form.getByText('on another screen: now "Deleted after 14 days"')).toBeVisible();
    await expect(form.getByLabel('Archive folder')).toHaveValue('/archive');

    await form.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { name: 'Top camera' })).toBeVisible();
    expect(station.status.sources[0]).toMatchObject({
      name: 'Top camera',
      options: { include: ['*.png'], exclude: ['*-preview.png'], afterwards: { kind: 'archive', folder: '/archive' } },
    });
    expect(asked).toMatchObject([{ name: 'Top camera', seen: { name: 'Side camera' } }]);
    expect(asked[0]).not.toHaveProperty('recipeId');
  });

  test('keep what was typed where the change of another screen came first, and replace it when asked again', async ({
    station,
    setup,
  }) => {
    const { page } = setup;
    await setup.open(station.url, 'sources');
    await page.getByRole('button', { name: 'Change Camera 1' }).click();
    const form = page.getByRole('region', { name: 'Change Camera 1' });
    await form.getByText('More', { exact: true }).click();
    await form.getByLabel('An unfinished file is an error after').fill('90');
    // Folded again, it is unfolded for what changed in it.
    await form.getByText('More', { exact: true }).click();
    // The event of it is still on its way.
    const { options } = watchedSource();
    const changed = { ...options, incompleteAfterSeconds: 30, lookEverySeconds: 5 };
    station.status = { ...station.status, sources: [watchedSource({ options: changed })] };
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form.getByRole('alert').filter({ hasText: 'Nothing was saved' })).toBeVisible();
    const field = form.getByLabel('An unfinished file is an error after');
    await expect(field).toHaveAccessibleDescription(/Changed on another screen: now "30 s"/);
    await expect(field).toHaveValue('90');
    await expect(form.getByLabel('Check the folder every')).toHaveValue('5');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Unfinished is an error after 90 s')).toBeVisible();
    expect(station.status.sources[0]?.options).toMatchObject({ incompleteAfterSeconds: 90, lookEverySeconds: 5 });
  });

  test("show the station's own sentence beside the option that it is about", async ({ station, setup }) => {
    station.handlers['source.change'] = () => {
      throw new SigmalineError('archive.not-found', { folder: '/archive' });
    };
    const { page } = setup;
    await setup.open(station.url, 'sources');
    await page.getByRole('button', { name: 'Change Camera 1' }).click();
    await page.getByText('More', { exact: true }).click();
    await page.getByRole('radio', { name: /archive/ }).click();
    await page.getByLabel('Archive folder').fill('/archive');
    // Folded again, the field is unfolded for its error.
    await page.getByText('More', { exact: true }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByLabel('Archive folder')).toHaveAccessibleDescription(/does not exist/);
    await expect(page.getByLabel('Archive folder')).toBeFocused();
  });

  test('show what a part pattern reads while it is typed', async ({ station, setup }) => {
    station.record(...ordinaryParts(3, 'pass'));
    station.handlers['source.tryPattern'] = ({ pattern, path }) => {
      if (pattern === '(') throw new SigmalineError('source.pattern', { reason: 'Unterminated group' });
      const tried = path ?? '2026-11-23/ring_000003.png';
      const serial = /([0-9]{6})/.exec(tried)?.[1] ?? null;
      return { path: tried, part: serial === null ? null : { serial, lot: null, view: null } };
    };
    const { page } = setup;
    await setup.open(station.url, 'sources');
    await page.getByRole('button', { name: 'Change Camera 1' }).click();
    await page.getByText('More', { exact: true }).click();
    await page.getByLabel('Part pattern').fill('(?<serial>[0-9]{6})');
    await expect(page.getByText('2026-11-23/ring_000003.png → serial 000003')).toBeVisible();
    await page.getByLabel('Try it on a path').fill('ring.png');
    await expect(page.getByText('It does not match ring.png')).toBeVisible();
    await page.getByLabel('Part pattern').fill('(');
    await expect(page.getByLabel('Part pattern')).toHaveAccessibleDescription(/Unterminated group/);
  });

  test('tell how many files wait, since when, and what is remarkable', async ({ station, setup }) => {
    const source = watchedSource({ backlog: 10_234, oldestWaitingSeconds: 754 });
    const problem = { code: 'archive.not-found', details: { folder: '/archive' } } as const;
    station.status = {
      ...workingStatus(),
      sources: [source],
      conditions: [
        condition('afterwards.archive', { count: 2, source: source.name, problem }, 'warning', sourceSubject(source)),
      ],
    };
    await setup.open(station.url, 'sources');
    await expect(setup.page.getByText('10,234, the oldest for 12 min')).toBeVisible();
    await expect(
      setup.page.getByRole('article').getByText('2 recorded images of the source Camera 1 are waiting to be moved'),
    ).toBeVisible();
  });

  test('offer to leave out what is no image', async ({ station, setup }) => {
    const source = watchedSource();
    const details = { count: 214, pattern: '*.csv', others: '' };
    const foreign = condition('source.files-foreign', details, 'note', sourceSubject(source));
    station.status = { ...workingStatus(), sources: [source], conditions: [foreign] };
    let asked: unknown;
    const answer = station.handlers['source.change'];
    station.handlers['source.change'] = (input, ...rest) => {
      asked = input.options;
      return answer(input, ...rest);
    };
    await setup.open(station.url, 'sources');
    const card = setup.page.getByRole('article');
    await expect(card.getByText('214 files named *.csv are not images and are not inspected.')).toBeVisible();
    await card.getByRole('button', { name: 'Leave out *.csv' }).click();
    await expect.poll(() => asked).toEqual({ ...source.options, exclude: ['*.csv'] });
    await expect(card.getByText('Not *.csv')).toBeVisible();
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

test.describe('the list of recipes', () => {
  test('shows a version that comes from elsewhere by itself', async ({ station, setup }) => {
    station.status = workingStatus();
    await setup.open(station.url, 'recipes');
    await expect(setup.page.getByText('Version 1')).toBeVisible();
    station.handlers['recipe.list'] = () => ({ recipes: [bearingRing({ version: 2 })], unusable: [] });
    await expect(setup.page.getByText('Version 2')).toBeVisible();
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
    await page.getByLabel('Execution provider').selectOption('Processor (CPU)');
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
    await page.getByLabel('Execution provider').selectOption('Processor (CPU)');
    await page.getByRole('radio', { name: 'It was judged' }).click();
    station.changeSettings({ executionProvider: 'webgpu', shiftsBy: 'file' });
    await expect(page.getByLabel('Execution provider')).toHaveAccessibleDescription(
      /now "Any graphics card \(WebGPU\)"/,
    );
    await expect(page.getByText('on another screen: now "Its image was written"')).toBeVisible();
    await page.getByRole('radio', { name: 'Its image was written' }).click();
    await expect(page.getByText('on another screen: now "Its image was written"')).toHaveCount(0);
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
