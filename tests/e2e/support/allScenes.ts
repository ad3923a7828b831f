import type { Page } from '@playwright/test';
import { SigmalineError, sourceOptionsSchema, sourceSubject } from '../../../shared/domain/index.ts';
import { connectionScenes } from './connectionScenes.ts';
import type { FakeStation } from './fakeStation.ts';
import { ADMINISTRATOR, BROKEN, OPERATOR, protectedAccess, withPeople } from './people.ts';
import { samplePart } from './sampleParts.ts';
import {
  benchScenes,
  bypassScenes,
  recipeChangeScene,
  recordScenes,
  type Scene,
  testSetScenes,
  troubleScenes,
  withVersions,
  working,
} from './scenes.ts';
import { viewSample, withViews } from './scriptedParts.ts';
import {
  bearingRing,
  condition,
  failedLane,
  idleLane,
  listedRecipe,
  ordinaryParts,
  troubledParts,
  watchedSource,
  workingStatus,
} from './states.ts';
import { expect } from './test.ts';

/** Every state of every screen that is looked at: by axe (accessibility.spec.ts), and by people (`npm run gallery`). */
export const SCENES: readonly Scene[] = [
  {
    name: 'a comparison of versions',
    address: '#/setup/comparisons',
    prepare: (station) => {
      working(station);
      station.record(...ordinaryParts(5, 'fail'));
      const versions = [bearingRing(), bearingRing({ version: 2 })];
      station.handlers['recipe.list'] = () => ({ recipes: [listedRecipe(versions, 1)], unusable: [] });
    },
    act: async (page) => {
      await page.getByRole('button', { name: 'Compare', exact: true }).click();
      await page.getByRole('heading', { name: 'From verdict to verdict' }).waitFor();
    },
  },
  { name: 'first start', address: '', prepare: () => undefined },
  {
    name: 'waiting for the first part',
    address: '',
    prepare: (station) => {
      station.status = workingStatus();
    },
  },
  ...(['pass', 'review', 'fail', 'error'] as const).map((verdict) => ({
    name: `verdict ${verdict}`,
    address: '',
    prepare: (station: FakeStation) => {
      working(station);
      station.record(samplePart({ number: 61, verdict }));
    },
  })),
  {
    name: 'an old part',
    address: '',
    prepare: working,
    act: async (page) => {
      await page
        .getByRole('listbox', { name: /Last parts/ })
        .getByRole('option')
        .nth(3)
        .click();
      await expect(page.getByRole('button', { name: 'Back to live' })).toBeVisible();
    },
  },
  {
    name: 'a lost connection',
    address: '',
    prepare: working,
    act: async (page, station) => {
      await expect(
        page
          .getByRole('listbox', { name: /Last parts/ })
          .getByRole('option')
          .first(),
      ).toBeVisible();
      station.cutConnections();
      await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Not inspecting');
    },
  },
  {
    name: 'the longest of what is said while nothing is inspected',
    address: '',
    prepare: (station) => {
      working(station);
      const checkpoint = { code: 'checkpoint.stored', details: { size: 48_213 } } as const;
      const fault = { code: 'chain.rewritten', details: { first: 3417, size: 48_213, checkpoint } } as const;
      const more = { code: 'audit.more-faults', details: { count: 12 } } as const;
      station.status.conditions = [condition('audit.broken', { fault, more }, 'alarm')];
    },
  },
  ...(['waiting', 'quiet'] as const).map((kind) => ({
    name: `a line that is ${kind}`,
    address: '',
    prepare: (station: FakeStation) => {
      working(station);
      const now = new Date().toISOString();
      const quiet = { quietSince: now, downtime: { since: now, reason: 'nothing-arrived' } } as const;
      station.status.sources = [
        watchedSource({ waitingSince: now, cycleSeconds: 3.4, ...(kind === 'quiet' ? quiet : {}) }),
      ];
    },
    act: (page: Page) => expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Last part'),
  })),
  {
    name: 'a late verdict',
    address: '',
    prepare: (station) => {
      working(station);
      station.record(samplePart({ number: 61, verdict: 'pass', changes: { lateMs: 340 } }));
      station.status.shift = { ...station.status.shift, late: 1, downtimeSeconds: 754 };
    },
    act: (page) => expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Late by 340'),
  },
  recipeChangeScene(),
  {
    name: 'a line that is absurd',
    address: '',
    prepare: (station) => {
      working(station);
      const check = { code: 'line.check', details: {} } as const;
      const details = { source: 'Camera 1', failed: 18, count: 20, promised: 10, check };
      const subject = sourceSubject(watchedSource());
      station.status.conditions = [condition('source.fails-unlikely', details, 'alarm', subject)];
    },
  },
  { name: 'recipes', address: '#/setup/recipes', prepare: working },
  {
    name: 'a form with errors',
    address: '#/setup/recipes',
    prepare: working,
    act: async (page) => {
      await page.getByRole('button', { name: 'Calibrate', exact: true }).click();
      await expect(page.getByText('This is required.').first()).toBeVisible();
    },
  },
  { name: 'sources', address: '#/setup/sources', prepare: working },
  {
    name: 'a source with all there is to say',
    address: '#/setup/sources',
    prepare: (station) => {
      working(station);
      const options = sourceOptionsSchema.parse({
        include: ['*.png'],
        pattern: '(?<serial>[0-9]+)',
        completion: { kind: 'sidecar', ending: '.done' },
        afterwards: { kind: 'delete', days: 30 },
      });
      const source = watchedSource({ options, state: 'unreachable', backlog: 12 });
      const gone = { code: 'folder.not-found', details: { folder: source.folder } } as const;
      station.status.sources = [source];
      station.status.conditions = [
        condition('folder.not-found', gone.details, 'alarm', sourceSubject(source)),
        condition(
          'afterwards.delete',
          { count: 12, source: source.name, problem: gone },
          'warning',
          sourceSubject(source),
        ),
      ];
    },
    act: async (page) => {
      await page.getByRole('button', { name: 'Change Camera 1' }).click();
      await page.getByText('More', { exact: true }).click();
      await expect(page.getByText('cannot be restored')).toBeVisible();
      await expect(page.getByText(/ring_000060.png →/)).toBeVisible();
    },
  },
  {
    name: 'the settings of the station',
    address: '#/setup/station',
    prepare: working,
    act: async (page) => {
      await expect(page.getByLabel('Name of the station')).toHaveValue('Line 3, end of line');
    },
  },
  {
    name: 'lanes, one of which cannot be started, and an answer to trying again',
    address: '#/setup/lanes',
    prepare: (station) => {
      working(station);
      station.status.lanes = [idleLane, { ...failedLane, id: 2 }];
      station.handlers['provider.retry'] = () => {
        throw new SigmalineError('internal', { reason: 'the disk is full' });
      };
    },
    act: async (page) => {
      await page.getByRole('button', { name: 'Try again' }).click();
      await expect(page.getByRole('alert').filter({ hasText: 'the disk is full' })).toBeVisible();
    },
  },
  {
    name: 'a part with a name and links',
    address: '',
    prepare: (station) => {
      working(station);
      const { inspection } = samplePart({ number: 61, verdict: 'fail' });
      station.record({
        ...samplePart({ number: 61, verdict: 'fail' }),
        inspection: { ...inspection, serial: '0815', lot: '7', view: 'top' },
      });
      const get = station.handlers['inspection.get'];
      station.handlers['inspection.get'] = async (input, caller) => ({
        ...(await get(input, caller)),
        sameContentAs: 12,
        followsError: 55,
      });
    },
    act: async (page) => {
      await expect(page.getByText('Completed after error No. 55').first()).toBeVisible();
    },
  },
  ...testSetScenes(),
  ...bypassScenes(),
  ...connectionScenes(),
  {
    name: 'a version and what may become of it',
    address: '#/setup/recipes',
    prepare: withVersions,
    act: async (page) => {
      await page.getByRole('button', { name: /^More about version 2/ }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  { name: 'this screen', address: '#/setup/screen', prepare: working },
  { name: 'export', address: '#/setup/export', prepare: working },
  { name: 'demo line', address: '#/setup/demo', prepare: working },
  { name: 'an open station that may be protected', address: '#/setup/people', prepare: working },
  ...[
    { name: 'people', address: '#/setup/people', who: ADMINISTRATOR, touches: ['Change Pjotr Ivanov'] },
    { name: 'policies', address: '#/setup/people', who: ADMINISTRATOR, touches: ['Policies'] },
    { name: 'a PIN', address: '', who: null, touches: ['Sign in', 'Pjotr Ivanov'] },
    { name: 'the person at the station', address: '', who: OPERATOR, touches: [/^Pjotr Ivanov/] },
    { name: 'a screen of others', address: '#/setup/audit', who: OPERATOR, touches: [] },
    {
      name: 'an entry of the audit chain',
      address: '#/setup/audit',
      who: ADMINISTRATOR,
      touches: [/Settings changed/],
    },
    { name: 'a signature', address: '#/setup/audit', who: ADMINISTRATOR, touches: ['I know of it'], broken: BROKEN },
  ].map(({ name, address, who, touches, broken = {} }) => ({
    name,
    address,
    prepare: (station: FakeStation) => {
      working(station);
      withPeople(station, protectedAccess(who), broken);
    },
    act: async (page: Page) => {
      for (const touch of touches) await page.getByRole('button', { name: touch }).first().click();
    },
  })),
  {
    name: 'a held part, and why it is released',
    address: '',
    prepare: (station) => {
      station.status = workingStatus();
      station.record(...troubledParts());
      station.holding = true;
    },
    act: async (page, station) => {
      station.deliver(samplePart({ number: 900, verdict: 'fail' }));
      await page.getByRole('button', { name: 'Release' }).click();
      await expect(page.getByText('Release: why?')).toBeVisible();
    },
  },
  {
    name: 'the review queue',
    address: '#/review',
    prepare: (station) => {
      station.status = { ...workingStatus(), waiting: { parts: 5, held: null, claims: [] } };
      station.record(...ordinaryParts(5, 'fail'));
    },
    act: (page) => expect(page.getByRole('button', { name: 'Release' })).toBeEnabled(),
  },
  {
    name: 'a part of several views',
    address: '#/',
    prepare: (station) => {
      withViews(station);
      for (const said of ['0001 top', '0001 side', '0001 back', '0002 top', '0002 side fail'])
        station.record(viewSample(station, said));
      station.overdue.add('0002');
    },
    act: async (page) => {
      await expect(page.getByRole('list', { name: 'Views of the part' })).toContainText('Did not come');
      await page.getByRole('button', { name: 'Not passed' }).click();
      await expect(page.getByText('1 of the last 2 hidden')).toBeVisible();
    },
  },
  {
    name: 'the review queue at a part of several views',
    address: '#/review',
    prepare: (station) => {
      withViews(station);
      for (const said of ['0001 top', '0001 back']) station.record(viewSample(station, said));
      station.overdue.add('0001');
    },
    act: (page) => expect(page.getByText('Incomplete: side did not come')).toBeVisible(),
  },
  {
    name: 'the keyboard on the screen',
    address: '#/setup/screen',
    prepare: working,
    act: async (page) => {
      await page.getByText('For every field').click();
      await page.getByLabel('Name of this screen').click();
      await expect(page.getByRole('group', { name: 'Keyboard on the screen' })).toBeVisible();
    },
  },
  ...troubleScenes(),
  ...recordScenes(),
  ...benchScenes(),
];
