import { writeFile } from 'node:fs/promises';
import { type RecipeLife, SigmalineError } from '../../shared/domain/index.ts';
import type { FakeStation } from './support/fakeStation.ts';
import { ENGINEER, protectedAccess } from './support/people.ts';
import { bearingRing, listedRecipe, workingStatus } from './support/states.ts';
import { expect, test } from './support/test.ts';

const VERSIONS = [
  bearingRing({ goodImages: 40 }),
  bearingRing({ version: 2, createdAt: '2026-11-24T10:30:00.000Z', goodImages: 60 }),
  bearingRing({ version: 3, createdAt: '2026-11-27T14:05:00.000Z', goodImages: 120, backboneId: 'efficientnet-b4' }),
];

type Version = RecipeLife['versions'][number];

/** Version 1 is retired, 2 in use, 3 fitted and tested. */
function lived(station: FakeStation, change: Partial<RecipeLife> = {}, third: Partial<Version> = {}): void {
  station.status = workingStatus();
  const base = listedRecipe(VERSIONS, 2);
  const versions = base.life.versions.map((life): Version => {
    const fitted = { at: '2026-11-27T14:05:00.000Z', by: 'Mina Okafor' };
    if (life.version === 3)
      return {
        ...life,
        state: 'verified',
        isApproved: false,
        verification: 'passed',
        fitted,
        by: 'Mina Okafor',
        ...third,
      };
    if (life.version === 2) return { ...life, by: 'Q. Weber' };
    return {
      ...life,
      state: 'retired',
      isApproved: false,
      since: '2026-11-25T06:00:00.000Z',
      by: 'Q. Weber',
      reason: 'Another light',
    };
  });
  station.handlers['recipe.list'] = () => ({
    recipes: [{ ...base, life: { planned: null, versions, ...change } }],
    unusable: [],
  });
  station.handlers['recipe.differences'] = () => ({
    settings: [
      { name: 'backbone.id', from: 'scattering', to: 'efficientnet-b4' },
      { name: 'area.region', from: null, to: '[120,80,300,240]' },
    ],
    images: { same: 58, added: ['ring-61.png', 'ring-62.png'], removed: ['ring-07.png'] },
  });
}

const PLAN = { version: 3, when: 'next-lot', since: '2026-11-27T15:00:00.000Z', by: 'Q. Weber' } as const;

test('a version is approved with a reason after its differences were shown, and judges from the next lot on', async ({
  station,
  setup,
}) => {
  lived(station);
  const asked: unknown[] = [];
  station.handlers['recipe.approve'] = (input) => {
    asked.push(input);
    lived(station, { planned: PLAN }, { state: 'approved', isApproved: true });
    return { use: { version: 2, since: null, by: null }, planned: PLAN };
  };
  await setup.open(station.url, 'recipes');
  const { page } = setup;
  await page.getByRole('button', { name: 'More about version 3: Bearing ring' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('58 the same, 2 new, 1 gone');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await dialog.getByRole('radio', { name: 'From the next lot on' }).click();
  await dialog.getByRole('button', { name: 'Approve' }).click();
  expect(asked).toEqual([]);
  await dialog.getByLabel('Reason').fill('Compared on 200 parts');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(dialog.getByText('Version 3 of Bearing ring is approved.')).toBeVisible();
  expect(asked).toMatchObject([{ version: 3, reason: 'Compared on 200 parts', activate: 'next-lot', seen: 2 }]);
  await dialog.getByRole('button', { name: 'Close' }).first().click();
  await expect(
    page.getByText('Version 3 is planned: from the first image of the next lot on, by Q. Weber.'),
  ).toBeVisible();
});

test('what refuses an approval is said where it was asked for', async ({ station, setup }) => {
  lived(station);
  station.handlers['recipe.approve'] = () => {
    throw new SigmalineError('recipe.own-fit', { recipe: 'bearing-ring', version: 3, person: 'Mina Okafor' });
  };
  await setup.open(station.url, 'recipes');
  await setup.page.getByRole('button', { name: 'More about version 3: Bearing ring' }).click();
  const dialog = setup.page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await dialog.getByLabel('Reason').fill('Looks good');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(dialog.getByRole('alert')).toContainText('another person');
});

test('at a protected station only approved versions can be used, and what was retired nowhere', async ({
  station,
  setup,
}) => {
  lived(station, {}, { state: 'draft', verification: 'none' });
  station.access = protectedAccess(ENGINEER);
  await setup.open(station.url, 'recipes');
  const { page } = setup;
  await expect(page.getByRole('button', { name: 'More about version 3: Bearing ring' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Use version 3: Bearing ring' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Use version 1: Bearing ring' })).toHaveCount(0);
  await expect(page.getByText('retired 25 Nov 2026', { exact: false })).toContainText('Another light');
});

test('a plan is cancelled, and a version retired with a reason', async ({ station, setup }) => {
  lived(station, { planned: PLAN }, { state: 'approved', isApproved: true });
  const asked: unknown[] = [];
  station.handlers['recipe.unplan'] = () => {
    lived(station, {}, { state: 'approved', isApproved: true });
    return {};
  };
  station.handlers['recipe.retire'] = (input) => {
    asked.push(input);
    return {};
  };
  await setup.open(station.url, 'recipes');
  const { page } = setup;
  await page.getByRole('button', { name: 'Cancel the plan' }).click();
  await expect(page.getByText('is planned')).toHaveCount(0);
  await page.getByRole('button', { name: 'More about version 3: Bearing ring' }).click();
  await page.getByRole('button', { name: 'Retire' }).click();
  await page.getByLabel('Reason').fill('The camera was moved');
  await page.getByRole('button', { name: 'Retire' }).click();
  await expect(page.getByRole('button', { name: 'Clone' })).toBeVisible();
  expect(asked).toEqual([{ id: 'bearing-ring', version: 3, reason: 'The camera was moved' }]);
});

test('a file of another station is imported after its signer was shown', async ({ station, setup }, info) => {
  lived(station);
  const keys: string[] = [];
  const answer = station.handlers['recipe.import'];
  station.handlers['recipe.import'] = (input, caller) => {
    keys.push(input.key);
    return answer(input, caller);
  };
  const file = info.outputPath('ring-v3.sigmaline-recipe');
  await writeFile(file, Buffer.alloc(900_000, 1));
  await setup.open(station.url, 'recipes');
  const { page } = setup;
  await page.getByRole('button', { name: 'Import a file' }).click();
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a file' }).click();
  await (await chosen).setFiles(file);
  await expect(page.getByText('Bearing ring, version 3, of Line 1, end of line')).toBeVisible();
  await expect(page.getByText('No file of this key was imported here before.')).toBeVisible();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('Version 2 of Bearing ring is there now. It is not approved yet.')).toBeVisible();
  expect(keys).toEqual(['sigmaline/2f6f1d0a+5c1e0b7d+AUR4bbA0n3dY']);
});
