import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  feedItemSchema,
  type Outlet,
  type Part,
  sourceIdSchema,
  sourceOptionsSchema,
  stationSubject,
} from '../../../shared/domain/index.ts';
import { exampleInspection } from '../../../shared/domain/inspection.fixture.ts';
import type { Statement } from '../kernel/index.ts';
import { openTestKernel } from '../kernel/kernel.fixture.ts';
import { type OutletNeeds, Outlets, OutletTeller } from './outlets.ts';

const ids = Array.from({ length: 64 }, (_, number) =>
  sourceIdSchema.parse(`3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c${String(number).padStart(2, '0')}`),
);
const outlet = (id: (typeof ids)[number]): Outlet => ({
  ...{ sourceId: id, sourceName: id, state: 'inspecting', reason: null, isBusy: false, result: null, recipe: null },
  ...{ announced: null, counters: { inspected: 0, pass: 0, review: 0, fail: 0, error: 0 } },
});

/** What the process was told, each time: how many sources, and whether these were all. */
let told: (readonly [count: number, isWhole: boolean])[];
let outlets: Outlet[];
let reported: unknown[];
let teller: OutletTeller;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  reported = [];
  outlets = ids.map(outlet);
  const current = (only?: string | null) => outlets.filter(({ sourceId }) => (only ?? sourceId) === sourceId);
  const show = (shown: readonly Outlet[], isWhole: boolean) => void told.push([shown.length, isWhole]);
  teller = new OutletTeller({ current }, { isReady: true, show }, (thrown) => reported.push(thrown));
  teller.all();
});
afterEach(() => {
  teller.stop();
  vi.useRealTimers();
});

const become = (place: number, change: Partial<Outlet>): void => {
  outlets = outlets.map((each, index) => (index === place ? { ...each, ...change } : each));
};

it('tells a change at once, those that follow it together, and only of the sources that changed', () => {
  expect(told).toEqual([[64, true]]);
  become(3, { isBusy: true });
  teller.soon();
  vi.advanceTimersByTime(1);
  expect(told.slice(1)).toEqual([[1, false]]);
  for (let place = 10; place < 20; place += 1) {
    become(place, { isBusy: true });
    teller.soon();
    vi.advanceTimersByTime(1);
  }
  expect(told).toHaveLength(2);
  vi.advanceTimersByTime(20);
  expect(told.slice(2)).toEqual([[10, false]]);
});

it('says nothing where nothing changed, however often it is called, except that the station lives', () => {
  for (let call = 0; call < 100; call += 1) {
    teller.soon();
    vi.advanceTimersByTime(5);
  }
  expect(told).toHaveLength(1);
  teller.all();
  expect(told).toEqual([
    [64, true],
    [64, true],
  ]);
});

it('tells a result without waiting, and of its source alone', () => {
  teller.soon();
  become(7, { isBusy: true });
  teller.result(ids[7] as (typeof ids)[number]);
  expect(told.slice(1)).toEqual([[1, false]]);
  // Told already, it is no news any more.
  vi.advanceTimersByTime(50);
  expect(told).toHaveLength(2);
});

it('reports what it could not find out, and machines are told nothing then', () => {
  const failure = new Error('the disk is gone');
  const broken = {
    current: (): never => {
      throw failure;
    },
  };
  const mute = new OutletTeller(broken, { isReady: true, show: () => told.push([0, false]) }, (thrown) =>
    reported.push(thrown),
  );
  mute.all();
  expect(reported).toEqual([failure]);
  expect(told).toHaveLength(1);
});

it('a part that a late view opened again is late for machines, and a result goes with its source, or with a fault that is over before machines are told', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sigmaline-outlets-'));
  const station = openTestKernel(folder);
  const [id] = ids as [(typeof ids)[number]];
  let sources = [
    { id, name: 'Camera', recipeId: 'ring', options: sourceOptionsSchema.parse({}) },
  ] as unknown as ReturnType<OutletNeeds['sources']>;
  let tell: (part: Part) => void = () => undefined;
  const results = new Outlets(station.kernel, {
    sources: () => sources,
    backlogs: () => new Map(),
    shift: () => ({ pass: 0, review: 0, fail: 0, error: 0 }),
    parts: { isView: () => true, onChanged: (listener) => (tell = (part) => listener({} as never, part)) },
    recipeNumber: () => 0,
    announcements: { next: () => null },
    chainLength: () => 1,
    onResult: () => undefined,
  });
  const record = feedItemSchema.parse(exampleInspection({ verdict: 'pass', lateMs: null }));
  const part = {
    number: 1,
    sourceId: id,
    serial: '7',
    lot: null,
    state: 'complete',
    verdict: 'pass',
    missing: [],
    change: 1,
  } as const;
  const isLate = (): boolean | undefined => results.current()[0]?.result?.isLate;
  tell({ ...part, missing: [], reopened: false, views: [{ view: 'top', record }] });
  expect(isLate()).toBe(false);
  tell({ ...part, missing: [], reopened: true, views: [{ view: 'top', record }] });
  expect(isLate()).toBe(true);
  const wrong: Statement[] = [];
  station.kernel.conditions.register(() => wrong);
  const isOver = (): boolean => results.current()[0]?.result?.isOver === true;
  expect(isOver()).toBe(false);
  wrong.push({ code: 'lane.start', details: {}, subject: stationSubject(), severity: 'alarm' });
  station.kernel.conditions.current();
  wrong.pop();
  expect(isOver()).toBe(true);
  const before = sources;
  sources = [];
  station.kernel.conditions.current();
  sources = before;
  expect(results.current()[0]?.result).toBeNull();
  station.close();
  rmSync(folder, { recursive: true });
});
