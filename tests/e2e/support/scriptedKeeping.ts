import type { Handlers, Hold, KeepingState } from '../../../shared/contract/index.ts';
import { SigmalineError } from '../../../shared/domain/index.ts';
import type { FakeStation } from './fakeStation.ts';

type Names = Extract<
  keyof Handlers,
  `keeping.${string}` | `hold.${string}` | `backup.${string}` | `restore.${string}` | `diagnostics.${string}`
>;

const AT = '2026-11-28T03:00:00.000Z';
const BACKUP = 'station-2026-11-28T03-00-00-000Z-to-1200.sqlite';

/** What a station keeps and removes: nothing is removed here, and every rule finds the same. */
export function scriptedKeeping(station: FakeStation): Pick<Handlers, Names> {
  const holds: Hold[] = [];
  const who = (reason: string): Hold['placed'] => ({ at: AT, person: null, name: null, reason });
  const state = (): KeepingState => ({
    ...station.settings.keeping,
    work: 'idle',
    runs: [
      {
        id: 1,
        startedAt: AT,
        endedAt: '2026-11-28T03:04:10.000Z',
        cause: 'daily',
        outcome: 'done',
        removed: [{ rule: 'Maps of good parts', what: 'maps', files: 8200, bytes: 410_000_000 }],
      },
    ],
  });
  const missingRecipes = [{ id: 'ring', version: 3 }];
  return {
    'keeping.state': state,
    'keeping.preview': ({ rules }) => ({
      rules: rules.map(({ name, what }) => ({
        name,
        files: what.map((kind) => ({ what: kind, files: 12_480, bytes: 624_000_000 })),
        held: holds.length,
        oldest: '2026-06-01T06:00:00.000Z',
        newest: '2026-08-28T21:59:59.000Z',
      })),
    }),
    'keeping.run': state,
    'keeping.stop': state,
    'hold.list': () => holds,
    'hold.place'({ on, reason }) {
      const hold = { ...on, id: holds.length + 1, label: on.value, placed: who(reason), lifted: null };
      holds.unshift(hold);
      return hold;
    },
    'hold.lift'({ id, reason }) {
      const place = holds.findIndex((hold) => hold.id === id);
      const hold = holds[place];
      if (hold === undefined) throw new SigmalineError('hold.not-in-force');
      const lifted = { ...hold, lifted: who(reason) };
      holds[place] = lifted;
      return lifted;
    },
    'backup.list': () => [
      { id: BACKUP, at: AT, lastNumber: 1200, bytes: 48_000_000, folder: '/data/backups' },
      {
        id: `old-${BACKUP}`,
        at: '2026-11-27T03:00:00.000Z',
        lastNumber: 900,
        bytes: 36_000_000,
        folder: '/data/backups',
      },
    ],
    'restore.preview': () => ({
      at: AT,
      bytes: 48_000_000,
      schema: 260,
      records: { last: 1200, recordedAt: AT },
      entries: 1310,
      people: 4,
      missingRecipes,
      chain: 'prefix',
      commonEntries: 1310,
      lacks: {
        records: {
          count: 96,
          first: 1201,
          last: 1296,
          from: '2026-11-28T03:00:04.000Z',
          to: '2026-11-28T06:12:00.000Z',
        },
        entries: { count: 104, first: 1311, last: 1414, from: AT, to: '2026-11-28T06:12:00.000Z' },
        dispositions: 3,
        actions: [
          { area: 'settings', count: 2 },
          { area: 'person', count: 1 },
        ],
      },
    }),
    'restore.start': ({ folder }) => ({ folder, records: 1200, entries: 1311, missingRecipes }),
    'diagnostics.contents': ({ images }) => [
      { name: 'versions.json', bytes: 812, kind: 'versions' },
      { name: 'settings.json', bytes: 1904, kind: 'settings' },
      { name: 'log/sigmaline.log', bytes: 4_900_000, kind: 'log' },
      ...Array.from({ length: images }, (_, index) => ({
        name: `images/${index + 1}.png`,
        bytes: 180_000,
        kind: 'image' as const,
      })),
    ],
    'diagnostics.write': () => ({
      id: '00000000-0000-4000-8000-000000000001',
      fileName: 'diagnostics.zip',
      bytes: 900_000,
    }),
    'diagnostics.locate': () => {
      throw new SigmalineError('resource.not-found', { resource: 'diagnostics' });
    },
  };
}
