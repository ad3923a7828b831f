import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createChangeSignal } from './changeSignal.ts';
import { diskStateOf, measureDiskSpace } from './diskSpace.ts';
import { watchDisk } from './diskWatch.ts';
import { createShiftCounters } from './shiftCounters.ts';

const GIB = 1024 ** 3;

describe('the disk', () => {
  it.each([
    [500 * GIB, 1000 * GIB, 'ok'],
    [2.1 * GIB, 1000 * GIB, 'ok'],
    [1.9 * GIB, 1000 * GIB, 'low'],
    [0.09 * GIB, 1000 * GIB, 'full'],
    [0, 1000 * GIB, 'full'],
    // A card of 1 GiB would be low for ever by the figures of a large disk.
    [0.5 * GIB, 1 * GIB, 'ok'],
    [0.05 * GIB, 1 * GIB, 'low'],
    [0.005 * GIB, 1 * GIB, 'full'],
  ])('with %d of %d bytes free is %s', (freeBytes, totalBytes, state) => {
    expect(diskStateOf({ freeBytes, totalBytes })).toBe(state);
  });

  it('is measured where a folder lies', async () => {
    const { freeBytes, totalBytes } = await measureDiskSpace('.');
    expect(freeBytes).toBeGreaterThan(0);
    expect(totalBytes).toBeGreaterThan(freeBytes);
  });

  it('that cannot be measured keeps its last state, and the trouble is told', async () => {
    let measurements = 0;
    const troubles: unknown[] = [];
    const disk = await watchDisk({
      measure: async () => {
        measurements += 1;
        if (measurements > 1) throw new Error('EIO');
        return { freeBytes: 0, totalBytes: GIB };
      },
      records: () => 0,
      everyMs: 5,
      onChanged: () => undefined,
      onTrouble: (error) => troubles.push(error),
    });
    await pause(50);
    disk.stop();
    expect(disk.state()).toBe('full');
    expect(troubles.length).toBeGreaterThan(0);
  });
});

describe('the counters of the shift', () => {
  beforeEach(() => vi.useFakeTimers({ now: new Date(2026, 10, 2, 13, 59, 0) }));
  afterEach(() => vi.useRealTimers());

  it('begin with what is recorded, count on, and begin anew with the next shift', () => {
    const asked: Date[] = [];
    const counters = createShiftCounters(
      () => ['06:00', '14:00'],
      (time) => {
        asked.push(time);
        return { pass: asked.length === 1 ? 10 : 0, review: 0, fail: 1, error: 0 };
      },
    );
    expect(counters.current()).toMatchObject({ pass: 10, fail: 1 });
    counters.count('pass');
    counters.count('error');
    expect(counters.current()).toMatchObject({ pass: 11, fail: 1, error: 1 });
    vi.setSystemTime(new Date(2026, 10, 2, 14, 0, 0));
    expect(counters.current()).toEqual({
      startedAt: new Date(2026, 10, 2, 14).toISOString(),
      pass: 0,
      review: 0,
      fail: 1,
      error: 0,
    });
    expect(asked).toEqual([new Date(2026, 10, 2, 6), new Date(2026, 10, 2, 14)]);
  });

  it('do not count a record twice that was there before they were asked', () => {
    const counters = createShiftCounters(
      () => ['06:00'],
      () => ({ pass: 1, review: 0, fail: 0, error: 0 }),
    );
    counters.count('pass');
    expect(counters.current().pass).toBe(1);
  });
});

describe('changes', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('are announced at once, then at most once in every period, and the last one always', () => {
    const announce = vi.fn<() => void>();
    const signal = createChangeSignal(250, announce);
    signal.begin();
    for (let ms = 0; ms < 1000; ms += 10) {
      signal.changed();
      vi.advanceTimersByTime(10);
    }
    expect(announce.mock.calls.length).toBeGreaterThanOrEqual(4);
    expect(announce.mock.calls.length).toBeLessThanOrEqual(5);
    const before = announce.mock.calls.length;
    signal.changed();
    vi.advanceTimersByTime(250);
    expect(announce.mock.calls.length).toBe(before + 1);
  });

  it('are announced not before everything is there that they tell of, and none is forgotten', () => {
    const announce = vi.fn<() => void>();
    const signal = createChangeSignal(250, announce);
    signal.changed();
    vi.advanceTimersByTime(1000);
    expect(announce).not.toHaveBeenCalled();
    signal.begin();
    vi.advanceTimersByTime(1000);
    expect(announce).toHaveBeenCalledTimes(1);
  });

  it('are announced no more once that was ended', () => {
    const announce = vi.fn<() => void>();
    const signal = createChangeSignal(250, announce);
    signal.begin();
    signal.stop();
    signal.changed();
    vi.advanceTimersByTime(1000);
    expect(announce).not.toHaveBeenCalled();
  });
});
