import { SigmalineError, sourceSubject } from '../../shared/domain/index.ts';
import { condition, ordinaryParts, watchedSource, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

test.describe('sources', () => {
  test.beforeEach(({ station }) => {
    station.status = workingStatus();
  });

  test('are refused beside the field where they are watched already, added with a folder and a recipe, and removed only after a question', async ({
    station,
    setup,
  }) => {
    const { page } = setup;
    const folderField = page.getByLabel('Folder that the camera writes to');
    const { 'source.add': add } = station.handlers;
    station.handlers['source.add'] = ({ folder }) => {
      throw new SigmalineError('source.duplicate', { folder, source: 'Camera 1' });
    };
    await setup.open(station.url, 'sources');

    await test.step('refused', async () => {
      await page.getByLabel('Name').fill('Camera 2');
      await folderField.fill('/data/camera-1');
      await page.getByRole('button', { name: 'Add source' }).click();
      await expect(folderField).toHaveAccessibleDescription(/is already watched/);
    });
    await test.step('added', async () => {
      station.handlers['source.add'] = add;
      await folderField.fill('/data/camera-2');
      await expect(page.getByLabel('Recipe')).toHaveValue('bearing-ring');
      await page.getByRole('button', { name: 'Add source' }).click();
      await expect(page.getByRole('heading', { name: 'Camera 2' })).toBeVisible();
      await expect(page.getByLabel('Name')).toHaveValue('');
    });
    await test.step('removed', async () => {
      await page.getByRole('button', { name: 'Remove Camera 1' }).click();
      const question = page.getByRole('alertdialog', { name: 'Remove Camera 1?' });
      await expect(question).toContainText('stay where they are');
      await question.getByRole('button', { name: 'Keep it' }).click();
      await expect(page.getByRole('heading', { name: 'Camera 1', exact: true })).toBeVisible();
      for (const name of ['Camera 1', 'Camera 2']) {
        await page.getByRole('button', { name: `Remove ${name}` }).click();
        const again = page.getByRole('alertdialog', { name: `Remove ${name}?` });
        await again.getByRole('button', { name: 'Remove' }).click();
        await expect(page.getByRole('heading', { name })).toHaveCount(0);
      }
      await expect(page.getByText('No folder is watched yet.')).toBeVisible();
    });
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
    await page.getByLabel('A part comes every').fill('never');
    await page.getByRole('button', { name: 'Add source' }).click();
    await expect(page.getByLabel('A part comes every')).toHaveAccessibleDescription(/or nothing/);
    await page.getByLabel('A part comes every').fill('2,5');
    await page.getByLabel('The verdict is needed within').fill('0.4');
    await page.getByRole('button', { name: 'Add source' }).click();
    const words = page.getByRole('list', { name: 'Special settings of this source' });
    await expect(words.getByRole('listitem')).toHaveText([
      'Only *.png, belt/**',
      'No subfolders',
      'Complete with .done',
      'Unfinished is an error after 90 s',
      'A part every 2.5 s',
      'Verdict within 0.4 s',
      'Deleted after 14 days',
    ]);
    expect(asked).toEqual({
      include: ['*.png', 'belt/**'],
      exclude: [],
      leaveOutSystemFiles: true,
      depth: 0,
      pattern: null,
      recipeByName: null,
      views: null,
      oneView: null,
      completion: { kind: 'sidecar', ending: '.done' },
      incompleteAfterSeconds: 90,
      lookEverySeconds: 2,
      cycleSeconds: 2.5,
      deadlineSeconds: 0.4,
      holdOnFail: false,
      afterwards: { kind: 'delete', days: 14 },
    });
  });

  test('are changed in the same form, but for their folder', async ({ station, setup }) => {
    const { page } = setup;
    await setup.open(station.url, 'sources');
    await page.getByRole('button', { name: 'Change Camera 1' }).click();
    const form = page.getByRole('region', { name: 'Change Camera 1' });
    await expect(form.getByLabel('Folder that the camera writes to')).toHaveAttribute('readonly');
    await form.getByLabel('Name').fill('Not after all');
    await form.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('region', { name: 'Add a source' })).toBeVisible();
    await page.getByRole('button', { name: 'Change Camera 1' }).click();
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
      return { path: tried, part: serial === null ? null : { serial, lot: null, view: null, recipe: null } };
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

  test('say which recipe judges a file by its name, live while it is typed, and send the table', async ({
    station,
    setup,
  }) => {
    await setup.open(station.url, 'sources');
    const { page } = setup;
    await page.getByRole('button', { name: 'Change Camera 1' }).click();
    await page.getByText('More', { exact: true }).click();
    await page.getByLabel('Part pattern').fill('^(?<recipe>[A-Z]+)-(?<serial>[0-9]+)');
    const first = page.getByLabel(/^Names for /).first();
    await first.fill('RA, RB');
    await page.getByLabel('Try it on a path').fill('RB-7.png');
    await expect(page.getByText(/RB-7\.png → serial 7, recipe RB → judged by /)).toBeVisible();
    await page.getByLabel('Try it on a path').fill('XX-7.png');
    await expect(page.getByText(/XX-7\.png → .* → no recipe: an error/)).toBeVisible();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect
      .poll(() => station.status.sources[0]?.options.recipeByName)
      .toMatchObject({ table: [{ word: 'RA' }, { word: 'RB' }], otherwise: 'error' });
  });

  test('tell how many files wait, since when, and what is remarkable; offer to leave out what is no image', async ({
    station,
    setup,
  }) => {
    const source = watchedSource({ backlog: 10_234, oldestWaitingSeconds: 754 });
    const problem = { code: 'archive.not-found', details: { folder: '/archive' } } as const;
    const archive = { count: 2, source: source.name, problem };
    const foreign = { count: 214, pattern: '*.csv', others: '' };
    station.status = {
      ...workingStatus(),
      sources: [source],
      conditions: [
        condition('afterwards.archive', archive, 'warning', sourceSubject(source)),
        condition('source.files-foreign', foreign, 'note', sourceSubject(source)),
      ],
    };
    let asked: unknown;
    const answer = station.handlers['source.change'];
    station.handlers['source.change'] = (input, ...rest) => {
      asked = input.options;
      return answer(input, ...rest);
    };
    await setup.open(station.url, 'sources');
    const card = setup.page.getByRole('article');
    await expect(card.getByText('10,234, the oldest for 12 min')).toBeVisible();
    await expect(card.getByText('2 recorded images of the source Camera 1 are waiting to be moved')).toBeVisible();
    await expect(card.getByText('Files named *.csv (214) are not images and are not inspected.')).toBeVisible();
    await card.getByRole('button', { name: 'Leave out *.csv' }).click();
    await expect.poll(() => asked).toEqual({ ...source.options, exclude: ['*.csv'] });
    await expect(card.getByText('Not *.csv')).toBeVisible();
  });
});
