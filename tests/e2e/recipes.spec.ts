import { randomUUID } from 'node:crypto';
import { type ListedVersion, SigmalineError } from '../../shared/domain/index.ts';
import type { FakeStation } from './support/fakeStation.ts';
import { ENGINEER, protectedAccess } from './support/people.ts';
import { bearingRing, listedRecipe, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

const second = bearingRing({
  version: 2,
  createdAt: '2026-11-24T14:02:00.000Z',
  backboneId: 'efficientnet-b4',
  backboneSha256: 'cd'.repeat(32),
  goodImages: 80,
  sizePx: 380,
  limits: { fail: 2.1, review: null },
});

/** A station whose recipe has these versions; what is chosen is in use, and every screen is told. */
function withVersions(station: FakeStation, versions: readonly ListedVersion[], used: number) {
  const state = { used, versions, asked: [] as { version: number; seen?: number | undefined }[] };
  station.status = workingStatus();
  station.handlers['recipe.list'] = () => ({ recipes: [listedRecipe(state.versions, state.used)], unusable: [] });
  station.handlers['recipe.use'] = ({ id, version, seen }) => {
    state.asked.push({ version, seen });
    state.used = version;
    station.emit('recipe.changed', { id });
    return { version, since: new Date().toISOString(), by: null };
  };
  return state;
}

test.describe('the versions of a recipe', () => {
  test('are listed, and one is put in use in two touches, with what it changes', async ({ station, setup }) => {
    const state = withVersions(station, [bearingRing(), second], 1);
    const { page } = setup;
    await setup.open(station.url, 'recipes');
    const card = page.getByRole('article', { name: 'Bearing ring' });
    await expect(card).toContainText(/Version 1, in use since 20 Nov 2026/);
    await expect(card.getByRole('listitem').filter({ hasText: 'Version 2' })).toContainText('Newer, not in use');
    await card.getByRole('button', { name: 'Use version 2: Bearing ring' }).click();
    const question = page.getByRole('alertdialog', { name: 'Use version 2 of Bearing ring?' });
    await expect(question).toContainText('Camera 1');
    await expect(question.getByRole('row', { name: 'Backbone Wavelet scattering EfficientNet B4' })).toBeVisible();
    await expect(question.getByRole('row', { name: /Limit 2\.31\sσ 2\.10\sσ/ })).toBeVisible();
    await expect(question.getByRole('row', { name: 'Good images 60 80' })).toBeVisible();
    await expect(question.getByRole('row', { name: /Image size 384\spx 380\spx/ })).toBeVisible();
    expect(state.asked).toEqual([]);
    await question.getByRole('button', { name: 'Use version 2' }).click();
    await expect(card).toContainText('Version 2, in use since');
    await card.getByRole('button', { name: 'Use version 1: Bearing ring' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Use version 1' }).click();
    await expect(card).toContainText('Version 1, in use since');
    expect(state.asked).toEqual([
      { version: 2, seen: 1 },
      { version: 1, seen: 2 },
    ]);
  });

  test('are put in use with a signature where the policies ask for one, and show it', async ({ station, setup }) => {
    const state = withVersions(station, [bearingRing(), second], 1);
    const use = station.handlers['recipe.use'];
    const signed: unknown[] = [];
    station.handlers['recipe.use'] = (input, caller) => {
      signed.push(input.signature);
      return use(input, caller);
    };
    station.access = protectedAccess(ENGINEER, { signRecipeUse: true });
    const { signInId, name, role } = ENGINEER;
    const by = { signInId, name, role, at: '2026-11-24T15:00:00.000Z', local: '2026-11-24T16:00:00+01:00' };
    station.handlers['signatures.of'] = ({ id }) =>
      id === 'bearing-ring@2' ? [{ ...by, meaning: 'approved', reason: 'new light', hash: 'ab'.repeat(32) }] : [];
    const { page } = setup;
    await setup.open(station.url, 'recipes');
    const card = page.getByRole('article', { name: 'Bearing ring' });
    await card.getByRole('button', { name: 'Use version 2: Bearing ring' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Use version 2' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign' });
    await expect(dialog).toContainText('Version 2 of Bearing ring is put in use. Camera 1 will be judged by it');
    await dialog.getByLabel('Reason').fill('new light');
    await dialog.getByLabel('Sign-in id or badge').fill(signInId);
    await dialog.getByLabel('Password').fill('secret');
    expect(state.asked).toEqual([]);
    await dialog.getByRole('button', { name: 'Sign', exact: true }).click();
    await expect(card).toContainText(`Signed by ${name}`);
    expect(signed).toEqual([{ id: signInId, secret: 'secret', meaning: 'approved', reason: 'new light' }]);
  });

  test('that are drafts say so where a limit would stand, and before they take the place of one', async ({
    station,
    setup,
  }) => {
    const draft = bearingRing({ version: 2, goodImages: 5, limits: null, limit: null });
    const state = withVersions(station, [bearingRing(), draft], 1);
    const { page } = setup;
    await setup.open(station.url, 'recipes');
    const card = page.getByRole('article', { name: 'Bearing ring' });
    await expect(card.getByRole('listitem').filter({ hasText: 'Version 2' })).toContainText('Draft, no limit');
    await card.getByRole('button', { name: 'Use version 2: Bearing ring' }).click();
    const question = page.getByRole('alertdialog');
    await expect(question).toContainText('every part is for a person to review');
    await expect(question.getByRole('row', { name: /Limit 2\.31\sσ Draft, no limit/ })).toBeVisible();
    await question.getByRole('button', { name: 'Use version 2' }).click();
    await expect(card).toContainText('Version 2, in use since');
    expect(state.asked).toEqual([{ version: 2, seen: 1 }]);
  });

  test('stay as they are where the question is answered with no', async ({ station, setup }) => {
    const state = withVersions(station, [bearingRing(), second], 1);
    await setup.open(station.url, 'recipes');
    await setup.page.getByRole('button', { name: 'Use version 2: Bearing ring' }).click();
    await setup.page.getByRole('button', { name: 'Keep version 1' }).click();
    await expect(setup.page.getByRole('alertdialog')).toBeHidden();
    expect(state.asked).toEqual([]);
  });

  test('that cannot be used say why and cannot be chosen', async ({ station, setup }) => {
    const details = { recipe: 'bearing-ring', reason: 'recipe.onnx is missing' };
    withVersions(station, [{ version: 1, problem: { code: 'recipe.corrupt', details } }, second], 2);
    await setup.open(station.url, 'recipes');
    const row = setup.page.getByRole('listitem').filter({ hasText: 'Version 1' }).last();
    await expect(row).toContainText('recipe.onnx is missing');
    await expect(row.getByRole('button')).toHaveCount(0);
  });

  test('are shown too where the one in use is damaged, and another can be chosen', async ({ station, setup }) => {
    withVersions(station, [bearingRing()], 1);
    const problem = {
      code: 'recipe.corrupt',
      details: { recipe: 'bearing-ring', reason: 'recipe.json is cut' },
    } as const;
    const { id } = bearingRing();
    station.handlers['recipe.list'] = () => ({
      recipes: [],
      unusable: [
        {
          id,
          problem,
          use: { version: 2, since: null, by: null },
          versions: [{ version: 2, problem }, bearingRing()],
          life: { planned: null, versions: [] },
        },
      ],
    });
    await setup.open(station.url, 'recipes');
    const card = setup.page.getByRole('article', { name: 'Bearing ring' });
    await expect(card.getByRole('alert')).toContainText('recipe.json is cut');
    await expect(card.getByRole('button', { name: 'Use version 1: Bearing ring' })).toBeVisible();
  });

  test('say what another screen chose meanwhile', async ({ station, setup }) => {
    withVersions(station, [bearingRing(), second], 1);
    station.handlers['recipe.use'] = () => {
      throw new SigmalineError('recipe.changed-meanwhile', { recipe: 'bearing-ring', version: 3 });
    };
    await setup.open(station.url, 'recipes');
    await setup.page.getByRole('button', { name: 'Use version 2: Bearing ring' }).click();
    await setup.page.getByRole('alertdialog').getByRole('button', { name: 'Use version 2' }).click();
    await expect(
      setup.page.getByRole('alert').filter({ hasText: 'Version 3 of bearing-ring was put in use' }),
    ).toBeVisible();
  });

  test('change on every screen', async ({ station, setup }) => {
    const state = withVersions(station, [bearingRing(), second], 1);
    await setup.open(station.url, 'recipes');
    await expect(setup.page.getByText(/Version 1, in use since/)).toBeVisible();
    state.used = 2;
    station.emit('recipe.changed', { id: bearingRing().id });
    await expect(setup.page.getByText(/Version 2, in use since/)).toBeVisible();
  });
});

test.describe('a calibration of a recipe that judges', () => {
  test('asks before the new version is used, and says what changes', async ({ station, setup }) => {
    const state = withVersions(station, [bearingRing()], 1);
    const { page } = setup;
    const runId = randomUUID();
    station.handlers['calibration.start'] = () => ({ runId });
    await setup.open(station.url, 'recipes');
    await setup.calibrateFrom('/data/good');
    state.versions = [bearingRing(), second];
    station.emit('calibration.ended', { runId, recipe: second, error: null });
    const result = page.getByRole('region', { name: 'Bearing ring is calibrated' });
    await expect(result).toContainText('Version 1 continues to judge Camera 1');
    await expect(result.getByRole('row', { name: 'Backbone Wavelet scattering EfficientNet B4' })).toBeVisible();
    expect(state.asked).toEqual([]);
    await result.getByRole('button', { name: 'Use version 2' }).click();
    await expect(result).toContainText('Version 2 is in use');
    expect(state.asked).toEqual([{ version: 2, seen: 1 }]);
  });

  test('keeps the version in use when told so', async ({ station, setup }) => {
    const state = withVersions(station, [bearingRing()], 1);
    const runId = randomUUID();
    station.handlers['calibration.start'] = () => ({ runId });
    await setup.open(station.url, 'recipes');
    await setup.calibrateFrom('/data/good');
    state.versions = [bearingRing(), second];
    station.emit('calibration.ended', { runId, recipe: second, error: null });
    await setup.page.getByRole('region').getByRole('button', { name: 'Keep version 1' }).click();
    await expect(setup.calibrate).toBeVisible();
    expect(state.asked).toEqual([]);
  });
});

test.describe('the backbone of a calibration', () => {
  test('is the built-in one for a new recipe, and that of the version in use for a known one', async ({
    station,
    setup,
  }) => {
    withVersions(station, [bearingRing(), second], 2);
    const backbone = setup.page.getByRole('combobox', { name: 'Backbone' });
    await setup.open(station.url, 'recipes');
    await expect(backbone).toHaveValue('scattering');
    await expect(backbone).toHaveAccessibleDescription(/384\s×\s384 px, a file of 18 kB/);
    await expect(backbone).toHaveAccessibleDescription(/about 61\sms for each image/);
    await setup.productName.fill('bearing RING');
    await expect(backbone).toHaveValue('efficientnet-b4');
    await expect(backbone).toHaveAccessibleDescription(/not timed on this station yet/);
    await backbone.selectOption('Wavelet scattering (built in)');
    await expect(setup.page.getByText('Version 2 of this recipe uses efficientnet-b4')).toBeVisible();
    let asked: unknown;
    station.handlers['calibration.start'] = ({ backboneId }) => {
      asked = backboneId;
      return { runId: randomUUID() };
    };
    await setup.goodFolder.fill('/data/good');
    await setup.calibrate.click();
    await expect(setup.page.getByRole('region', { name: 'Calibrating bearing RING' })).toBeVisible();
    expect(asked).toBe('scattering');
  });

  test('that the recipe has and the station has not any more must be chosen anew', async ({ station, setup }) => {
    withVersions(station, [bearingRing({ backboneId: 'efficientnet-b2' })], 1);
    let starts = 0;
    station.handlers['calibration.start'] = () => {
      starts += 1;
      return { runId: randomUUID() };
    };
    await setup.open(station.url, 'recipes');
    await setup.calibrateFrom('/data/good');
    const backbone = setup.page.getByRole('combobox', { name: 'Backbone' });
    await expect(backbone).toHaveAccessibleDescription(/efficientnet-b2, which is not installed here/);
    await expect(backbone).toBeFocused();
    expect(starts).toBe(0);
  });
});
