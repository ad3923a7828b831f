import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Decision,
  type Disposition,
  recipeIdSchema,
  type StationSettings,
  type Verdict,
} from '../../../shared/domain/index.ts';
import { type CountedRecords, type CountedSpan, type DispositionCounts, NOTHING_COUNTED } from '../records/index.ts';
import { ShiftCounters } from './shiftCounters.ts';

const NONE = { pass: 0, review: 0, fail: 0, error: 0 };

interface Extra {
  readonly arrivedAt?: Date;
  readonly fileTime?: Date;
  readonly recipe?: string | null;
  readonly lateMs?: number | null;
}

/** The records are counted when the test says so. */
function counters(shiftsBy: StationSettings['shiftsBy'] = 'judgement') {
  const settings = { shiftStarts: ['06:00', '14:00'], shiftsBy };
  const asked: { span: CountedSpan; answer: PromiseWithResolvers<CountedRecords> }[] = [];
  const shift = new ShiftCounters({
    clock: { now: () => new Date(), livedAgo: (ageMs) => Date.now() - ageMs },
    settings: () => settings,
    count(span) {
      const answer = Promise.withResolvers<CountedRecords>();
      asked.push({ span, answer });
      return answer.promise;
    },
    downtimeSeconds: () => 90,
    bypassedSeconds: () => 30,
    onCounted: () => undefined,
    report: () => undefined,
  });
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return {
    shift,
    asked,
    settings,
    add: (number: number, verdict: Verdict, { recipe = 'ring', lateMs = null, ...times }: Extra = {}) =>
      shift.add({
        number,
        verdict,
        recordedAt: new Date().toISOString(),
        livedMs: null,
        lateMs,
        recipeId: recipe === null ? null : recipeIdSchema.parse(recipe),
        arrivedAt: times.arrivedAt?.toISOString() ?? null,
        fileTime: times.fileTime?.toISOString() ?? null,
      }),
    counted: async (
      upTo: number,
      counts: Partial<typeof NONE>,
      recipes: readonly string[] = [],
      decided: Partial<DispositionCounts> = {},
      decidedUpTo = 0,
      partsUpTo = 0,
    ) => {
      const ids = new Set(recipes.map((id) => recipeIdSchema.parse(id)));
      const images = Object.values(counts).reduce((sum, count) => sum + count, 0);
      const counted = { ...NOTHING_COUNTED, counts: { ...NONE, ...counts }, images, recipes: ids, upTo };
      asked.at(-1)!.answer.resolve({
        ...counted,
        dispositions: { ...NOTHING_COUNTED.dispositions, ...decided },
        decidedUpTo,
        partsUpTo,
      });
      await settle();
    },
    decide: (id: number, number: number, verdict: Verdict, before: Decision | null, decision: Decision) => {
      const now = new Date().toISOString();
      const times = { recordedAt: now, livedMs: null, arrivedAt: null, fileTime: null };
      const record = { number, verdict, ...times, recipeId: null, lateMs: null, decision: before };
      shift.decided([{ record, disposition: { id, decision } as Disposition }]);
    },
    failed: async () => {
      asked.at(-1)!.answer.reject(new Error('the records cannot be read'));
      await settle();
    },
  };
}

