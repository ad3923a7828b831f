import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recipeIdSchema, sentenceOf, sourceIdSchema, sourceOptionsSchema } from '../../../shared/domain/index.ts';
import { exampleInspection } from '../../../shared/domain/inspection.fixture.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { Capacity } from './capacity.ts';

const SECOND = 1000;
const TOP = sourceIdSchema.parse('0b8d5c64-2f7b-4f0e-8f43-3a8f5f0f9b02');
const SIDE = sourceIdSchema.parse('3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c11');

let folder: string;
let station: TestKernel;
let capacity: Capacity;
let end: () => Promise<void>;
let isWorking: boolean;
/** What a person does to the clock. */
let clockOffMs: number;
let lanes: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-capacity-'));
  vi.useFakeTimers();
  [isWorking, clockOffMs, lanes] = [true, 0, 1];
  station = openTestKernel(folder, () => ({
    wallMs: Date.now() + clockOffMs,
    uptimeMs: performance.now(),
    boot: 'this one',
  }));
  const source = (id: typeof TOP, name: string) => ({
    ...{ id, name, folder: `/${name}`, recipeId: recipeIdSchema.parse('ring'), options: sourceOptionsSchema.parse({}) },
  });
  capacity = new Capacity(station.kernel, {
    sources: () => [source(TOP, 'Top'), source(SIDE, 'Side')],
    split: () => ({ lanes, threads: 2 }),
    isWorking: () => isWorking,
  });
  end = capacity.begin();
});

