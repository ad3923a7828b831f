import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditFilter } from '../../../shared/contract/index.ts';
import type { EntryBody } from '../../audit/index.ts';
import { AuditChain } from '../storage/index.ts';
import { AuditedStation, NO_FILTER } from './audit.fixture.ts';
import { AuditPages } from './pages.ts';

const ENTRIES = 1500;
const BEGAN_MS = Date.UTC(2026, 0, 1);

let folder: string;
let station: AuditedStation;
let bodies: EntryBody[];

const timeOf = (index: number): string => new Date(BEGAN_MS + index * 60_000).toISOString();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-pages-'));
  station = new AuditedStation(folder);
  const { database } = station.station.kernel;
  const chain = new AuditChain(database);
  const common = { lived: 1, name: null, role: null, session: null, old: null, reason: null };
  database.transaction(() => {
    for (let index = chain.size(); index < ENTRIES; index++) {
      // The clock was set back by ten hours in the middle.
      const at = timeOf(index < 700 ? index : index - 600);
      const action =
        index % 10 === 0
          ? ['settings.changed', 'settings.read', 'access.refused'][(index / 10) % 3]!
          : 'inspection.recorded';
      const isRecord = action === 'inspection.recorded';
      const actor = isRecord ? 'station' : ['anna', 'ben', 'station'][((index / 10) % 7) % 3]!;
      const object = isRecord ? { kind: 'inspection', id: `part-${index}` } : { kind: 'settings', id: `s${index % 4}` };
      chain.append({ ...common, at, action, actor, object, new: { number: index } });
    }
  });
  bodies = station.bodies();
});

afterAll(async () => {
  await station.stop();
  rmSync(folder, { recursive: true });
});

/** All pages, one after the other. */
function paged(filter: Partial<AuditFilter>): number[] {
  const pages = new AuditPages(station.station.kernel.database);
  const found: number[] = [];
  for (let before: number | null = null; ; before = found.at(-1) ?? null) {
    const { items, hasMore } = pages.page({ before, limit: 37, filter: { ...NO_FILTER, ...filter } });
    found.push(...items.map(({ sequence }) => sequence));
    if (!hasMore) return found;
  }
}

function matches(wish: Partial<AuditFilter>): (body: EntryBody) => boolean {
  const filter: AuditFilter = { ...NO_FILTER, ...wish };
  const { from, to, object: of } = filter;
  return ({ at, action, actor, object }) =>
    (from === null || at >= from) &&
    (to === null || at < to) &&
    (filter.action === null ||
      action === filter.action ||
      (filter.action.endsWith('.') && action.startsWith(filter.action))) &&
    (filter.actor === null || actor === filter.actor) &&
    (of === null || (object.kind === of.kind && object.id === of.id));
}

test.for<Partial<AuditFilter>>([
  {},
  { from: timeOf(300) },
  { to: timeOf(300) },
  { from: timeOf(100), to: timeOf(680) },
  { from: timeOf(850), to: timeOf(852), action: 'inspection.recorded' },
  { from: timeOf(5000) },
  { action: 'settings.changed' },
  { action: 'settings.' },
  { action: 'inspection.' },
  { action: 'inspection.recorded', actor: 'anna' },
  { actor: 'anna' },
  { actor: 'station' },
  { actor: 'nobody' },
  { actor: 'ben', action: 'settings.', from: timeOf(200), to: timeOf(600) },
  { object: { kind: 'settings', id: 's2' } },
  { object: { kind: 'settings', id: 's2' }, action: 'access.refused', to: timeOf(400) },
])('the pages of %j hold what one finds by reading everything, the newest first', (filter) => {
  const wanted = bodies.filter(matches(filter)).map(({ seq }) => seq);
  expect(paged(filter)).toEqual(wanted.reverse());
});

test('the entry of a record is found by the time of the record', () => {
  for (let count = 0; count < 5; count++) station.record();
  const { id } = station.record();
  const [sequence] = paged({ object: { kind: 'inspection', id } });
  expect(station.bodies()[(sequence ?? 0) - 1]).toMatchObject({ action: 'inspection.recorded', object: { id } });
});

test('what can be chosen is every action and actor but those of inspections alone', () => {
  const { actions, actors } = new AuditPages(station.station.kernel.database).choices();
  const rare = bodies.filter(({ action }) => action !== 'inspection.recorded');
  expect(actions).toEqual([...new Set(rare.map(({ action }) => action))].sort());
  expect(actors).toEqual([...new Set(rare.map(({ actor }) => actor))].sort());
});
