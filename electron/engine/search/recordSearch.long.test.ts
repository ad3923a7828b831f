import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EVERY_RECORD, recordFilterSchema } from '../../../shared/domain/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { RecordSearch } from './recordSearch.ts';
import { FilledStation } from './station.fixture.ts';

let station: FilledStation;
let test: TestKernel;
let search: RecordSearch;

function begin(): void {
  station = new FilledStation();
  test = openTestKernel(station.folder);
  search = open();
}

async function end(): Promise<void> {
  await search.stop();
  test.close();
  station.remove();
}

const open = (): RecordSearch =>
  new RecordSearch(test.kernel, { settings: { current: () => ({ shiftsBy: 'judgement', shiftStarts: ['06:00'] }) } });
const byTime = { order: { by: 'time', descending: true }, after: null, backwards: false } as const;
const caller = {} as never;

async function newest(limit: number): Promise<number[]> {
  const { records } = await search.handlers['records.search']({ filter: EVERY_RECORD, ...byTime, limit }, caller);
  return records.map(({ number }) => number);
}

describe('the search among records', () => {
  beforeEach(begin);
  afterEach(end);

  it('finds what was recorded until it was asked', async () => {
    station.record(3);
    expect(await newest(5)).toEqual([3, 2, 1]);
    station.record(1);
    expect(await newest(2)).toEqual([4, 3]);
  });

  it('gives a feed of some verdicts, page by page, and how many there are', async () => {
    station.record(500);
    const asked = { verdicts: ['fail', 'error'] as ('fail' | 'error')[], limit: 20 };
    const first = await search.handlers['feed.filtered']({ ...asked, before: null }, caller);
    const filter = recordFilterSchema.parse({ verdicts: asked.verdicts });
    const { verdicts } = await search.handlers['records.count']({ filter }, caller);
    expect(first).toMatchObject({ upTo: 500, total: verdicts.fail + verdicts.error });
    const second = await search.handlers['feed.filtered']({ ...asked, before: first.items.at(-1)!.number }, caller);
    const { records } = await search.handlers['records.search']({ filter, ...byTime, limit: 40 }, caller);
    expect([...first.items, ...second.items].map(({ number }) => number)).toEqual(records.map(({ number }) => number));
  });

  it('gives the numbers of what a filter finds in portions, rising', async () => {
    station.record(100);
    const numbers: number[] = [];
    for await (const portion of search.numbersOf(EVERY_RECORD)) numbers.push(...portion);
    expect(numbers).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });

  it('offers what records can be chosen by', async () => {
    station.record(2000);
    station.decide(50);
    const choices = await search.handlers['records.choices']({}, caller);
    expect(choices).toMatchObject({
      recipes: [
        { id: 'cap', versions: [3, 2, 1] },
        { id: 'disc', versions: [3, 2, 1] },
        { id: 'ring', versions: [3, 2, 1] },
      ],
      errors: ['image.empty', 'image.truncated'],
      reasons: ['Dust', 'Really bad'],
      defects: ['Dent', 'Stain'],
    });
    expect(choices.lots).toEqual(['L6', 'L5', 'L4', 'L3', 'L2', 'L1', 'L0']);
    expect(choices.sources.map(({ name }) => name).sort()).toEqual(['Camera 0', 'Camera 1']);
    expect(choices.people.map(({ name }) => name).sort()).toEqual(['ANN', 'BOB']);
  });

  it('keeps filters by their name', async () => {
    const save = search.handlers['filters.save'];
    const order = { by: 'score', descending: true } as const;
    await save({ name: 'Night', filter: EVERY_RECORD, order }, caller);
    const fails = recordFilterSchema.parse({ verdicts: ['fail'] });
    await save({ name: 'Night', filter: fails, order }, caller);
    const listed = await save({ name: 'All', filter: EVERY_RECORD, order }, caller);
    expect(listed).toMatchObject([{ name: 'All' }, { name: 'Night', filter: fails }]);
    await search.handlers['filters.remove']({ id: listed[0]?.id ?? 0 }, caller);
    expect(await search.handlers['filters.list']({}, caller)).toMatchObject([{ name: 'Night' }]);
    const entries = test.kernel.database.prepare<{ action: string }>('SELECT action FROM audit_entry').all();
    expect(entries.map(({ action }) => action)).toEqual([
      ...['filter.saved', 'filter.saved', 'filter.saved', 'filter.removed'],
    ]);
  });
});

