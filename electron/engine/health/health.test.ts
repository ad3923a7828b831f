import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ShiftCounters } from './shiftCounters.ts';

describe('the counters of the shift', () => {
  beforeEach(() => vi.useFakeTimers({ now: new Date(2026, 10, 2, 13, 59, 0) }));
  afterEach(() => vi.useRealTimers());

  it('begin with what is recorded, count on, and begin anew with the next shift', () => {
    const asked: Date[] = [];
    const counters = new ShiftCounters(
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
    const counters = new ShiftCounters(
      () => ['06:00'],
      () => ({ pass: 1, review: 0, fail: 0, error: 0 }),
    );
    counters.count('pass');
    expect(counters.current().pass).toBe(1);
  });
});
