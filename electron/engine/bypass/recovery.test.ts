import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Caller, openStationCaller } from '../../../shared/contract/index.ts';
import { sourceIdSchema, sourceOptionsSchema, storedStationSettingsSchema } from '../../../shared/domain/index.ts';
import { exampleInspection } from '../../../shared/domain/inspection.fixture.ts';
import { Handover } from '../handover/index.ts';
import { actingAs } from '../kernel/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { FakeMachine } from '../kernel/machine.fixture.ts';
import { Parts } from '../parts/index.ts';
import { createInspectionRecords, RecordSums } from '../records/index.ts';
import { backupName } from '../storage/backupFiles.ts';
import { suspectDatabase } from '../storage/index.ts';
import { Bypasses } from './bypasses.ts';

const SOURCE = { id: sourceIdSchema.parse('3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c11'), name: 'Left' };
const VIEWS = ['top', 'side'].map((name) => ({ name, recipeId: null }));
const options = sourceOptionsSchema.parse({ views: { names: VIEWS, together: { by: 'serial' }, waitSeconds: 5 } });
const settings = () => storedStationSettingsSchema.parse({ shiftStarts: ['06:00'] });
const CALLER: Caller = { ...openStationCaller('window', 'one'), person: 'ada', name: 'Ada Lovelace' };

let folder: string;
let machine: FakeMachine;
let station: TestKernel;
let line: { parts: Parts; bypasses: Bypasses; handover: Handover; sums: RecordSums };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-lost-bypasses-'));
  machine = new FakeMachine('2026-11-29T08:00:00.000Z');
  start();
});
afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

function start(): void {
  station = openTestKernel(folder, machine.read);
  const { kernel } = station;
  kernel.database.pragma('foreign_keys = OFF');
  const sums = new RecordSums(kernel, 1e9);
  const records = createInspectionRecords(kernel.database, () => kernel.clock.moment());
  const parts = new Parts(kernel, {
    sources: () => [{ id: SOURCE.id, options }],
    records,
    sums,
    longestWaitMs: () => null,
    livedMsOf: () => null,
    isOvertaken: () => false,
  });
  const signing = { signsBypass: false, signatures: null as never };
  const bypasses = new Bypasses(kernel, { sources: () => [SOURCE], settings, signing, onChanged: () => undefined });
  line = { parts, bypasses, handover: new Handover(kernel, { settings }), sums };
}

async function stop(): Promise<void> {
  const { parts, bypasses, sums } = line;
  await Promise.all([parts.stop(), bypasses.stop(), sums.stop()]);
  station.close();
}

/** "7 top": an image of a serial and a view; by-passed where something is. */
function record(said: string): void {
  const [serial, view] = said.split(' ');
  const { kernel } = station;
  const error = line.bypasses.of(SOURCE.id, machine.at);
  const verdict = error === null ? 'pass' : 'error';
  const failed = error === null ? null : { code: error.code, details: error.details, sentence: null };
  const given = exampleInspection({
    id: randomUUID(),
    sourceId: SOURCE.id,
    serial,
    view,
    verdict,
    error: failed,
    file: said,
  });
  const records = createInspectionRecords(kernel.database, () => kernel.clock.moment());
  kernel.database.transaction(() => {
    const made = records.append({ ...given, sha256: null, arrivedAt: machine.at, filesFolder: null });
    kernel.recorders.record(made);
    const ledger = kernel.database.prepare(
      `INSERT INTO ledger (source_id, path, size, modified_us, state, seen_at, inspection_id) VALUES (?, ?, 1, 1, 'recorded', ?, ?)`,
    );
    ledger.run(SOURCE.id, said, machine.at, made.id);
  });
}

const by = <Result>(act: () => Result): Result => actingAs(CALLER, act);
const begin = () =>
  by(() =>
    line.bypasses.handlers['bypass.begin'](
      { source: SOURCE.id, reason: settings().bypass.reasons[0] ?? '', comment: null, minutes: 15 },
      CALLER,
    ),
  );
const write = (text: string) => by(() => line.handover.handlers['handover.write']({ text }, CALLER));

const TABLES = { bypass: 'id', handover_note: 'id', handover_read: 'note', part: 'number', part_view: 'record' };
function tables(): Record<string, unknown[]> {
  const { database } = station.kernel;
  return Object.fromEntries(
    Object.entries(TABLES).map(([table, key]) => [
      table,
      database.prepare(`SELECT * FROM ${table} ORDER BY ${key}`).all(),
    ]),
  );
}

/** A shift, of which the first half is in a backup. @returns the tables as they were */
async function workedShift(): Promise<Record<string, unknown[]>> {
  const first = await begin();
  await write('The lamp flickers');
  for (const said of ['1 top', '1 side', '2 top']) record(said);
  mkdirSync(join(folder, 'backups'));
  station.kernel.database
    .prepare('VACUUM INTO ?')
    .run(join(folder, 'backups', backupName(new Date('2026-11-29T08:10:00.000Z'), 3)));
  machine.pass(60_000);
  await by(() => line.bypasses.handlers['bypass.end']({ id: first.id }, CALLER));
  line.parts.look();
  for (const said of ['3 top', '3 side', '2 side']) record(said);
  await begin();
  for (const said of ['4 top', '4 side', '5 top']) record(said);
  line.parts.decided(1, 'scrap');
  await write('The belt was cleaned');
  const reader = { ...CALLER, person: 'kim', name: 'Kim Berg' };
  await actingAs(reader, () => line.handover.handlers['handover.read']({ id: 1 }, reader));
  const before = tables();
  expect(before.bypass).toHaveLength(2);
  station.kernel.database.pragma('wal_checkpoint(TRUNCATE)');
  await stop();
  return before;
}

const file = (): string => join(folder, 'station.sqlite');

function restart(): void {
  suspectDatabase(folder, 'a test');
  start();
}

/** Fills the first page of tables with nonsense. */
function spoil(...names: string[]): void {
  const reader = new Database(file(), { readonly: true });
  const pages = names.map((name) =>
    reader.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(name),
  );
  reader.close();
  const bytes = readFileSync(file());
  for (const page of pages) bytes.fill(0xa5, (Number(page) - 1) * 4096, Number(page) * 4096);
  writeFileSync(file(), bytes);
}

it('by-passes, notes and parts of several views outlast a damaged database as they were', async () => {
  const before = await workedShift();
  writeSync(openSync(file(), 'r+'), Buffer.from([0, 0, 0, 1, 0, 0, 0, 9]), 0, 8, 32);
  writeFileSync(join(folder, 'search.sqlite'), 'of other records');
  restart();
  expect(tables()).toEqual(before);
  expect(line.bypasses.lasting()).toMatchObject([{ parts: 2 }]);
  expect(() => readFileSync(join(folder, 'search.sqlite'))).toThrow();
});

it('by-passes and notes are read from the entries that tell of them, where their own tables cannot be read', async () => {
  const before = await workedShift();
  spoil('bypass', 'handover_note', 'handover_read');
  restart();
  line.bypasses.begin();
  expect(tables()).toEqual(before);
});
