import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStationCaller } from '../../../shared/contract/index.ts';
import {
  type Condition,
  type DowntimePeriod,
  type SourceId,
  sourceIdSchema,
  sourceSubject,
  stationSubject,
} from '../../../shared/domain/index.ts';
import type { Statement } from '../kernel/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { FakeMachine } from '../kernel/machine.fixture.ts';
import { Downtime } from './downtime.ts';

const MINUTE_MS = 60_000;
const LEFT = { id: sourceIdSchema.parse('3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c11'), name: 'Left' };
const RIGHT = { id: sourceIdSchema.parse('3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c12'), name: 'Right' };
const DAY = { from: '2026-11-29T00:00:00.000Z', to: '2026-11-30T00:00:00.000Z' };

let folder: string;
let machine: FakeMachine;
let station: TestKernel;
let downtime: Downtime;
/** What is wrong now, who is watched, since when they are quiet, and what the newest record says. */
let wrong: Statement[];
let sources: { id: SourceId; name: string }[];
let quiet: Map<SourceId, string>;
let lastRecordedAt: string | null;
let canWrite: boolean;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-downtime-'));
  machine = new FakeMachine('2026-11-29T08:00:00.000Z');
  [wrong, sources, quiet, lastRecordedAt, canWrite] = [[], [LEFT], new Map(), null, true];
  await start();
});

afterEach(async () => {
  await downtime.stop();
  station.close();
  rmSync(folder, { recursive: true });
});

async function start(): Promise<void> {
  station = openTestKernel(folder, machine.read);
  station.kernel.conditions.register(() => wrong);
  downtime = new Downtime(station.kernel, {
    sources: () => sources,
    quietSince: (id) => quiet.get(id) ?? null,
    lastRecordedAt: () => lastRecordedAt,
    canWrite: () => canWrite,
    timings: { lookEveryMs: 1_000_000, aliveEveryMs: 0 },
  });
  downtime.begin();
  await Promise.resolve();
}

/** As a power failure: nobody tells it that it ends. */
async function restart(offMs: number): Promise<void> {
  const before = downtime;
  station.close();
  machine.shutDown(offMs);
  await start();
  // What is left of the one before writes to a closed database, or nothing.
  void before;
}

function look(passMs = 0): void {
  machine.pass(passMs);
  downtime.look();
}

const statement = (code: Condition['code'], of: typeof LEFT | null = LEFT): Statement => ({
  code,
  details: {},
  severity: 'alarm',
  subject: of === null ? stationSubject() : sourceSubject(of),
});

/** Minutes since eight, reason and source of all that is written, the oldest first. */
function written(): [string, string, number, number | null][] {
  const { periods } = downtime.handlers['downtime.list'](
    { ...DAY, limit: 1000 },
    openStationCaller('window', 'test'),
  ) as { periods: DowntimePeriod[] };
  const minutes = (at: string): number => Math.round((Date.parse(at) - Date.parse('2026-11-29T08:00:00Z')) / MINUTE_MS);
  return periods
    .map(({ sourceName, reason, began, ended }): [string, string, number, number | null] => [
      sourceName,
      reason,
      minutes(began),
      ended === null ? null : minutes(ended),
    ])
    .reverse();
}

it('a by-pass is no downtime, whatever else is wrong with the source meanwhile', () => {
  quiet.set(LEFT.id, machine.at);
  look(2 * MINUTE_MS);
  wrong = [statement('lane.start', null), statement('bypass.active')];
  look(3 * MINUTE_MS);
  expect(downtime.of(LEFT.id)).toBeNull();
  wrong = [statement('lane.start', null)];
  look(MINUTE_MS);
  wrong = [];
  quiet.clear();
  look(MINUTE_MS);
  expect(written().map(([, reason]) => reason)).toEqual(['nothing-arrived', 'no-lane']);
});

it('one reason follows another without a gap and without an overlap, and the sum is that of the span', () => {
  look(10 * MINUTE_MS);
  quiet.set(LEFT.id, machine.at);
  look(5 * MINUTE_MS);
  expect(downtime.of(LEFT.id)).toEqual({ since: '2026-11-29T08:10:00.000Z', reason: 'nothing-arrived' });
  expect(downtime.secondsIn(DAY)).toBe(300);
  wrong = [statement('folder.silent')];
  station.kernel.conditions.current();
  look(3 * MINUTE_MS);
  // It is quiet still, but why is known now.
  expect(downtime.of(LEFT.id)?.reason).toBe('source-unreachable');
  wrong = [];
  look(2 * MINUTE_MS);
  expect(downtime.of(LEFT.id)?.reason).toBe('nothing-arrived');
  quiet.clear();
  look(4 * MINUTE_MS);
  expect(downtime.of(LEFT.id)).toBeNull();
  const periods = written();
  expect(periods.map(([, reason]) => reason)).toEqual(['nothing-arrived', 'source-unreachable', 'nothing-arrived']);
  for (const [index, [, , began]] of periods.entries()) if (index > 0) expect(began).toBe(periods[index - 1]?.[3]);
  expect([periods[0]?.[2], periods.at(-1)?.[3]]).toEqual([10, 24]);
  expect(downtime.secondsIn(DAY)).toBe(14 * 60);
  expect(downtime.secondsIn({ from: '2026-11-29T08:00:00.000Z', to: '2026-11-29T08:12:00.000Z' })).toBe(120);
});

