import { copyFileSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { verifyDatabase } from '../../audit/index.ts';
import { backupName } from '../storage/backupFiles.ts';
import { suspectDatabase } from '../storage/index.ts';
import { AuditedStation } from './audit.fixture.ts';

let folder: string;
let station: AuditedStation;
const file = (): string => join(folder, 'station.sqlite');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-chain-'));
  station = new AuditedStation(folder);
});

afterEach(async () => {
  await station.stop();
  rmSync(folder, { recursive: true });
});

const SKIPPED_BYTES = 400 * 1024;

function recordMany(count: number): void {
  for (let done = 0; done < count; done++) station.record();
}

/** A backup of now, as a task makes it. */
function backUp(): void {
  mkdirSync(join(folder, 'backups'), { recursive: true });
  const number = station.record().number;
  const name = backupName(new Date('2026-11-28T10:00:00.000Z'), number);
  station.station.kernel.database.prepare('VACUUM INTO ?').run(join(folder, 'backups', name));
}

async function stopWhole(): Promise<void> {
  station.station.kernel.database.pragma('wal_checkpoint(TRUNCATE)');
  await station.stop();
}

/** Overwrites pages that hold this text. The first ones are left alone: the root of a table is among them. */
function damagePagesWith(text: string, most: number): number {
  const bytes = readFileSync(file());
  const descriptor = openSync(file(), 'r+');
  let damaged = 0;
  for (let at = bytes.indexOf(text, SKIPPED_BYTES); at >= 0 && damaged < most; at = bytes.indexOf(text, at + 4096)) {
    writeSync(descriptor, Buffer.alloc(4096, 0xa5), 0, 4096, at - (at % 4096));
    damaged += 1;
  }
  return damaged;
}

/** Whether it verifies after the station has adopted all; the faults where it does not. */
async function verified(): Promise<readonly string[]> {
  await vi.waitFor(() => expect(station.audit.state().adoption).toBeNull(), { timeout: 20_000 });
  await stopWhole();
  const copy = join(folder, 'copy.sqlite');
  copyFileSync(file(), copy);
  const { faults, entries } = verifyDatabase(copy);
  station = new AuditedStation(folder);
  expect(entries).toBeGreaterThan(0);
  return faults.map(({ text }) => text);
}

const actions = (): string[] => station.bodies().map(({ action }) => action);
const recovered = (): Record<string, unknown> =>
  station.bodies().findLast(({ action }) => action === 'chain.recovered')!.new as Record<string, unknown>;

describe('the chain of a station whose database was damaged', () => {
  test('goes on with the entries that can still be read, and verifies', async () => {
    recordMany(20);
    backUp();
    recordMany(300);
    await stopWhole();
    suspectDatabase(folder, 'a test');
    // The header of the database alone: every page behind it can be read.
    const descriptor = openSync(file(), 'r+');
    writeSync(descriptor, Buffer.from([0, 0, 0, 1]), 0, 4, 32);
    writeSync(descriptor, Buffer.from([0, 0, 0, 9]), 0, 4, 36);
    station = new AuditedStation(folder);
    expect(actions()).toContain('database.restored');
    expect(recovered()).toMatchObject({ lostRecords: [] });
    expect(Number(recovered().salvagedEntries)).toBeGreaterThanOrEqual(300);
    expect(await verified()).toEqual([]);
  }, 60_000);

  test('names what cannot be proven where entries are gone: their records are adopted anew', async () => {
    recordMany(20);
    backUp();
    recordMany(600);
    await stopWhole();
    expect(damagePagesWith('"action":"inspection.recorded"', 12)).toBe(12);
    station = new AuditedStation(folder);
    const { toAdopt, lastEntryKnown, salvagedEntries, restoredEntries } = recovered();
    expect(Number(lastEntryKnown)).toBeGreaterThan(Number(salvagedEntries) + Number(restoredEntries));
    expect(toAdopt).not.toEqual([]);
    expect(await verified()).toEqual([]);
    expect(actions()).toContain('inspection.adopted');
    station.record();
    expect(await verified()).toEqual([]);
  }, 60_000);

  test('goes on from the backup alone where nothing can be read; what was recorded since is named as lost by nothing but the backup', async () => {
    recordMany(20);
    backUp();
    recordMany(100);
    await stopWhole();
    const size = statSync(file()).size;
    writeSync(openSync(file(), 'r+'), Buffer.alloc(size, 0xa5), 0, size, 0);
    station = new AuditedStation(folder);
    expect(recovered()).toMatchObject({ salvagedEntries: 0, lostRecords: [], toAdopt: [] });
    recordMany(3);
    expect(await verified()).toEqual([]);
  }, 60_000);

  test('begins anew, and says why, where there is no backup either', async () => {
    recordMany(20);
    await stopWhole();
    const size = statSync(file()).size;
    writeSync(openSync(file(), 'r+'), Buffer.alloc(size, 0xa5), 0, size, 0);
    station = new AuditedStation(folder);
    expect(actions().slice(0, 2)).toEqual(['chain.begun', 'database.restored']);
    expect(station.audit.state().key.problem).toBeNull();
    expect(await verified()).toEqual([]);
  }, 60_000);
});
