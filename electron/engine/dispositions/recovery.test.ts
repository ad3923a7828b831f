import { cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AuditedStation } from '../audit/audit.fixture.ts';
import { auditQueries } from '../audit/index.ts';
import { backupName } from '../storage/backupFiles.ts';
import { type RecordedInspection, suspectDatabase } from '../storage/index.ts';
import { adoptDispositions } from './adoption.ts';

const root = mkdtempSync(join(tmpdir(), 'sigmaline-lost-dispositions-'));
/** A stopped station after a day's work; each test has a copy of it. */
const worked = join(root, 'worked');
const folder = join(root, 'station');
let station: AuditedStation;
let records: RecordedInspection[];
/** Of its dispositions, as they were. */
let before: Record<string, unknown>[];
const file = (): string => join(folder, 'station.sqlite');

beforeAll(async () => {
  mkdirSync(worked);
  station = new AuditedStation(worked);
  await workADay();
});
beforeEach(() => cpSync(worked, folder, { recursive: true }));
afterEach(async () => {
  await station.stop();
  rmSync(folder, { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true }));

const database = () => station.station.kernel.database;
const rows = () => database().prepare<Record<string, unknown>>('SELECT * FROM disposition ORDER BY id').all();
const checked = () => {
  const verify = auditQueries(database())['audit.verifyRecord'];
  return records.map((record) => verify(record).dispositions);
};

/** Parts and decisions, of which the first are in a backup. */
async function workADay(): Promise<void> {
  const work = (count: number) =>
    database().transaction(() =>
      Array.from({ length: count }, () => {
        const record = station.record();
        station.dispose(record);
        return record;
      }),
    );
  const first = work(20);
  mkdirSync(join(worked, 'backups'));
  const name = backupName(new Date('2026-11-28T10:00:00.000Z'), first.length);
  database()
    .prepare('VACUUM INTO ?')
    .run(join(worked, 'backups', name));
  records = [...first, ...work(400)];
  for (const record of first) station.dispose(record);
  before = rows();
  database().pragma('wal_checkpoint(TRUNCATE)');
  await station.stop();
}

/** Starts the station on the database that was damaged. */
function restart(): void {
  suspectDatabase(folder, 'a test');
  station = new AuditedStation(folder);
  adoptDispositions(station.station.kernel);
}

/** Overwrites whole pages that hold this text, but for the first. @returns how many */
function damagePages(text: string, most: number): number {
  const bytes = readFileSync(file());
  const descriptor = openSync(file(), 'r+');
  let damaged = 0;
  for (let at = bytes.indexOf(text, 140 * 4096); at >= 0 && damaged < most; at = bytes.indexOf(text, at + 4096)) {
    writeSync(descriptor, Buffer.alloc(4096, 0xa5), 0, 4096, at - (at % 4096));
    damaged += 1;
  }
  return damaged;
}

describe('what people decided outlasts a damaged database', () => {
  it('as it was, where all of it can be read', () => {
    writeSync(openSync(file(), 'r+'), Buffer.from([0, 0, 0, 1, 0, 0, 0, 9]), 0, 8, 32);
    restart();
    expect(rows()).toEqual(before);
    expect(new Set(checked())).toEqual(new Set(['holds']));
  });

  it('from the entries that tell of it, where its own table cannot be read', () => {
    expect(damagePages('{"x":0.1,"y":0.2', 4)).toBe(4);
    restart();
    const said = (row: Record<string, unknown>) => ({ ...row, region: JSON.parse(String(row.region)) as unknown });
    expect(rows().map(said)).toEqual(before.map(said));
    expect(new Set(checked())).toEqual(new Set(['holds']));
  });

  it('with new entries, where the old ones cannot be read', () => {
    expect(damagePages('"action":"disposition.made"', 5)).toBe(5);
    restart();
    const kept = rows();
    const without = ({ entry: _, ...row }: Record<string, unknown>) => row;
    expect(kept.map(without)).toEqual(before.map(without));
    expect(kept.filter(({ entry }) => entry === 0)).toEqual([]);
    expect(station.bodies().map(({ action }) => action)).toContain('disposition.adopted');
    expect(new Set(checked())).toEqual(new Set(['holds']));
  });

  it('as far as the backup goes, where nothing can be read', () => {
    const { size } = statSync(file());
    writeSync(openSync(file(), 'r+'), Buffer.alloc(size, 0xa5), 0, size, 0);
    restart();
    expect(rows()).toEqual(before.slice(0, 20));
  });
});