describe('what the search tells of many records', () => {
  beforeAll(() => {
    begin();
    station.record(9000);
    station.decide(100);
  });
  afterAll(end);

  it.each(['hour', 'day', 'shift', 'lot', 'recipe', 'source'] as const)(
    'makes a trend by %s whose points open exactly what they count',
    async (by) => {
      const filter = recordFilterSchema.parse({ verdicts: ['pass', 'fail'], scoreFrom: 1 });
      const { points, more } = await search.handlers['records.trend']({ filter, by }, caller);
      expect(more).toBe(false);
      expect(points.length).toBeGreaterThan(1);
      for (const point of points) {
        const counts = await search.handlers['records.count']({ filter: point.filter }, caller);
        expect(counts).toMatchObject({ verdicts: point.verdicts, dispositions: point.dispositions });
        const asked = { filter: point.filter, after: null, backwards: false, limit: 200 };
        const page = await search.handlers['records.search'](
          { ...asked, order: { by: 'score', descending: true } },
          caller,
        );
        const count = point.verdicts.pass + point.verdicts.fail;
        if (count > 200) continue;
        const scores = page.records.map(({ score }) => score);
        expect(point.score).toEqual({
          median: scores.at(-Math.ceil(count / 2)),
          p95: scores.at(-Math.ceil(0.95 * count)),
        });
      }
    },
  );

  it('says why parts did not pass, each once, and how fast they came and were judged', async () => {
    for (const filter of [EVERY_RECORD, recordFilterSchema.parse({ lot: 'L3' })]) {
      const { causes, cycleMs, delayMs } = await search.handlers['records.figures']({ filter }, caller);
      const { verdicts } = await search.handlers['records.count']({ filter }, caller);
      const partsOf = (kind: string): number =>
        causes.filter((cause) => cause.kind === kind).reduce((sum, { parts }) => sum + parts, 0);
      expect(partsOf('error')).toBe(verdicts.error);
      expect(partsOf('reason') + partsOf('open')).toBe(verdicts.review + verdicts.fail);
      for (const { kind, name, parts } of causes) {
        const narrow = {
          error: { verdicts: ['error'], error: name },
          reason: { verdicts: ['review', 'fail'], reason: name },
          open: { verdicts: ['review', 'fail'], dispositions: ['open'] },
        }[kind];
        const counted = await search.handlers['records.count'](
          { filter: recordFilterSchema.parse({ ...filter, ...narrow }) },
          caller,
        );
        expect(Object.values(counted.verdicts).reduce((sum, each) => sum + each, 0)).toBe(parts);
      }
      // A camera delivers every other second, and each verdict comes 300 ms later; of a few the clock was wrong.
      expect(cycleMs).toMatchObject({ median: 2000 });
      expect(delayMs).toEqual({ median: 300, p95: 300 });
    }
    expect(
      await search.handlers['records.figures']({ filter: recordFilterSchema.parse({ lot: 'none' }) }, caller),
    ).toEqual({
      causes: [],
      cycleMs: null,
      delayMs: null,
    });
  });
});

describe('the index', () => {
  beforeEach(begin);
  afterEach(end);

  const inFolder = (name: string): string => join(station.folder, name);

  it('is made again where it is damaged, lost, or about other records', async () => {
    station.record(70_000);
    await stored();
    await search.stop();
    writeFileSync(inFolder('search.sqlite'), Buffer.alloc(100_000, 7));
    search = open();
    await stored();
    expect(await newest(1)).toEqual([70_000]);
    await search.stop();
    for (const end of ['', '-wal', '-shm']) rmSync(inFolder(`search.sqlite${end}`), { force: true });
    search = open();
    await stored();
    await search.stop();
    station.database.execute(
      "DROP TRIGGER inspection_is_never_changed; UPDATE inspection SET id = id || 'x', lot = 'other'",
    );
    search = open();
    await stored();
    const { verdicts } = await search.handlers['records.count'](
      { filter: recordFilterSchema.parse({ lot: 'other' }) },
      caller,
    );
    expect(Object.values(verdicts).reduce((sum, count) => sum + count)).toBe(70_000);
  }, 120_000);

  /** Everything is indexed. */
  async function stored(): Promise<void> {
    for (;;) {
      const { indexed } = await search.handlers['records.count']({ filter: EVERY_RECORD }, caller);
      if (indexed.from === 1) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
});
