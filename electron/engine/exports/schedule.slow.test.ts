import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { exportContentsSchema, type ScheduledExports } from '../../../shared/domain/index.ts';
import { createChildProcessHost } from '../../hosts/index.ts';
import { AuditedStation } from '../audit/audit.fixture.ts';
import { Exports } from './exports.ts';
import { ExportSchedule } from './schedule.ts';

const DAY_MS = 86_400_000;
const WAIT = { timeout: 50_000, interval: 20 };

/** By which somebody has set the clock. */
let jumpMs = 0;
let root: string;
let share: string;
let audited: AuditedStation;
let exported: Exports;
let schedule: ExportSchedule;
let settings: ScheduledExports;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sigmaline-schedule-'));
  share = join(root, 'share');
  mkdirSync(join(root, 'data'));
  settings = { each: 'day', folder: share, contents: exportContentsSchema.parse({}), keepDays: 5 };
  jumpMs = 0;
  const readClock = () => ({ wallMs: Date.now() + jumpMs, uptimeMs: performance.now(), boot: 'this' });
  audited = new AuditedStation(join(root, 'data'), { readClock });
  const upTo = new Date(new Date().setHours(0, 0, 0, 0) - 3 * DAY_MS);
  audited.station.kernel.database
    .prepare('INSERT INTO export_schedule (id, state) VALUES (1, ?)')
    .run(JSON.stringify({ each: 'day', upTo: upTo.toISOString(), after: 0, lots: [] }));
  const { kernel } = audited.station;
  exported = new Exports(kernel, {
    host: createChildProcessHost(),
    stationName: () => 'Line 3',
    checkpoint: () => null,
    isDiskFull: () => false,
  });
  const needs = { exports: exported, settings: () => ({ exports: settings, shiftStarts: ['06:00'] }), lookEveryMs: 20 };
  schedule = new ExportSchedule(kernel, needs);
});

afterEach(async () => {
  await schedule.stop();
  await exported.stop();
  await audited.stop();
  rmSync(root, { recursive: true });
});

const stateNow = (): { upTo: string } =>
  JSON.parse(
    audited.station.kernel.database.prepare<{ state: string }>('SELECT state FROM export_schedule').get()?.state ?? '',
  ) as { upTo: string };

it('catches up with the days that it missed once the share is there, and then removes only what it wrote', async () => {
  const noon = (daysAgo: number): string => new Date(new Date().setHours(12, 0, 0, 0) - daysAgo * DAY_MS).toISOString();
  for (const daysAgo of [3, 1, 1]) audited.record({ arrivedAt: noon(daysAgo) });
  await vi.waitFor(() => expect(audited.station.codes()).toContain('export.folder'), WAIT);
  expect(exported.list()).toEqual([]);
  mkdirSync(share);
  writeFileSync(join(share, 'of somebody else.csv'), '');
  await vi.waitFor(() => expect(Date.parse(stateNow().upTo)).toBe(new Date().setHours(0, 0, 0, 0)), WAIT);
  await vi.waitFor(() => expect(audited.station.codes()).not.toContain('export.folder'), WAIT);
  const tables = readdirSync(share).filter((name) => name.endsWith('.csv') && name.startsWith('inspections'));
  // The day without a part has no file.
  expect(tables.map((name) => readFileSync(join(share, name), 'utf8').split('\r\n').length - 2)).toEqual([1, 2]);
  expect(readdirSync(share)).toHaveLength(5);
  expect(exported.list().map(({ cause, state }) => [cause, state])).toEqual(
    Array.from({ length: 3 }, () => ['day', 'done']),
  );
  settings = { ...settings, keepDays: 0 };
  await vi.waitFor(() => expect(readdirSync(share)).toEqual(['of somebody else.csv']), WAIT);
  await vi.waitFor(() => expect(exported.list()).toEqual([]), WAIT);
});

it('exports and removes nothing because a clock was set wrong', async () => {
  mkdirSync(share);
  audited.record({ arrivedAt: new Date(new Date().setHours(12, 0, 0, 0) - 3 * DAY_MS).toISOString() });
  const today = new Date().setHours(0, 0, 0, 0);
  await vi.waitFor(() => expect(Date.parse(stateNow().upTo)).toBe(today), WAIT);
  await vi.waitFor(() => expect(readdirSync(share)).toHaveLength(2), WAIT);
  jumpMs = 400 * DAY_MS;
  await new Promise((resolve) => setTimeout(resolve, 2000));
  expect(readdirSync(share)).toHaveLength(2);
  expect(Date.parse(stateNow().upTo)).toBe(today);
});
