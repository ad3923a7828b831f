import type { StationStatus } from '../../../shared/contract/index.ts';
import {
  type Condition,
  type ErrorCode,
  type Person,
  rightSchema,
  roleSchema,
  sourceIdSchema,
  sourceSubject,
  storedPoliciesSchema,
} from '../../../shared/domain/index.ts';
import { SCENES } from './allScenes.ts';
import type { FakeStation } from './fakeStation.ts';
import { PEOPLE, person, protectedAccess, withPeople } from './people.ts';
import { type SamplePartWish, samplePart } from './sampleParts.ts';
import { type Scene, working } from './scenes.ts';
import { lastingBypass, tellBypasses } from './scriptedBypass.ts';
import { viewSample, withViews } from './scriptedParts.ts';
import {
  condition,
  failedLane,
  idleLane,
  ordinaryParts,
  troubledParts,
  watchedSource,
  workingStatus,
} from './states.ts';
import { expect } from './test.ts';

/** Scenes of one kind, side by side in the gallery. */
export interface Group {
  readonly title: string;
  readonly scenes: readonly Scene[];
}

const DATABASE = '/data/station.sqlite';
const SCREENS = {
  live: '',
  review: '#/review',
  records: '#/records',
  'shift board': '#/shift',
  health: '#/health',
  connections: '#/connections',
  'andon board': 'board',
  'set-up': '#/setup/recipes',
} as const;

/** What was made of part 61, whose verdict stands at the line. */
const VERDICTS: Readonly<Record<string, Omit<SamplePartWish, 'number'>>> = {
  'a pass that came late': { verdict: 'pass', changes: { lateMs: 340 } },
  'a fail that came late': { verdict: 'fail', changes: { lateMs: 1240 } },
  'a part that nobody inspected': {
    verdict: 'error',
    changes: {
      error: {
        code: 'bypass.not-inspected',
        details: { who: 'Ada Lovelace', source: 'Camera 1', why: 'Trial parts' },
        sentence:
          'Not inspected: Ada Lovelace had switched inspection off (Camera 1: Trial parts). Check the part by hand, or judge its image again.',
      },
    },
  },
};

interface Fault {
  readonly code: ErrorCode;
  readonly details: Condition['details'];
  readonly isOfSource?: true;
  readonly status?: Partial<StationStatus>;
}

/** Why no verdict can be relied on: each covers it. */
const FAULTS: Readonly<Record<string, Fault>> = {
  'the source is gone': {
    code: 'folder.not-found',
    details: { folder: '/data/camera-1' },
    isOfSource: true,
    status: { sources: [watchedSource({ state: 'unreachable' })] },
  },
  'all lanes are down': {
    code: 'lane.start',
    details: { reason: 'exit code 1' },
    status: { lanes: [failedLane, { ...failedLane, id: 2 }], backlog: 14, oldestWaitingSeconds: 48 },
  },
  'the disk is full': {
    code: 'station.disk-full',
    details: { folder: '/data' },
    status: { disk: { state: 'full', scarce: 'bytes', freeBytes: 0, totalBytes: 5e11, freeFiles: 0 } },
  },
  'there is no recipe': {
    code: 'recipe.not-found',
    details: { recipe: 'bearing-ring', known: 'washer' },
    isOfSource: true,
  },
  'records cannot be written': { code: 'storage.failed', details: { file: DATABASE, reason: 'disk I/O error' } },
  'the database is damaged': { code: 'storage.corrupt', details: { file: DATABASE, reason: 'page 17 is malformed' } },
  'the clock jumped': {
    code: 'clock.jumped',
    details: { to: '2031-04-01T03:12:00.000Z', from: '2026-11-29T10:12:00.000Z' },
  },
  'the audit chain is broken': {
    code: 'audit.broken',
    details: {
      fault: {
        code: 'entry.altered',
        details: { sequence: 4711, what: { code: 'altered.hash', details: {} } },
      },
      more: { code: 'audit.more-faults', details: { count: 2 } },
    },
  },
  'parts leave before they are judged': {
    code: 'station.backlog-stuck',
    details: { count: 80, seconds: 200 },
    status: { backlog: 80, oldestWaitingSeconds: 200 },
  },
  'a fault of the program': { code: 'internal', details: { reason: 'the connector answered nothing' } },
};

/** How many parts there are. */
const AMOUNTS = { 'no part': 0, 'one part': 1, 'thousands of parts': 5000 } as const;

/** A station at work that holds so many parts. */
function withParts(station: FakeStation, count: number): void {
  const parts = ordinaryParts(count, 'fail');
  const of = (...verdicts: string[]): number =>
    parts.filter(({ inspection }) => verdicts.includes(inspection.verdict)).length;
  station.status = workingStatus();
  const { shift, waiting } = station.status;
  const counts = { pass: of('pass'), review: of('review'), fail: of('fail'), error: of('error') };
  const dispositions = { confirmed: 0, released: 0, rework: 0, scrap: 0, open: of('review', 'fail', 'error') };
  station.status = {
    ...station.status,
    shift: { ...shift, ...counts, dispositions },
    waiting: { ...waiting, parts: dispositions.open },
  };
  station.record(...parts);
}