describe('the counters of the shift', () => {
  beforeEach(() => vi.useFakeTimers({ now: new Date(2026, 10, 2, 13, 59, 0) }));
  afterEach(() => vi.useRealTimers());

  it('begin with what is recorded, count on, and begin anew with the next shift', async () => {
    const { shift, asked, add, counted } = counters();
    const first = new Date(2026, 10, 2, 6).toISOString();
    const second = new Date(2026, 10, 2, 14).toISOString();
    const nothing = {
      ...NONE,
      dispositions: NOTHING_COUNTED.dispositions,
      mixesRecipes: false,
      late: 0,
      downtimeSeconds: 90,
      bypassed: 0,
      bypassedSeconds: 30,
    };
    expect(shift.current()).toEqual({ startedAt: first, ...nothing });
    await counted(11, { pass: 10, fail: 1 });
    expect(shift.current()).toMatchObject({ pass: 10, fail: 1 });
    add(12, 'pass');
    add(13, 'error');
    expect(shift.current()).toEqual({
      startedAt: first,
      pass: 11,
      review: 0,
      fail: 1,
      error: 1,
      dispositions: { ...NOTHING_COUNTED.dispositions, open: 1 },
      mixesRecipes: false,
      late: 0,
      downtimeSeconds: 90,
      bypassed: 0,
      bypassedSeconds: 30,
    });
    vi.setSystemTime(new Date(2026, 10, 2, 14, 0, 0));
    expect(shift.current()).toMatchObject({ startedAt: first, pass: 11 });
    await counted(13, { fail: 1 });
    expect(shift.current()).toEqual({ startedAt: second, ...nothing, fail: 1 });
    expect(asked.map(({ span }) => span)).toMatchObject([
      { from: first, to: second, by: 'judgement' },
      { from: second, to: new Date(2026, 10, 3, 6).toISOString(), by: 'judgement' },
    ]);
  });

  it('count each record once that is committed while the others are counted', async () => {
    const { shift, asked, add, counted } = counters();
    add(1, 'fail');
    shift.current();
    add(2, 'pass');
    add(3, 'pass');
    add(4, 'review');
    shift.current();
    expect(asked).toHaveLength(1);
    await counted(3, { pass: 2, fail: 1 });
    expect(shift.current()).toMatchObject({ pass: 2, fail: 1, review: 1 });
  });

  it('give the records of a shift to that shift, however late its count comes', async () => {
    const { shift, add, counted } = counters();
    shift.current();
    await counted(0, {});
    vi.setSystemTime(new Date(2026, 10, 2, 14, 0, 0));
    shift.current();
    add(1, 'pass');
    expect(shift.current()).toMatchObject({ pass: 0 });
    await counted(0, {});
    expect(shift.current()).toMatchObject({ startedAt: new Date(2026, 10, 2, 14).toISOString(), pass: 1 });
  });

  it.each([
    ['arrival', { pass: 1, review: 1, fail: 1 }],
    ['judgement', { pass: 1, review: 1, fail: 1, error: 1 }],
    ['file', { pass: 1 }],
  ] as const)('take a part for the shift by its %s', async (by, expected) => {
    const { shift, add, counted } = counters(by);
    shift.current();
    await counted(0, {});
    const [lastNight, now] = [new Date(2026, 10, 2, 3), new Date()];
    add(1, 'pass', { arrivedAt: now, fileTime: now });
    add(2, 'fail', { arrivedAt: now, fileTime: lastNight });
    add(3, 'error', { arrivedAt: lastNight, fileTime: lastNight });
    add(4, 'review', { arrivedAt: now, fileTime: new Date(2027, 0, 1) });
    expect(shift.current()).toMatchObject({ ...NONE, ...expected });
  });

  it('say when several recipes judged the parts of the shift, counted or committed since', async () => {
    const { shift, add, counted } = counters();
    shift.current();
    await counted(300, { pass: 300 }, ['ring']);
    add(301, 'pass');
    add(302, 'error', { recipe: null });
    expect(shift.current()).toMatchObject({ pass: 301, mixesRecipes: false });
    add(303, 'pass', { recipe: 'disc' });
    expect(shift.current()).toMatchObject({ pass: 302, mixesRecipes: true });
    vi.setSystemTime(new Date(2026, 10, 2, 14, 0, 0));
    shift.current();
    await counted(304, { pass: 1 }, ['disc']);
    expect(shift.current()).toMatchObject({ pass: 1, mixesRecipes: false });
    vi.setSystemTime(new Date(2026, 10, 3, 6, 0, 0));
    shift.current();
    await counted(900, { pass: 500 }, ['disc', 'ring']);
    expect(shift.current()).toMatchObject({ pass: 500, mixesRecipes: true });
  });

  it('say how many verdicts came later than their deadline', async () => {
    const { shift, add, counted } = counters();
    shift.current();
    await counted(0, {});
    for (const [index, lateMs] of [null, 0, 1, 250].entries()) add(index + 1, 'pass', { lateMs });
    expect(shift.current()).toMatchObject({ pass: 4, late: 2 });
  });

  it('count parts of several views, each change once, whether it came before the count or after', async () => {
    const { shift, counted } = counters();
    shift.current();
    const view = (number: number, verdict: Verdict, uncounted: 0 | 1) => {
      const now = new Date().toISOString();
      const times = { recordedAt: now, livedMs: null, arrivedAt: null, fileTime: null };
      return { number, verdict, ...times, recipeId: null, lateMs: null, uncounted };
    };
    shift.add(view(1, 'pass', 1));
    shift.partChanged({ change: 1, before: null, after: view(1, 'review', 0) });
    shift.partChanged({ change: 2, before: view(1, 'review', 0), after: view(1, 'pass', 0) });
    await counted(1, { review: 1 }, [], { open: 1 }, 0, 1);
    expect(shift.current()).toMatchObject({ pass: 1, review: 0, dispositions: { open: 0 } });
    shift.add(view(2, 'fail', 1));
    expect(shift.current()).toMatchObject({ pass: 1, fail: 0, images: 2 });
    shift.partChanged({ change: 3, before: view(1, 'pass', 0), after: view(1, 'fail', 0) });
    expect(shift.current()).toMatchObject({ pass: 0, fail: 1, images: 2, dispositions: { open: 1 } });
  });

  it('follow what people decide, each decision once, whether it came before the count or after', async () => {
    const { shift, add, counted, decide } = counters();
    shift.current();
    decide(1, 7, 'fail', null, 'scrap');
    decide(2, 7, 'fail', 'scrap', 'released');
    await counted(8, { pass: 6, fail: 2 }, [], { open: 1, scrap: 1 }, 1);
    expect(shift.current().dispositions).toEqual({ ...NOTHING_COUNTED.dispositions, open: 1, released: 1 });
    add(9, 'error');
    expect(shift.current().dispositions).toMatchObject({ open: 2, released: 1 });
    decide(3, 9, 'error', null, 'confirmed');
    expect(shift.current().dispositions).toMatchObject({ open: 1, released: 1, confirmed: 1, scrap: 0 });
  });

  it('tell the shifts that have ended, the newest first', async () => {
    const { shift, counted, asked } = counters();
    const ended = shift.ended(2);
    expect(asked[0]?.span).toMatchObject({
      from: new Date(2026, 10, 1, 14).toISOString(),
      to: new Date(2026, 10, 2, 6).toISOString(),
    });
    await counted(5, { pass: 4, fail: 1 }, [], { open: 1 });
    await counted(5, { pass: 3 });
    expect(await ended).toMatchObject([
      { startedAt: new Date(2026, 10, 1, 14).toISOString(), pass: 4, fail: 1, dispositions: { open: 1 } },
      { endedAt: new Date(2026, 10, 1, 14).toISOString(), pass: 3 },
    ]);
  });

  it('count anew where the setting is another', async () => {
    const { shift, asked, counted, settings } = counters();
    shift.current();
    await counted(5, { pass: 5 });
    settings.shiftsBy = 'file';
    expect(shift.current()).toMatchObject({ pass: 5 });
    await counted(5, { pass: 2 });
    expect(shift.current()).toMatchObject({ pass: 2 });
    expect(asked.map(({ span }) => span.by)).toEqual(['judgement', 'file']);
  });

  it('show what they knew while the records cannot be read, and count when they can', async () => {
    const { shift, asked, add, counted, failed } = counters();
    shift.current();
    add(8, 'pass');
    await failed();
    expect(shift.current()).toMatchObject(NONE);
    expect(asked).toHaveLength(1);
    vi.advanceTimersByTime(1000);
    shift.current();
    expect(asked).toHaveLength(2);
    await counted(8, { pass: 8 });
    expect(shift.current()).toMatchObject({ pass: 8 });
  });
});
