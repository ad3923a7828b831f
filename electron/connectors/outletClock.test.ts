import { describe, expect, it } from 'vitest';
import {
  inspectionIdSchema,
  type Outlet,
  type OutletResult,
  recipeIdSchema,
  sourceIdSchema,
} from '../../shared/domain/index.ts';
import { OutletClock } from './outletClock.ts';

const source = { id: sourceIdSchema.parse('3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c11'), name: 'Camera 1' };

const result = (more: Partial<OutletResult> = {}): OutletResult => ({
  ...{ sequence: 7, number: 3, recordId: inspectionIdSchema.parse('3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c12') },
  ...{ serial: null, lot: null, view: null, verdict: 'pass', isLate: false, score: 0.4, limit: 2 },
  ...{ recipeId: recipeIdSchema.parse('ring'), recipeVersion: 1, completeAtMs: 0, recordedAtMs: 10, ageMs: 0 },
  ...more,
});

const outlet = (more: Partial<Outlet> = {}): Outlet => ({
  ...{ sourceId: source.id, sourceName: source.name, state: 'inspecting', reason: null, isBusy: false },
  ...{ result: result(), recipe: null, announced: null },
  counters: { inspected: 1, pass: 1, review: 0, fail: 0, error: 0 },
  ...more,
});

/** What a machine reads at a time, the engine having told something at 1,000 and lived since. */
function readAt(ms: number, told: Outlet, prepare: (clock: OutletClock) => void = () => undefined) {
  const clock = new OutletClock(2000);
  clock.hear([told], 1000);
  prepare(clock);
  for (let at = 1250; at <= ms; at += 250) clock.hear([told], at);
  const [view] = clock.views([source], ms);
  if (view === undefined) throw new Error('there is no view');
  return view;
}

describe('a result', () => {
  it('stands for its time from its record on, and is taken back then', () => {
    expect(readAt(1000, outlet())).toMatchObject({ isPass: true, sequence: 7, validForMs: 2000 });
    expect(readAt(2999, outlet())).toMatchObject({ isPass: true, validForMs: 1 });
    expect(readAt(3000, outlet())).toMatchObject({ isPass: false, result: null, sequence: 7, validForMs: 0 });
  });

  it('is not made young by being told again, by whatever process', () => {
    expect(readAt(1000, outlet({ result: result({ ageMs: 1999 }) })).isPass).toBe(true);
    expect(readAt(1000, outlet({ result: result({ ageMs: 2000 }) })).isPass).toBe(false);
  });

  it('does not return once the machine has acknowledged it; an older one it cannot take back', () => {
    expect(readAt(1500, outlet(), (clock) => void clock.acknowledge(source.id, 7))).toMatchObject({ result: null });
    const other = (clock: OutletClock) => void expect(clock.acknowledge(source.id, 6)).toBe(7);
    expect(readAt(1500, outlet(), other).isPass).toBe(true);
  });

  it.each(['by-passed', 'not-inspecting'] as const)('does not stand for a source that is %s', (state) => {
    expect(readAt(1000, outlet({ state }))).toMatchObject({ state, result: null, isPass: false });
  });

  it('does not come back once its source did not inspect, in this process and in the next one', () => {
    const bypassed = (clock: OutletClock) => clock.hear([outlet({ state: 'by-passed' })], 1100);
    expect(readAt(1500, outlet(), bypassed)).toMatchObject({ state: 'inspecting', sequence: 7, result: null });
    expect(readAt(1500, outlet({ result: result({ isOver: true }) }))).toMatchObject({ sequence: 7, isPass: false });
    expect(readAt(1500, outlet({ result: result({ sequence: 8 }) }), bypassed).isPass).toBe(true);
  });

  it('does not come back in a process that begins after the machine has acknowledged it', () => {
    const clock = new OutletClock(2000, { [source.id]: 7 });
    clock.hear([outlet()], 1000);
    expect(clock.views([source], 1000)[0]).toMatchObject({ sequence: 7, result: null });
    clock.hear([outlet({ result: result({ sequence: 8 }) })], 1100);
    expect(clock.views([source], 1100)[0]?.isPass).toBe(true);
  });

  it('is as old as it is where the engine is read late: a process that was held shows it no longer for that', () => {
    const clock = new OutletClock(2000);
    clock.hear([outlet()], 1000, { nowMs: 1900 });
    expect(clock.views([source], 1900)[0]).toMatchObject({ isPass: true, validForMs: 1100 });
    const held = new OutletClock(2000);
    for (const toldMs of [1000, 1250, 1500, 1750]) {
      held.hear([outlet({ result: result({ ageMs: toldMs - 1000 }) })], toldMs, { nowMs: 6000 });
      expect(held.views([source], 6000)[0]).toMatchObject({ state: 'engine-away', isPass: false });
    }
    held.hear([outlet({ result: result({ ageMs: 5000 }) })], 6000);
    expect(held.views([source], 6000)[0]).toMatchObject({ state: 'inspecting', isPass: false });
  });

  it('stays where only another source has changed', () => {
    const other = sourceIdSchema.parse('3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c99');
    const clock = new OutletClock(2000);
    clock.hear([outlet(), outlet({ sourceId: other, result: null })], 1000);
    clock.hear([outlet({ sourceId: other, result: result({ sequence: 8 }) })], 1200, { isWhole: false });
    expect(clock.views([source, { ...source, id: other }], 1200).map(({ isPass }) => isPass)).toEqual([true, true]);
    clock.hear([outlet({ sourceId: other, result: result({ sequence: 8 }) })], 1300);
    expect(clock.views([source], 1300)[0]?.state).toBe('engine-away');
  });

  it('passes only where it is a pass in time', () => {
    const late = readAt(1000, outlet({ result: result({ isLate: true }) }));
    expect(late).toMatchObject({ isPass: false, result: { verdict: 'pass', isLate: true } });
    for (const verdict of ['review', 'fail', 'error'] as const)
      expect(readAt(1000, outlet({ result: result({ verdict }) })).isPass).toBe(false);
  });
});

describe('an engine that is silent', () => {
  it('is away after a second, and nothing it told stands any more', () => {
    const clock = new OutletClock(60_000);
    clock.hear([outlet()], 1000);
    expect(clock.views([source], 1999)[0]).toMatchObject({ isPass: true });
    expect(clock.nextChangeMs(1000)).toBe(2000);
    expect(clock.views([source], 2000)[0]).toMatchObject({ state: 'engine-away', isPass: false, result: null });
    // Machines have read that it is away, and take no result of before again.
    clock.hear([outlet()], 2500);
    expect(clock.views([source], 2500)[0]).toMatchObject({ state: 'inspecting', sequence: 7, isPass: false });
    clock.hear([outlet({ result: result({ sequence: 8 }) })], 2600);
    expect(clock.views([source], 2600)[0]?.isPass).toBe(true);
  });

  it('has told nothing of a source that nobody knows', () => {
    expect(new OutletClock(2000).views([source], 0)[0]).toMatchObject({
      state: 'engine-away',
      sequence: 0,
      isPass: false,
    });
  });
});
