import type { Locator, Page } from '@playwright/test';
import { recipeIdSchema } from '../../../shared/domain/index.ts';
import type { FakeStation } from './fakeStation.ts';
import { feedItemOf, samplePart } from './sampleParts.ts';
import { lastingBypass, tellBypasses } from './scriptedBypass.ts';
import {
  ALL_LANES_FAILED,
  bearingRing,
  condition,
  failedLane,
  listedRecipe,
  ordinaryParts,
  SETTINGS_RESET,
  troubledParts,
  watchedSource,
  workingStatus,
} from './states.ts';
import { expect } from './test.ts';

/** What the page shows, and what is done on it before it is looked at. */
export interface Scene {
  readonly name: string;
  readonly address: string;
  prepare(station: FakeStation): void;
  act?(page: Page, station: FakeStation): Promise<void>;
}

export const working = (station: FakeStation): void => {
  station.status = workingStatus();
  station.record(...ordinaryParts(60, 'pass'));
};

export function recordScenes(): Scene[] {
  const prepare = (station: FakeStation): void => {
    station.status = workingStatus();
    station.record(...troubledParts());
  };
  const found = (page: Page): Locator => page.getByRole('list', { name: 'Records that were found' });
  const openFail = async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: 'Fail', exact: true }).click();
    await found(page).getByRole('button').first().click();
    await expect(page.getByText('Higher than all 60')).toBeVisible();
  };
  return [
    { name: 'records', address: '#/records', prepare, act: (page) => expect(found(page)).toBeVisible() },
    {
      name: 'records as pictures',
      address: '#/records?view=grid',
      prepare,
      act: (page) => expect(found(page)).toBeVisible(),
    },
    {
      name: 'trends of records',
      address: '#/records?view=trend',
      prepare,
      act: (page) => expect(page.getByRole('table')).toBeVisible(),
    },
    {
      name: 'filters of records',
      address: '#/records',
      prepare,
      act: async (page) => {
        await page.getByRole('button', { name: 'More filters' }).click();
        await expect(page.getByRole('dialog')).toBeVisible();
      },
    },
    { name: 'a record', address: '#/records', prepare, act: openFail },
    {
      name: 'a decision about a record',
      address: '#/records',
      prepare,
      act: async (page) => {
        await openFail(page);
        await page.getByRole('button', { name: 'Decide', exact: true }).click();
        await page.getByRole('button', { name: 'Scrap' }).click();
        await expect(page.getByText('Defect class')).toBeVisible();
      },
    },
  ];
}

/** The calibration wizard: its list, and the steps that are drawn on. */
export function benchScenes(): Scene[] {
  const begin = async (page: Page): Promise<void> => {
    await page.getByLabel('Name of the product').fill('Gear wheel');
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('button', { name: 'From a folder' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'good', exact: true }).click();
    await page.getByRole('button', { name: 'Take these 60 images' }).click();
    await expect(page.getByRole('list', { name: 'Good images' }).getByRole('listitem').first()).toBeVisible();
  };
  const scene = (name: string, act: (page: Page) => Promise<void>): Scene => ({
    name,
    address: '#/bench',
    prepare: working,
    act,
  });
  return [
    scene('good images of a calibration', begin),
    scene('a good image, enlarged', async (page) => {
      await begin(page);
      await page.getByRole('button', { name: 'Duplicate' }).first().click();
      await page.getByRole('list', { name: 'Good images' }).getByRole('button').first().click();
      await expect(page.getByText('it is counted once')).toBeVisible();
    }),
    scene('where the part is', async (page) => {
      await begin(page);
      await page.getByRole('button', { name: 'Next: Area' }).click();
      await page.getByRole('button', { name: 'A region' }).click();
      await page.getByRole('button', { name: 'It moves and turns' }).click();
      await expect(page.getByText('Not found in 1 of 60 images')).toBeVisible();
    }),
    scene('a mask', async (page) => {
      await begin(page);
      await page.getByRole('button', { name: /^Step 3/ }).click();
      await page.getByRole('button', { name: 'Add one in the middle' }).click();
      await expect(page.getByRole('list', { name: 'Shapes' })).toBeVisible();
    }),
  ];
}

export function withVersions(station: FakeStation): void {
  working(station);
  const versions = [bearingRing({ version: 2 }), bearingRing()];
  station.handlers['recipe.list'] = () => ({ recipes: [listedRecipe(versions, 1)], unusable: [] });
}

export function testSetScenes(): Scene[] {
  const name = 'Rings of week 48';
  const open = (page: Page): Promise<void> =>
    page.getByRole('article', { name }).getByRole('button', { name: 'Open' }).click();
  const fill = async (station: FakeStation, isLocked: boolean): Promise<void> => {
    await station.request('testSet.create', { name, recipe: bearingRing().id });
    await station.request('testSet.addFolder', { id: 1, folder: '/good', label: { truth: 'good', defect: null } });
    await station.request('testSet.addRecords', { id: 1, most: 2, label: { truth: 'defect', defect: 'Dent' } });
    if (isLocked) await station.request('testSet.lock', { id: 1 });
  };
  const scene = (what: string, act: NonNullable<Scene['act']>): Scene => ({
    name: what,
    address: '#/setup/test-sets',
    prepare: withVersions,
    act,
  });
  return [
    scene('no test set', (page) => expect(page.getByText(/There is no test set yet/)).toBeVisible()),
    scene('a test set', async (page, station) => {
      await fill(station, false);
      await page.reload();
      await open(page);
      await expect(page.getByText('Image 1 of 42')).toBeVisible();
    }),
    scene('a test of a version', async (page, station) => {
      await fill(station, true);
      await page.reload();
      await open(page);
      await page.getByRole('button', { name: 'Test this version' }).click();
      await expect(page.getByText('0 of 3 heatmaps looked at')).toBeVisible();
    }),
  ];
}

