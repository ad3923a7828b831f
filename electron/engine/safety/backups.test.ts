import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { FakeMachine } from '../kernel/machine.fixture.ts';
import { Backups } from './backups.ts';

const HOUR_MS = 3_600_000;
const soon = { timeout: 3000, interval: 5 };
const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60));

let folder: string;
let machine: FakeMachine;
let station: TestKernel;
let backups: Backups;
let records: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-backups-'));
  mkdirSync(join(folder, 'backups'));
  machine = new FakeMachine('2026-11-27T10:00:00.000Z');
  station = openTestKernel(folder, machine.read);
  records = 100;
});

afterEach(async () => {
  await backups.stop();
  station.close();
  rmSync(folder, { recursive: true });
});

const write = (at: string, number: number): void =>
  writeFileSync(join(folder, 'backups', `station-${at.replace(/[:.]/g, '-')}-to-${number}.sqlite`), '');
const made = (): string[] =>
  readdirSync(join(folder, 'backups'))
    .map((name) => name.slice('station-'.length, 'station-YYYY-MM-DDTHH'.length))
    .sort();

function open(): void {
  backups = new Backups(station.kernel, {
    settings: () => ({ folder: null, everyMinutes: 60, hourly: 24, daily: 14 }),
    records: () => records,
    async task(request) {
      if (request.kind === 'backUp') write(request.at, records);
      return records;
    },
    onDamaged: () => undefined,
    timings: { lookEveryMs: 5, wantedAfterMs: HOUR_MS },
  });
}

function pass(hours: number): void {
  machine.pass(hours * HOUR_MS);
  records += 1;
}

describe('a backup', () => {
  test('is made every hour while there are new records', async () => {
    open();
    await expect.poll(made, soon).toEqual(['2026-11-27T10']);
    records += 1;
    await moment();
    expect(made()).toHaveLength(1);
    pass(1);
    await expect.poll(made, soon).toEqual(['2026-11-27T10', '2026-11-27T11']);
  });

  test('is made after one that a clock which was ahead dated in the future, once an hour, and not only on that day', async () => {
    write('2027-01-26T10:00:00.000Z', 50);
    open();
    await expect.poll(made, soon).toEqual(['2026-11-27T10', '2027-01-26T10']);
    await expect.poll(() => backups.covers(100), soon).toBe(true);
    records += 1;
    await moment();
    expect(made()).toHaveLength(2);
    expect(backups.state().lastAt).toBe('2026-11-27T10:00:00.000Z');
    pass(1);
    await expect.poll(made, soon).toEqual(['2026-11-27T10', '2026-11-27T11', '2027-01-26T10']);
  });

  test.each(['2027-01-26T11:00:00.000Z', '1970-01-01T00:00:00.000Z'])(
    'goes on being made and dated in its turn while the clock says %s',
    async (wrong) => {
      open();
      await expect.poll(made, soon).toHaveLength(1);
      pass(1);
      machine.set(wrong);
      await expect.poll(made, soon).toEqual(['2026-11-27T10', '2026-11-27T11']);
      pass(1);
      await expect.poll(made, soon).toEqual(['2026-11-27T10', '2026-11-27T11', '2026-11-27T12']);
      await expect.poll(() => backups.covers(records), soon).toBe(true);
    },
  );
});
