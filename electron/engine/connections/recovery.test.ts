import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Caller, openStationCaller } from '../../../shared/contract/index.ts';
import {
  type ConnectionId,
  postgresSettingsSchema,
  storedStationSettingsSchema,
} from '../../../shared/domain/index.ts';
import { actingAs } from '../kernel/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { backupName } from '../storage/backupFiles.ts';
import { suspectDatabase } from '../storage/index.ts';
import { Connections } from './connections.ts';

const CALLER: Caller = { ...openStationCaller('window', 'one'), person: 'ada', name: 'Ada Lovelace' };

let folder: string;
let station: TestKernel;
let connections: Connections;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-lost-connections-'));
  start();
});
afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

function start(): void {
  station = openTestKernel(folder);
  const quiet = { onMessage: () => undefined, onExit: (listener: () => void) => listener(), send: () => undefined };
  connections = new Connections(station.kernel, {
    host: { start: () => ({ ...quiet, pid: 1, kill: () => undefined }) as never },
    isListed: () => false,
    station: 'station',
    recipes: async () => [],
    keySecret: null,
    sources: () => [],
    parts: { onChanged: () => undefined, isView: () => false },
    settings: { current: () => storedStationSettingsSchema.parse({ shiftStarts: ['06:00'] }) } as never,
    ...({} as Pick<ConstructorParameters<typeof Connections>[1], 'backlogs' | 'shift' | 'handlers' | 'bypasses'>),
  });
}

async function stop(): Promise<void> {
  await connections.stop();
  station.close();
}

async function make(name: string, begins: 'now' | 'beginning'): Promise<ConnectionId> {
  const settings = postgresSettingsSchema.parse({ kind: 'postgres', host: 'db', database: 'plant', user: 'u', begins });
  const made = await connections.handlers['connection.create']({ name, settings, secrets: { password: 'p' } }, CALLER);
  return made.id;
}
const change = (id: ConnectionId, to: Readonly<Record<string, unknown>>) =>
  connections.handlers['connection.change']({ id, secrets: {}, ...to }, CALLER);

const entries = (): number =>
  station.kernel.database.prepare<{ last: number }>('SELECT max(sequence) AS last FROM audit_entry').get()?.last ?? 0;
const table = (): Record<string, unknown>[] =>
  station.kernel.database
    .prepare<Record<string, unknown>>('SELECT id, name, is_on, settings, position FROM connection ORDER BY name')
    .all();

/** Connections of which some are in a backup and all were changed since. @returns the table as it is to be */
async function setUp(): Promise<{ before: Record<string, unknown>[]; made: ConnectionId[] }> {
  return actingAs(CALLER, async () => {
    const [plant, old] = [await make('Plant', 'beginning'), await make('Old', 'now')];
    const swapped = await make('Swapped', 'now');
    mkdirSync(join(folder, 'backups'));
    station.kernel.database
      .prepare('VACUUM INTO ?')
      .run(join(folder, 'backups', backupName(new Date('2026-11-29T08:10:00.000Z'), 0)));
    await connections.handlers['connection.remove']({ id: old }, CALLER);
    await change(plant, { name: 'Between' });
    await change(swapped, { name: 'Plant', isOn: true });
    await change(plant, { name: 'Swapped' });
    const later = await make('Later', 'now');
    const position = entries() - 1;
    const whole = await make('Whole', 'beginning');
    const before = table();
    expect(before.map(({ name, position: at }) => [name, at])).toContainEqual(['Later', position]);
    station.kernel.database.pragma('wal_checkpoint(TRUNCATE)');
    await stop();
    return { before, made: [plant, swapped, later, whole] };
  });
}

function restart(): void {
  suspectDatabase(folder, 'a test');
  start();
}

/** Fills the first page of a table with nonsense. */
function spoil(name: string): void {
  const file = join(folder, 'station.sqlite');
  const reader = new Database(file, { readonly: true });
  const page = reader.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(name);
  reader.close();
  const bytes = readFileSync(file);
  bytes.fill(0xa5, (Number(page) - 1) * 4096, Number(page) * 4096);
  writeFileSync(file, bytes);
}

it.each([
  ['', null],
  [', also where their own table cannot be read', 'connection'],
])('connections outlast a damaged database as they were set up last, and find their secrets%s', async (_, spoilt) => {
  const { before, made } = await setUp();
  if (spoilt !== null) spoil(spoilt);
  restart();
  expect(existsSync(join(folder, 'connections.secrets'))).toBe(true);
  expect(table()).toEqual(before);
  const shown = await connections.handlers['connection.list']({}, CALLER);
  expect(shown.map(({ secrets }) => secrets)).toEqual(made.map(() => ['password']));
});