afterEach(async () => {
  await end();
  station.close();
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

const now = (): string => station.kernel.clock.now().toISOString();

interface Made {
  readonly id?: typeof TOP;
  readonly everyMs?: number;
  readonly takesMs?: number;
  readonly costsMs?: number;
  readonly wasKeptBusy?: boolean;
  readonly version?: number;
  readonly kind?: string;
  readonly decodeMs?: number;
}

/** A verdict on what arrived then. */
function judge(
  arrivedAt: string,
  { id = TOP, costsMs = 50, wasKeptBusy = false, version = 1, kind = 'png', decodeMs = 20 }: Made = {},
): void {
  const record = exampleInspection({ sourceId: id, arrivedAt, recipeVersion: version });
  capacity.recorded(
    { ...record, filesFolder: null, livedMs: null },
    { occupiedMs: costsMs, wasKeptBusy, kind, decodeMs, networkMs: 40 },
  );
}

/** Parts that come one after the other, each judged before the next one comes. */
async function make(parts: number, made: Made = {}): Promise<void> {
  const { id = TOP, everyMs = SECOND, takesMs = 80 } = made;
  for (let part = 0; part < parts; part += 1) {
    const arrivedAt = now();
    capacity.arrived(id);
    await vi.advanceTimersByTimeAsync(takesMs);
    judge(arrivedAt, made);
    await vi.advanceTimersByTimeAsync(everyMs - takesMs);
  }
}

const top = () => capacity.figuresOf(TOP);

describe('what the station holds of a source', () => {
  it('is told once twenty parts are known, as the least where its lanes had pauses', async () => {
    await make(19);
    expect(top().capacity).toBeNull();
    await make(1);
    expect(top().capacity).toEqual({ partsPerMinute: 1200, isLeast: true, parts: 20 });
    lanes = 3;
    await make(20);
    expect(top().capacity).toMatchObject({ partsPerMinute: 3600 });
  });

  it('is what lanes without a pause do, once they were kept busy', async () => {
    await make(30, { costsMs: 80 });
    await make(20, { costsMs: 60, wasKeptBusy: true });
    expect(top().capacity).toEqual({ partsPerMinute: 1000, isLeast: false, parts: 20 });
  });

  it('is rounded down to two digits, and one odd part in twenty says nothing of it', async () => {
    await make(1, { costsMs: 5000 });
    await make(19, { costsMs: 61.7 });
    expect(top().capacity).toMatchObject({ partsPerMinute: 970 });
  });

  it('is held up by files that take longer to be decoded than to be judged, where another kind takes less', async () => {
    await make(30, { decodeMs: 39 });
    expect(top().slowDecoding).toBeNull();
    await make(40, { decodeMs: 98 });
    expect(top().slowDecoding).toEqual({ kind: 'png', decodeMs: 98, networkMs: 40 });
    await make(1, { decodeMs: 98, kind: 'bmp' });
    expect(top().slowDecoding).toBeNull();
    await make(200, { decodeMs: 98, kind: 'bmp' });
    expect(top().slowDecoding).toBeNull();
    await make(19, { decodeMs: 98 });
    expect(top().slowDecoding).toBeNull();
  });

  it('follows the newest parts, and begins anew with another version of the recipe', async () => {
    await make(200, { costsMs: 50 });
    await make(200, { costsMs: 100 });
    expect(top().capacity).toMatchObject({ partsPerMinute: 600, parts: 200 });
    await make(1, { version: 2 });
    expect(top()).toMatchObject({ capacity: null, delay: null });
  });
});

describe('the time from arrival to verdict', () => {
  it('is the middle and the slowest of a hundred of the newest parts, once a hundred are known', async () => {
    await make(1);
    const firstAt = now();
    await make(99);
    expect(top().delay).toBeNull();
    await make(1, { takesMs: 400 });
    expect(top().delay).toEqual({ medianMs: 80, p99Ms: 80, parts: 100, since: firstAt });
    await make(100, { takesMs: 200 });
    expect(top().delay).toMatchObject({ medianMs: 200, p99Ms: 200, parts: 200 });
    await make(1000);
    expect(top().delay).toMatchObject({ medianMs: 80, p99Ms: 80, parts: 1000 });
  });

  it('leaves out what waited since before the start, and what came while lanes were still busy with it', async () => {
    const before = now();
    await vi.advanceTimersByTimeAsync(60 * SECOND);
    judge(before);
    const meanwhile = now();
    await vi.advanceTimersByTimeAsync(10 * SECOND);
    judge(before);
    for (let part = 0; part < 100; part += 1) judge(meanwhile);
    expect(top().delay).toBeNull();
    await make(100);
    expect(top().delay).toMatchObject({ medianMs: 80, p99Ms: 80, parts: 100 });
  });

  it('leaves out what waited while the source could not be judged', async () => {
    await make(101);
    isWorking = false;
    await vi.advanceTimersByTimeAsync(2 * SECOND);
    const meanwhile = now();
    await vi.advanceTimersByTimeAsync(60 * SECOND);
    isWorking = true;
    await vi.advanceTimersByTimeAsync(2 * SECOND);
    for (let part = 0; part < 100; part += 1) judge(meanwhile);
    expect(top().delay).toMatchObject({ p99Ms: 80, parts: 100 });
  });

  it('is right whatever people do to the clock', async () => {
    await make(60);
    clockOffMs = -3600 * SECOND;
    await make(60);
    expect(top().delay).toMatchObject({ medianMs: 80, p99Ms: 80 });
  });
});

describe('the load', () => {
  it('is the share of the time of all lanes that the arrivals of all sources need', async () => {
    for (let second = 0; second < 120; second += 1) {
      await make(1, { id: TOP, everyMs: 500, costsMs: 100 });
      await make(1, { id: SIDE, everyMs: 500, costsMs: 300 });
      if (second === 30) expect(capacity.load()).toBeNull();
    }
    expect(top().arrivalsPerMinute).toBe(60);
    expect(capacity.load()).toEqual({ share: 0.4, minutes: 5 });
    lanes = 2;
    await make(20, { costsMs: 100 });
    await make(20, { id: SIDE, costsMs: 300 });
    expect(capacity.load()?.share).toBeLessThan(0.25);
  });

  it('is a warning once more comes than busy lanes can judge, and no longer', async () => {
    await make(150, { everyMs: 500, costsMs: 600 });
    expect(station.codes()).toEqual([]);
    await make(20, { everyMs: 500, costsMs: 600, wasKeptBusy: true });
    const [condition] = station.kernel.conditions.current();
    expect(condition).toMatchObject({ code: 'station.backlog-growing', severity: 'warning' });
    expect(sentenceOf(condition!)).toMatch(/119 a minute in the last 5 minutes, and this station holds 100\./);
    await vi.advanceTimersByTimeAsync(120 * SECOND);
    expect(station.codes()).toEqual([]);
  });
});