it('two sources that stand still together count once in the sum, and each has its own', () => {
  sources = [LEFT, RIGHT];
  wrong = [statement('recipe.corrupt', RIGHT)];
  look();
  wrong = [statement('recipe.corrupt', RIGHT), statement('lane.start', null)];
  look(10 * MINUTE_MS);
  look(10 * MINUTE_MS);
  expect(downtime.of(LEFT.id)?.reason).toBe('no-lane');
  expect(downtime.secondsIn(DAY)).toBe(20 * 60);
  sources = [LEFT];
  look();
  // A source that is taken away is not missed any more.
  expect(written().find(([name]) => name === 'Right')?.[3]).toBe(20);
});

it('clocks and chains in doubt, and parts that only wait, are no downtime: they are judged', () => {
  wrong = [
    statement('clock.jumped', null),
    statement('audit.broken', null),
    statement('station.backlog-stuck', null),
    { ...statement('lane.start', null), severity: 'warning' },
  ];
  look(MINUTE_MS);
  expect(downtime.of(LEFT.id)).toBeNull();
  expect(written()).toEqual([]);
});

it('the time that the station was off counts from its last sign of life on, and what went on ends there', async () => {
  wrong = [statement('folder.silent')];
  look();
  look(10 * MINUTE_MS);
  await restart(30 * MINUTE_MS);
  look(5 * MINUTE_MS);
  const [before, off, after] = written();
  expect(before).toEqual(['Left', 'source-unreachable', 0, 10]);
  expect(off).toEqual(['Left', 'station-off', 10, 40]);
  expect(after).toEqual(['Left', 'source-unreachable', 40, null]);
  expect(downtime.secondsIn(DAY)).toBe(45 * 60);
});

it('a restored database does not call off what was recorded after its backup', async () => {
  look();
  lastRecordedAt = '2026-11-29T08:20:00.000Z';
  await restart(30 * MINUTE_MS);
  expect(written()).toEqual([['Left', 'station-off', 20, 30]]);
});

it('what cannot be written while the disk is full is written once it can be', () => {
  wrong = [statement('station.disk-full', null)];
  canWrite = false;
  look(5 * MINUTE_MS);
  expect(written()).toEqual([]);
  expect(downtime.of(LEFT.id)?.reason).toBe('not-recordable');
  look(5 * MINUTE_MS);
  expect(downtime.secondsIn(DAY)).toBe(300);
  wrong = [];
  look(MINUTE_MS);
  canWrite = true;
  look();
  expect(written()).toEqual([['Left', 'not-recordable', 5, 11]]);
});

it('a clock that is set makes no downtime, and one that is set back no overlap', async () => {
  wrong = [statement('folder.silent')];
  look();
  look(5 * MINUTE_MS);
  machine.set('2026-12-24T08:00:00.000Z');
  look();
  expect(downtime.secondsIn(DAY)).toBe(300);
  machine.set('2026-11-29T08:05:00.000Z');
  wrong = [];
  look();
  expect(written()).toEqual([['Left', 'source-unreachable', 0, 5]]);
  machine.set('2026-11-29T07:00:00.000Z');
  station.kernel.clock.confirm();
  wrong = [statement('folder.silent')];
  look(MINUTE_MS);
  wrong = [];
  look(MINUTE_MS);
  const [first, second] = written();
  expect(second?.[2]).toBeGreaterThanOrEqual(first?.[3] ?? 0);
});

it('a database refuses what overlaps, and what changes a time that is over', () => {
  wrong = [statement('folder.silent')];
  look();
  const { database } = station.kernel;
  const insert = (began: string) =>
    database
      .prepare("INSERT INTO downtime (source, source_name, reason, began_at) VALUES (?, 'Left', 'fault', ?)")
      .run(LEFT.id, began);
  expect(() => insert('2026-11-29T09:00:00.000Z')).toThrow('never overlap');
  wrong = [];
  look(MINUTE_MS);
  expect(() => insert('2026-11-29T08:00:30.000Z')).toThrow('never overlap');
  expect(() => database.prepare("UPDATE downtime SET reason = 'bypass'").run()).toThrow('never changed');
  expect(() => database.prepare('DELETE FROM downtime').run()).toThrow('never deleted');
});
