import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { StationStatus } from '../../../shared/contract/index.ts';
import { sourceIdSchema, sourceOptionsSchema, sourceSubject, stationSubject } from '../../../shared/domain/index.ts';
import { exampleInspection } from '../../../shared/domain/inspection.fixture.ts';
import type { Statement } from '../kernel/index.ts';
import { openTestKernel } from '../kernel/kernel.fixture.ts';
import { Health, type HealthNeeds } from './health.ts';

const { kernel } = openTestKernel(mkdtempSync(join(tmpdir(), 'sigmaline-health-')));
const told = vi.fn<(status: StationStatus) => void>();
const OTHER = sourceIdSchema.parse('22222222-2222-4222-8222-222222222222');
const CAMERA = sourceIdSchema.parse('11111111-1111-4111-8111-111111111111');
let records = 0;
let health: Health;

const needs: HealthNeeds = {
  parts: { isView: () => false, onChanged: () => undefined },
  settings: {
    current: () =>
      ({ stationName: 'Line 1', shiftStarts: ['06:00'], shiftsBy: 'arrival' }) as ReturnType<
        HealthNeeds['settings']['current']
      >,
    onChanged: () => undefined,
  },
  records: { total: () => 0, lastRecordedAt: () => null },
  reader: { run: () => Promise.reject(new Error('nothing is recorded')) },
  sources: { list: () => [] },
  intake: {
    condition: () => ({ isReachable: true, problem: null, lastListedAt: null, quietSince: null, cycleMs: null }),
    unfinishedIds: () => new Set(),
  },
  inspector: { problemOf: () => null },
  pool: { status: () => [], offeredProviders: () => [] },
  capacity: {
    figuresOf: () => ({ capacity: null, delay: null, arrivalsPerMinute: null, slowDecoding: null }),
    load: () => null,
  },
  laneSplit: () => ({ goal: 'latency', lanes: 1, threads: 1, cores: 1 }),
  ledger: { backlogs: () => new Map(), livedMsOf: () => null },
  // A figure that is another one each time, so that every announcement has something to tell.
  disk: { state: 'ok', scarce: 'bytes', space: { freeBytes: 1e12, totalBytes: 1e12, freeFiles: 0, totalFiles: 0 } },
  backups: { state: () => ({ lastAt: null, folder: `backups ${records++}`, onSameDisk: true }) },
  notices: { all: () => [], open: () => [], add: () => undefined, acknowledge: () => false },
  recipeChanges: { of: () => null },
  proposals: { of: () => null },
  protection: () => 'open',
  bypasses: { lasting: () => [], secondsIn: () => 0 },
  handover: () => [],
  downtime: { of: () => null, secondsIn: () => 0 },
  waiting: () => ({ parts: 0, held: null, claims: [] }),
  demo: () => 'off',
};

beforeEach(() => {
  vi.useFakeTimers();
  told.mockReset();
  vi.spyOn(kernel, 'emit').mockImplementation((_, payload) => told(payload as StationStatus));
  health = new Health(kernel, needs);
});
afterEach(() => {
  health.stop();
  vi.useRealTimers();
});

it('changes are announced at once, then at most once in every period, and the last one always', () => {
  health.begin();
  for (let ms = 0; ms < 1000; ms += 10) {
    kernel.changed();
    vi.advanceTimersByTime(10);
  }
  expect(told.mock.calls.length).toBeGreaterThanOrEqual(4);
  expect(told.mock.calls.length).toBeLessThanOrEqual(5);
  const before = told.mock.calls.length;
  kernel.changed();
  vi.advanceTimersByTime(250);
  expect(told.mock.calls.length).toBe(before + 1);
});

it('changes are announced not before everything is there that they tell of, and none is forgotten', () => {
  kernel.changed();
  vi.advanceTimersByTime(1000);
  expect(told).not.toHaveBeenCalled();
  health.begin();
  vi.advanceTimersByTime(10);
  expect(told).toHaveBeenCalledTimes(1);
});

it('changes are announced no more once the station stops', () => {
  health.begin();
  health.stop();
  kernel.changed();
  vi.advanceTimersByTime(3000);
  expect(told).not.toHaveBeenCalled();
});

it.each([
  ['of its source', sourceSubject({ id: CAMERA, name: 'Left' })],
  ['of another camera of its parts', sourceSubject({ id: OTHER, name: 'Right' })],
  ['of the station', stationSubject()],
])('a fault %s that is over before anybody asks for the status takes its verdict back', async (_, subject) => {
  const fresh = openTestKernel(mkdtempSync(join(tmpdir(), 'sigmaline-health-'))).kernel;
  const [options, other] = [{}, { oneView: { name: 'side', source: CAMERA } }].map((each) =>
    sourceOptionsSchema.parse(each),
  );
  const sources = [
    { id: CAMERA, options },
    { id: OTHER, options: other },
  ] as unknown as ReturnType<HealthNeeds['sources']['list']>;
  const wrong: Statement[] = [];
  fresh.conditions.register(() => wrong);
  const line = new Health(fresh, { ...needs, sources: { list: () => sources } });
  line.begin();
  vi.advanceTimersByTime(300);
  const stands = () => line.status().sources[0]?.waitingSince === null;
  const now = new Date().toISOString();
  const record = { ...exampleInspection({ sourceId: CAMERA, recordedAt: now, arrivedAt: now }) };
  fresh.recorders.committed({ ...record, filesFolder: null, livedMs: null });
  expect(stands()).toBe(true);
  wrong.push({ code: 'lane.start', details: {}, subject, severity: 'alarm' });
  fresh.changed();
  await Promise.resolve();
  wrong.pop();
  fresh.changed();
  expect(stands()).toBe(false);
  line.stop();
});

it('images that wait are a condition when they wait for long, and an alarm when the line has to stop', () => {
  const waiting = (seconds: number) => {
    const seenAt = new Date(Date.now() - seconds * 1000).toISOString();
    return { files: 7, oldestSeenAt: seenAt, newestSeenAt: seenAt };
  };
  const stationOf = (seconds: number) => {
    const fresh = openTestKernel(mkdtempSync(join(tmpdir(), 'sigmaline-health-'))).kernel;
    new Health(fresh, {
      ...needs,
      sources: {
        list: () =>
          [{ id: CAMERA, options: sourceOptionsSchema.parse({}) }] as unknown as ReturnType<
            HealthNeeds['sources']['list']
          >,
      },
      ledger: { ...needs.ledger, backlogs: () => new Map([[CAMERA, waiting(seconds)]]) },
    });
    return fresh.conditions.current();
  };
  expect(stationOf(9)).toEqual([]);
  expect(stationOf(10)).toMatchObject([{ code: 'station.backlog-slow', severity: 'warning', details: { count: 7 } }]);
  expect(stationOf(60)).toMatchObject([{ code: 'station.backlog-stuck', severity: 'alarm', details: { seconds: 60 } }]);
});