/** Several recipes that may judge. */
export function withRecipes(station: FakeStation): void {
  working(station);
  const others = ['Washer', 'Gear wheel, cast, 32 teeth', 'Nut M8'].map((name, index) => {
    const id = recipeIdSchema.parse(index === 0 ? 'washer' : `recipe-${index}`);
    return listedRecipe([bearingRing({ id, name, version: index + 2 })], index + 2);
  });
  station.handlers['recipe.list'] = () => ({ recipes: [listedRecipe([bearingRing()], 1), ...others], unusable: [] });
}

/** The recipe changed at the line: the dialog, over a change whose first part has come. */
export function recipeChangeScene(): Scene {
  return {
    name: 'a change of the recipe',
    address: '',
    prepare: (station) => {
      withRecipes(station);
      const [from, to] = [bearingRing(), { id: recipeIdSchema.parse('washer'), name: 'Washer' }];
      const part = samplePart({ number: 61, verdict: 'pass', changes: { recipeId: to.id } });
      station.record(part);
      const at = new Date().toISOString();
      const recipeChange = { change: 1, from, to, at, by: 'Pjotr Ivanov', firstPart: feedItemOf(part) };
      station.status.sources = [watchedSource({ recipeId: to.id, recipeChange })];
    },
    act: async (page) => {
      await expect(page.getByRole('button', { name: 'Back to Bearing ring' })).toBeVisible();
      await page.getByRole('button', { name: /Change recipe$/ }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^Nut M8/ })
        .click();
    },
  };
}

/** Inspection that is switched off, and what the shift before left to read. */
export function bypassScenes(): Scene[] {
  const withNote = (station: FakeStation): void => {
    working(station);
    const at = new Date(Date.now() - 3_600_000).toISOString();
    const act = { at, person: 'ada', name: 'Ada Lovelace' };
    const text = 'The light over camera 1 flickers since 13:20. Call maintenance before you change the exposure.';
    station.status = { ...station.status, handover: [{ ...act, id: 1, text, read: null, isDue: true }] };
  };
  return [
    {
      name: 'a by-pass and a note of the shift before',
      address: '',
      prepare: withNote,
      act: async (page, station) => {
        tellBypasses(station, [lastingBypass({ comment: 'Ring 7 to 9' })]);
        await expect(page.getByRole('button', { name: 'End by-pass' })).toBeVisible();
      },
    },
    {
      name: 'switching inspection off',
      address: '',
      prepare: working,
      act: async (page) => {
        await page.getByRole('button', { name: 'By-pass: Switch inspection off' }).click();
        await page.getByRole('button', { name: 'Trial parts' }).click();
      },
    },
    {
      name: 'notes for the next shift',
      address: '',
      prepare: withNote,
      act: async (page) => {
        await page.getByRole('button', { name: /Notes for the next shift/ }).click();
        await expect(page.getByRole('list', { name: 'Last notes' })).toBeVisible();
      },
    },
  ];
}

/** Several things are wrong at once. */
function inTrouble(station: FakeStation): void {
  working(station);
  station.status = {
    ...station.status,
    lanes: [failedLane],
    backlog: 80,
    oldestWaitingSeconds: 200,
    disk: { state: 'low', scarce: 'bytes', freeBytes: 2e9, totalBytes: 5e11, freeFiles: 0 },
    conditions: [
      ALL_LANES_FAILED,
      condition('station.backlog-stuck', { count: 80, seconds: 200 }, 'alarm'),
      condition('station.disk-low', { folder: '/data', megabytes: 2000 }),
      SETTINGS_RESET,
    ],
  };
}

/** What a station in trouble says of itself, in the strip and its window, on the health screen and on the shift board. */
export function troubleScenes(): Scene[] {
  return [
    {
      name: 'a station in trouble',
      address: '',
      prepare: inTrouble,
      act: async (page) => {
        await page.getByRole('button', { name: '2 more' }).click();
        await expect(page.getByRole('dialog')).toBeVisible();
      },
    },
    {
      name: 'the health of a station in trouble',
      address: '#/health',
      prepare: inTrouble,
      act: (page) => expect(page.getByRole('heading', { name: '5 things need you' })).toBeVisible(),
    },
    {
      name: 'the shift board',
      address: '#/shift',
      prepare: (station) => {
        inTrouble(station);
        const startedAt = new Date(Date.now() - 4 * 3_600_000).toISOString();
        station.status.shift = { ...station.status.shift, startedAt };
        station.record(...troubledParts());
      },
      act: (page) =>
        expect(page.getByRole('region', { name: 'Why parts did not pass' })).toContainText('Not decided yet'),
    },
  ];
}
