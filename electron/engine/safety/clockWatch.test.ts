import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStationCaller } from '../../../shared/contract/index.ts';
import { type ErrorFact, sentenceOf } from '../../../shared/domain/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { FakeMachine } from '../kernel/machine.fixture.ts';
import { watchClock } from './clockWatch.ts';

const [RIGHT, WRONG] = ['2026-03-02T10:00:00.000Z', '2026-05-01T10:00:00.000Z'];
const HOUR_MS = 3_600_000;
const caller = openStationCaller('window', 'test');

let folder: string;
let machine: FakeMachine;
let station: TestKernel;
let watch: ReturnType<typeof watchClock>;
let told: ErrorFact[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-clock-'));
  machine = new FakeMachine(RIGHT);
  told = [];
  open();
});

afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

function open(): void {
  station = openTestKernel(folder, machine.read);
  watch = watchClock(station.kernel, { add: ({ code, details }) => void told.push({ code, details }) });
}

async function close(): Promise<void> {
  await watch.stop();
  station.close();
}

/** What is wrong after the next look at the clock. */
function conditions() {
  station.kernel.clock.look();
  return station.kernel.conditions.current();
}

test('a clock that jumps is a warning with the figures, until it returns', () => {
  machine.set(WRONG);
  expect(conditions()).toMatchObject([
    { code: 'clock.jumped', severity: 'warning', details: { from: RIGHT, to: WRONG }, subject: { kind: 'station' } },
  ]);
  expect(conditions().map(sentenceOf)).toEqual([
    expect.stringMatching(/1 May 2026 when .*neither deleted nor archived/),
  ]);
  machine.set(RIGHT);
  expect(conditions()).toEqual([]);
  expect(told).toEqual([]);
});

test('the days of both times are said, also if one of them is today', () => {
  const today = new Date().toISOString();
  const sentence = sentenceOf({ code: 'clock.jumped', details: { from: RIGHT, to: today } });
  expect(sentence.match(/ on \d+ \w+ \d{4}/g)).toHaveLength(2);
});

test('an engineer confirms the jump that was shown, and no other', async () => {
  machine.set(WRONG);
  conditions();
  machine.set('2099-01-01T00:00:00.000Z');
  expect(conditions()).toMatchObject([{ details: { from: RIGHT, to: '2099-01-01T00:00:00.000Z' } }]);
  expect(() => watch.handlers['clock.confirm']({ to: WRONG }, caller)).toThrow(/jumped again/);
  expect(conditions()).toHaveLength(1);
  await watch.handlers['clock.confirm']({ to: '2099-01-01T00:00:00.000Z' }, caller);
  expect(conditions()).toEqual([]);
  expect(watch.handlers['clock.confirm']({ to: WRONG }, caller)).toEqual({});
});

test('a machine that was off for weeks is a warning of its own, and one that was off for a night is none', async () => {
  await close();
  machine.shutDown(14 * HOUR_MS);
  open();
  expect(conditions()).toEqual([]);
  machine.pass(HOUR_MS);
  conditions();
  await close();
  machine.shutDown(21 * 24 * HOUR_MS);
  open();
  expect(conditions()).toMatchObject([{ code: 'clock.moved', details: { to: machine.at } }]);
});

test('nobody has to be there: after a day of operation the clock is believed, and a notice tells of it', async () => {
  machine.set(WRONG);
  conditions();
  machine.pass(25 * HOUR_MS);
  expect(conditions()).toEqual([]);
  await expect.poll(() => told).toEqual([{ code: 'clock.held', details: { from: RIGHT, to: WRONG } }]);
});
