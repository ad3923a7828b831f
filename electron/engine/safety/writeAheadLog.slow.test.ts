import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { type RecordedInspection, readStationDatabase, type StationDatabase } from '../storage/index.ts';
import { WriteAheadLog } from './writeAheadLog.ts';

const MIB = 1024 ** 2;
const COMMITS = 3000;

let folder: string;
let station: TestKernel;
let log: WriteAheadLog;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-log-'));
  station = openTestKernel(folder);
  station.kernel.database.execute('CREATE TABLE ballast (content BLOB)');
  log = new WriteAheadLog(station.kernel, 20);
});

afterEach(async () => {
  await log.stop();
  station.close();
  rmSync(folder, { recursive: true });
});

const logBytes = (): number => statSync(join(folder, 'station.sqlite-wal')).size;

/** A program that has begun to read the database and does not end. */
function holdSnapshot(): StationDatabase {
  const reader = readStationDatabase(folder);
  reader.execute('BEGIN');
  reader.prepare('SELECT COUNT(*) FROM inspection').get();
  return reader;
}

/** Some 40 kB each. */
async function commit(times: number): Promise<void> {
  const insert = station.kernel.database.prepare('INSERT INTO ballast VALUES (randomblob(40000))');
  for (let commits = 0; commits < times; commits++) {
    insert.run();
    if (commits % 50 === 0) await pause(0);
  }
}

it('a log that a reader from outside holds is told of, keeps no commit waiting, and is given back to the disk once the reader has ended', async () => {
  const reader = holdSnapshot();
  await commit(COMMITS);
  expect(logBytes()).toBeGreaterThan(100 * MIB);
  await vi.waitFor(() => expect(station.codes()).toEqual(['storage.log-held']));
  const [condition] = station.kernel.conditions.current();
  expect(condition).toMatchObject({ severity: 'warning', details: { file: join(folder, 'station.sqlite') } });
  expect(Number(condition?.details.megabytes)).toBeGreaterThan(104);

  // The station rests, and tries in vain to empty the log again and again: that returns at once.
  const beganMs = performance.now();
  for (let tries = 0; tries < 20; tries++) station.kernel.database.emptyLog();
  expect((performance.now() - beganMs) / 20).toBeLessThan(20);
  expect(station.kernel.database.pragma('busy_timeout')).toBe(250);
  expect(station.codes()).toEqual(['storage.log-held']);

  reader.close();
  await vi.waitFor(() => expect(logBytes()).toBe(0));
  await vi.waitFor(() => expect(station.codes()).toEqual([]));
  expect(station.reported).toEqual([]);
});

it('a log is copied back behind records that machines know of, not within a commit', async () => {
  const insert = station.kernel.database.prepare('INSERT INTO ballast VALUES (randomblob(40000))');
  const toldAt: number[] = [];
  station.kernel.recorders.onCommitted(() => toldAt.push(logBytes()), 'machines');
  for (let record = 1; record <= 300; record += 1) {
    insert.run();
    station.kernel.recorders.committed({} as RecordedInspection);
    await pause(0);
  }
  // 300 of them are 12 MB; copied back after each 50, the log begins anew.
  expect(Math.max(...toldAt)).toBeLessThan(3 * MIB);
  expect(station.reported).toEqual([]);
});

it('a log is cut to 16 MB on a line that never rests', async () => {
  await log.stop();
  const reader = holdSnapshot();
  await commit(700);
  expect(logBytes()).toBeGreaterThan(24 * MIB);
  reader.close();
  await commit(3);
  expect(logBytes()).toBeLessThanOrEqual(16 * MIB);
});
