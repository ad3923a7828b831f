import { randomUUID } from 'node:crypto';
import { SigmalineError } from '../../shared/domain/index.ts';
import { bearingRing, listedRecipe, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

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
    await setup.calibrateFrom('/nowhere');
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
    await setup.target.fill('2,5');
    await setup.calibrateFrom('/data/good');
    await expect(setup.page.getByRole('region', { name: 'Calibrating Bearing ring' })).toBeVisible();
    expect(asked).toEqual({
      recipeName: 'Bearing ring',
      goodFolder: '/data/good',
      backboneId: 'scattering',
      target: 0.025,
      draft: false,
      precision: 'auto',
    });

    station.emit('calibration.progress', { runId, phase: 'fitting', done: 30, total: 60 });
    await expect(setup.page.getByRole('progressbar', { name: 'Fitting the Gaussians' })).toHaveAttribute(
      'aria-valuenow',
      '30',
    );

    station.emit('calibration.ended', { runId, recipe: bearingRing({ version: 2 }), error: null });
    const result = setup.page.getByRole('region', { name: 'Bearing ring is calibrated' });
    await expect(result).toContainText(/4\.9\s% are expected to score higher and to be rejected/);
    await expect(result).toContainText(
      /You can be 95\s% sure that at most 10\.1\s% of parts like these good ones are rejected/,
    );
    await expect(result).toContainText('fewer than 200 images');
    await expect(result).not.toContainText(/turned by/i);
  });

  test('offers a draft where good images are too few, and says what it is before and after', async ({
    station,
    setup,
  }) => {
    const { page } = setup;
    const details = { target: '5 %', needed: 19, count: 5, remedy: 'Add good images.' };
    const asked: unknown[] = [];
    const runId = randomUUID();
    station.handlers['calibration.start'] = ({ draft }) => {
      asked.push(draft);
      if (draft !== true) throw new SigmalineError('calibration.too-few-images', details);
      return { runId };
    };
    await setup.open(station.url, 'recipes');
    const offer = page.getByRole('button', { name: 'Make a draft' });
    await setup.calibrateFrom('/data/few');
    await expect(page.getByText('With a draft, a person reviews every part')).toBeVisible();
    await setup.goodFolder.fill('/data/others');
    await expect(offer).toBeHidden();
    await setup.goodFolder.fill('/data/few');
    await offer.click();
    const draft = bearingRing({ goodImages: 5, limits: null, limit: null });
    station.handlers['recipe.list'] = () => ({ recipes: [listedRecipe([draft], 1)], unusable: [] });
    station.emit('calibration.ended', { runId, recipe: draft, error: null });
    const result = page.getByRole('region', { name: 'Bearing ring is calibrated' });
    await expect(result).toContainText('Draft, no limit');
    await expect(result).toContainText('every part is for a person to review');
    await expect(result).not.toContainText('σ');
    expect(asked).toEqual([false, true]);
  });

  test('keeps what was asked for where the run fails, and offers a draft where parts are too few', async ({
    station,
    setup,
  }) => {
    const runId = randomUUID();
    station.handlers['calibration.start'] = () => ({ runId });
    await setup.open(station.url, 'recipes');
    await setup.target.fill('2');
    await setup.calibrateFrom('/data/burst');
    const details = { target: '2 %', needed: 49, count: 6, images: 60, remedy: 'Add good images.' };
    const error = { code: 'calibration.too-few-parts', details, message: 'Too few parts.' } as const;
    station.emit('calibration.ended', { runId, recipe: null, error });
    await expect(setup.productName).toHaveValue('Bearing ring');
    await expect(setup.goodFolder).toHaveValue('/data/burst');
    await expect(setup.target).toHaveValue('2');
    await expect(setup.page.getByRole('button', { name: 'Make a draft' })).toBeVisible();
  });

  test('tells the step of the variations, and by how much parts may lie turned', async ({ station, setup }) => {
    const runId = randomUUID();
    station.handlers['calibration.start'] = () => ({ runId });
    await setup.open(station.url, 'recipes');
    await setup.calibrateFrom('/data/good');
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
    await setup.calibrateFrom('/data/good');
    await expect(setup.page.getByRole('region', { name: 'Bearing ring is calibrated' })).toBeVisible();
  });

  test('lists the good images that may be none, each with its reason', async ({ station, setup }) => {
    const suspects = [
      { file: 'cookie-01.png', reason: 'group' as const, unlikeness: 14.24, groupSize: 2, leftOut: true },
      { file: 'cookie-02.png', reason: 'group' as const, unlikeness: 12.9, groupSize: 2 },
      { file: 'IMG_0817.jpg', reason: 'size' as const, unlikeness: null, groupSize: 1 },
    ];
    const runId = randomUUID();
    station.handlers['calibration.start'] = () => ({ runId });
    await setup.open(station.url, 'recipes');
    await setup.calibrateFrom('/data/good');
    station.emit('calibration.ended', { runId, recipe: bearingRing({ suspects }), error: null });
    const result = setup.page.getByRole('region', { name: 'Bearing ring is calibrated' });
    await expect(result.getByRole('listitem')).toHaveText([
      /No picture.*cookie-01.png.*Of one kind with 1 other,.*14.24.*kept out of the fit/s,
      /cookie-02.png.*Of one kind with 1 other,.*12.90/s,
      /IMG_0817.jpg.*Another image size/s,
    ]);

    let asked: unknown;
    station.handlers['calibration.start'] = (input) => {
      asked = input;
      return { runId: randomUUID() };
    };
    await result.getByRole('checkbox').nth(2).check();
    await result.getByRole('checkbox').first().check();
    await result.getByRole('button', { name: 'Calibrate without these 2 images' }).click();
    await expect(setup.page.getByRole('region', { name: 'Calibrating Bearing ring' })).toBeVisible();
    expect(asked).toMatchObject({
      goodFolder: '/data/good',
      without: [
        { file: 'IMG_0817.jpg', reason: 'size' },
        { file: 'cookie-01.png', reason: 'group' },
      ],
    });
  });

  test('says what a pattern tells of the images of the folder while it is typed', async ({ station, setup }) => {
    station.handlers['calibration.tryGroup'] = ({ group }) => {
      if (group === '(') throw new SigmalineError('calibration.group', { group });
      return { images: 60, parts: 6, file: '0031-1.png', serial: '0031' };
    };
    await setup.open(station.url, 'recipes');
    const group = setup.page.getByRole('textbox', { name: 'Images of one part' });
    await setup.goodFolder.fill('/data/good');
    await group.fill('(');
    await expect(group).toHaveAccessibleDescription(/cannot tell which images show the same part/);
    await group.fill(String.raw`(?<serial>\d+)-`);
    await expect(group).toHaveAccessibleDescription(/Different parts: 6, in 60 images. 0031-1.png shows part 0031/);
  });

  test('asks for the precision that was chosen, and says what the comparison of both told', async ({
    station,
    setup,
  }) => {
    const runId = randomUUID();
    let asked: unknown;
    station.handlers['calibration.start'] = (input) => {
      asked = input;
      return { runId };
    };
    await setup.open(station.url, 'recipes');
    await setup.page.getByLabel('Precision').selectOption({ label: 'Integers too, whatever the comparison says' });
    await setup.calibrateFrom('/data/good');
    await expect(setup.page.getByRole('region', { name: 'Calibrating Bearing ring' })).toBeVisible();
    expect(asked).toMatchObject({ precision: 'int8' });
    const comparison = {
      faults: 40,
      float: { auroc: 0.981, missed: 3 },
      int8: { auroc: 0.978, missed: 4 },
      rankCorrelation: 0.94,
    };
    const recipe = bearingRing({ precision: { asked: 'int8', outcome: 'int8-asked', comparison } });
    station.emit('calibration.ended', { runId, recipe, error: null });
    await expect(setup.page.getByRole('region', { name: 'Bearing ring is calibrated' })).toContainText(
      'in floats 98.1 % AUROC and 3 of 40 missed, in integers 97.8 % and 4; rank correlation 0.94',
    );
  });

  test('says which looks the good parts have', async ({ station, setup }) => {
    const looks = [
      { images: 31, examples: ['left-01.png', 'left-02.png', 'left-03.png'] },
      { images: 29, examples: ['right-01.png'] },
    ];
    const runId = randomUUID();
    station.handlers['calibration.start'] = () => ({ runId });
    await setup.open(station.url, 'recipes');
    await setup.calibrateFrom('/data/good');
    station.emit('calibration.ended', { runId, recipe: bearingRing({ looks }), error: null });
    const result = setup.page.getByRole('region', { name: 'Bearing ring is calibrated' });
    await expect(result.getByText('Your good parts have 2 looks')).toBeVisible();
    await expect(result.getByRole('listitem')).toHaveText([
      /31 images, e.g. left-01.png/,
      '29 images, e.g. right-01.png',
    ]);
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
