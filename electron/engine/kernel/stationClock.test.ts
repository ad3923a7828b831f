import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStationDatabase, type StationDatabase } from '../storage/index.ts';
import { FakeMachine } from './machine.fixture.ts';
import { StationClock } from './stationClock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let folder: string;
let database: StationDatabase;
let machine: FakeMachine;
let clock: StationClock;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-clock-'));
  database = openStationDatabase(folder);
  machine = new FakeMachine('2026-11-27T10:00:00.000Z');
  clock = new StationClock(database, machine.read);
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

/** Time passes while the station looks at the clock. */
function pass(milliseconds: number): void {
  for (let look = 0; look < 5; look += 1) {
    machine.pass(milliseconds / 5);
    clock.look();
  }
}

/** The station is started again; what it wrote down is all that it knows. */
function restart(): void {
  clock = new StationClock(database, machine.read);
  clock.look();
}

/** How old a record of this moment is now, in hours. */
const hoursSince = (livedMs: number): number => {
  for (let hours = 0; ; hours += 1) if (clock.livedAgo((hours + 1) * HOUR_MS) < livedMs) return hours;
};

describe('ages', () => {
  test('are the time that passed, while the station runs and across its restarts', () => {
    const { livedMs } = clock.moment();
    pass(2 * HOUR_MS);
    machine.pass(3 * HOUR_MS);
    restart();
    expect(hoursSince(livedMs)).toBe(5);
    expect(clock.isSure()).toBe(true);
  });

  test.each([
    ['a night', 10, 10],
    ['a long weekend', 4.5 * 24, 4.5 * 24],
    // Only the clock says so, and it may have been wrong before: late is better than early.
    ['a plant holiday', 28 * 24, 0],
  ])('count %s in which the machine was off as far as it is believed', (_name, hoursOff, counted) => {
    const { livedMs } = clock.moment();
    pass(MINUTE_MS);
    machine.shutDown(hoursOff * HOUR_MS);
    restart();
    expect(hoursSince(livedMs)).toBe(counted);
    expect(clock.isSure()).toBe(false);
    pass(11 * MINUTE_MS);
    expect(clock.isSure()).toBe(counted === hoursOff);
    pass(24 * HOUR_MS);
    expect(clock.isSure()).toBe(true);
    expect(hoursSince(livedMs)).toBe(counted + 24);
  });

  test.each([
    ['60 days ahead', '2027-01-26T10:00:00.000Z'],
    ['at 1970', '1970-01-01T00:00:00.000Z'],
  ])('do not change where the clock is %s, for seconds or for good', (_name, wrong) => {
    const { livedMs } = clock.moment();
    pass(MINUTE_MS);
    machine.set(wrong);
    pass(MINUTE_MS);
    expect(hoursSince(livedMs)).toBe(0);
    pass(30 * HOUR_MS);
    expect(hoursSince(livedMs)).toBe(30);
  });
});