function withFault(station: FakeStation, { code, details, isOfSource, status }: Fault): void {
  working(station);
  station.status = { ...station.status, ...status };
  const subject = isOfSource === true ? sourceSubject(watchedSource()) : undefined;
  station.status.conditions = [condition(code, details, 'alarm', subject)];
}

function withPerson(station: FakeStation, who: Person | null): void {
  working(station);
  const policies = storedPoliciesSchema.parse({});
  const rights = rightSchema.options.filter((right) =>
    right === 'view' ? true : who !== null && policies[right].includes(who.role),
  );
  withPeople(station, protectedAccess(who, { rights }));
}

const live = (name: string, prepare: Scene['prepare'], act?: Scene['act']): Scene => ({
  ...{ name, address: '', prepare },
  ...(act !== undefined && { act }),
});

const isVerdict = ({ name }: Scene): boolean => name.startsWith('verdict ');
const verdicts: Scene[] = [
  ...SCENES.filter(isVerdict),
  ...Object.entries(VERDICTS).map(([name, wish]) =>
    live(name, (station) => {
      working(station);
      station.record(samplePart({ number: 61, ...wish }));
    }),
  ),
  live('an incomplete part', (station) => {
    withViews(station);
    for (const said of ['0001 top', '0001 side', '0001 back', '0002 top', '0002 side'])
      station.record(viewSample(station, said));
    station.overdue.add('0002');
  }),
  live('a part that waits for a view', (station) => {
    withViews(station);
    for (const said of ['0001 top', '0001 side', '0001 back', '0002 top']) station.record(viewSample(station, said));
  }),
];

const faults: Scene[] = [
  ...Object.entries(FAULTS).map(([name, fault]) => live(name, (station) => withFault(station, fault))),
  live('one of two cameras is gone', (station) => {
    withFault(station, FAULTS['the source is gone'] as Fault);
    const other = watchedSource({
      id: sourceIdSchema.parse('3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c12'),
      name: 'Camera 2',
      folder: '/data/camera-2',
    });
    station.status.sources = [...station.status.sources, other];
  }),
  live('one of two lanes is down', (station) => {
    withFault(station, { code: 'lane.start', details: { reason: 'exit code 1' } });
    station.status.lanes = [idleLane, { ...failedLane, id: 2 }];
  }),
  live('inspection is switched off', working, (_, station) => {
    tellBypasses(station, [lastingBypass({ reason: 'Trial parts', comment: 'Rings of the new supplier' })]);
    return Promise.resolve();
  }),
  live('there is no source', (station) => {
    working(station);
    station.status.sources = [];
  }),
  live('the engine is away', working, async (page, station) => {
    await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Pass');
    station.cutConnections();
    await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Not inspecting');
  }),
  live('a scan in pieces', working, async (page) => {
    await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('Pass');
    await page.evaluate(() => {
      for (const [key, timeStamp] of [...'14711'].map((each, place) => [each, place === 0 ? 1 : 90 + place] as const)) {
        const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
        Object.defineProperty(event, 'timeStamp', { value: timeStamp });
        document.body.dispatchEvent(event);
      }
      const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
      Object.defineProperty(enter, 'timeStamp', { value: 96 });
      document.body.dispatchEvent(enter);
    });
    await expect(page.getByRole('status').filter({ hasText: 'Scan again' })).toBeVisible();
  }),
];

const amounts: Scene[] = Object.entries(AMOUNTS).flatMap(([name, count]) =>
  (['live', 'review', 'records', 'shift board'] as const).map((screen) => ({
    name: `${screen}: ${name}`,
    address: SCREENS[screen],
    prepare: (station: FakeStation) => withParts(station, count),
  })),
);

/** Somebody of each role, and nobody. */
const people = [
  null,
  ...roleSchema.options.map((role) => PEOPLE.find((one) => one.role === role) ?? person('maier', 'Jo Maier', role)),
];
const roles: Scene[] = people.flatMap((who) =>
  (['live', 'set-up'] as const).map((screen) => ({
    name: `${screen}: ${who === null ? 'nobody signed in' : who.role}`,
    address: SCREENS[screen],
    prepare: (station: FakeStation) => withPerson(station, who),
  })),
);

const screens: Scene[] = Object.entries(SCREENS).map(([name, address]) => ({
  name,
  address,
  prepare: (station: FakeStation) => {
    station.status = workingStatus();
    station.record(...troubledParts(), samplePart({ number: 121, verdict: 'fail' }));
    station.status.waiting = { parts: 16, held: null, claims: [] };
  },
}));

/** The screens that are drawn in every language and size; then each state that can be caused, one kind after the other. */
export const SCREENS_GROUP: Group = { title: 'Screens', scenes: screens };
export const GROUPS: readonly Group[] = [
  SCREENS_GROUP,
  { title: 'Verdicts', scenes: verdicts },
  { title: 'Faults', scenes: faults },
  { title: 'Amounts', scenes: amounts },
  { title: 'Roles', scenes: roles },
  { title: 'States of every screen', scenes: SCENES.filter((scene) => !isVerdict(scene)) },
];