describe('a clock that jumps', () => {
  test('is in doubt until it returns, and says from where to where it went', () => {
    pass(HOUR_MS);
    machine.set('2027-01-26T11:00:00.000Z');
    clock.look();
    expect(clock.isSure()).toBe(false);
    expect(clock.doubt).toMatchObject({ from: '2026-11-27T11:00:00.000Z', to: '2027-01-26T11:00:00.000Z' });
    expect(clock.steadyNow().toISOString()).toBe('2026-11-27T11:00:00.000Z');
    machine.set('2026-11-27T11:00:05.000Z');
    expect(clock.isSure()).toBe(true);
    expect(clock.doubt).toBeNull();
  });

  test('is believed when it has held for a day, and each further jump begins that day anew', () => {
    machine.set('2027-01-26T10:00:00.000Z');
    clock.look();
    pass(23 * HOUR_MS);
    machine.set('2027-03-01T00:00:00.000Z');
    clock.look();
    pass(23 * HOUR_MS);
    expect(clock.isSure()).toBe(false);
    pass(2 * HOUR_MS);
    expect(clock.isSure()).toBe(true);
    expect(clock.steadyNow()).toEqual(clock.now());
  });

  test('is believed at once if a person says so, and stays believed after a restart', () => {
    machine.set('2027-01-26T10:00:00.000Z');
    clock.look();
    clock.confirm();
    expect(clock.isSure()).toBe(true);
    pass(MINUTE_MS);
    restart();
    expect(clock.isSure()).toBe(true);
  });

  test('stays in doubt across a restart, and is found where it jumped while the station did not run', () => {
    machine.set('2027-01-26T10:00:00.000Z');
    restart();
    expect(clock.isSure()).toBe(false);
    pass(MINUTE_MS);
    restart();
    expect(clock.doubt).toMatchObject({ from: '2026-11-27T10:00:00.000Z', to: '2027-01-26T10:00:00.000Z' });
  });

  test('in the nights between gets its day from working hours', () => {
    machine.set('2027-01-26T10:00:00.000Z');
    for (let day = 1; day <= 3; day += 1) {
      pass(9 * HOUR_MS);
      expect(clock.isSure()).toBe(day === 3);
      machine.shutDown(15 * HOUR_MS);
      restart();
    }
  });

  test.each([
    ['a time server', 2000],
    ['a hand that sets the minutes', -8 * MINUTE_MS],
  ])('by little, as %s makes it, is followed', (_name, stepMs) => {
    for (let step = 1; step <= 5; step += 1) {
      machine.wallMs += stepMs;
      pass(MINUTE_MS);
      expect(clock.isSure()).toBe(true);
    }
  });

  test('is no jump where a machine slept, whose uptime goes on', () => {
    machine.pass(14 * HOUR_MS);
    expect(clock.isSure()).toBe(true);
  });

  test('at 1970 after a start of the machine, until a time server sets it, is watched until it has settled, and is told of meanwhile', () => {
    const { livedMs } = clock.moment();
    pass(MINUTE_MS);
    machine.shutDown(0);
    machine.set('1970-01-01T00:00:30.000Z');
    restart();
    expect(clock.doubt).toMatchObject({ from: '2026-11-27T10:00:00.000Z', to: '1970-01-01T00:00:30.000Z' });
    pass(MINUTE_MS);
    machine.set('2026-11-28T10:01:00.000Z');
    pass(MINUTE_MS);
    expect(clock.doubt).toBeNull();
    expect(clock.isSure()).toBe(false);
    pass(11 * MINUTE_MS);
    expect(clock.isSure()).toBe(true);
    expect(hoursSince(livedMs)).toBe(24);
  });

  test('is in doubt from the very first start where it says what no clock can say', () => {
    database.execute('DELETE FROM clock');
    machine.set('1970-01-01T00:00:30.000Z');
    clock = new StationClock(database, machine.read);
    expect(clock.isSure()).toBe(false);
    expect(clock.doubt).not.toBeNull();
  });
});

describe('what was recorded', () => {
  test('while the clock was wrong is dated by the time of operation, and anything else by what the clock said', () => {
    const before = clock.moment();
    pass(MINUTE_MS);
    machine.set('2099-01-01T00:00:00.000Z');
    pass(MINUTE_MS);
    const meanwhile = clock.moment();
    machine.set('2026-11-27T10:02:00.000Z');
    pass(MINUTE_MS);
    const after = clock.moment();
    expect(meanwhile.at).toBe('2099-01-01T00:01:00.000Z');
    restart();
    expect([before, meanwhile, after].map((moment) => clock.timeOf(moment))).toEqual([
      before.at,
      '2026-11-27T10:02:00.000Z',
      after.at,
    ]);
  });

  test('is so old as the clock says, or would say had it not jumped, whichever makes sense', () => {
    const before = clock.moment().at;
    pass(MINUTE_MS);
    machine.set('2099-01-01T00:00:00.000Z');
    const wrong = clock.moment().at;
    pass(MINUTE_MS);
    expect([before, wrong].map((at) => clock.ageMs(at))).toEqual([2 * MINUTE_MS, MINUTE_MS]);
    machine.set('2026-11-27T10:02:00.000Z');
    expect([before, wrong].map((at) => clock.ageMs(at))).toEqual([2 * MINUTE_MS, 0]);
  });
});
