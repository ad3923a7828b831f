import { describe, expect, it } from 'vitest';
import { beginSettling, isSettled, lookAgain, postpone } from './settling.ts';
import { DEFAULT_TIMINGS } from './timings.ts';

const timings = { ...DEFAULT_TIMINGS, settleMs: 200, unknownFormatMs: 5000, incompleteMs: 60_000 };
const small = { size: 10, modifiedUs: 1_000_000 };
const file = beginSettling(1, small, 1000, timings);

describe('a file that is being written', () => {
  it('is opened only when two looks far enough apart found the same', () => {
    expect(lookAgain(file, small, 1100, timings)).toMatchObject({ kind: 'wait', unsettled: { nextLookMs: 1200 } });
    expect(lookAgain(file, small, 1200, timings)).toEqual({ kind: 'examine' });
  });

  it.each([
    ['it grew', { size: 11, modifiedUs: 1_000_000 }],
    ['it shrank', { size: 9, modifiedUs: 1_000_000 }],
    ['its time changed', { size: 10, modifiedUs: 1_000_001 }],
  ])('begins to settle anew where %s', (_, found) => {
    const step = lookAgain(file, found, 5000, timings);
    expect(step).toMatchObject({ kind: 'wait', unsettled: { fingerprint: found, unchangedSinceMs: 5000 } });
  });

  it('is settled as soon as its format says that it is whole', () => {
    expect(isSettled(file, 'complete', 1200, timings)).toBe(true);
  });

  it('waits for its end for as long as a camera may pause, then a lane shall say what is wrong', () => {
    expect(isSettled(file, 'incomplete', 1000 + 59_999, timings)).toBe(false);
    expect(isSettled(file, 'incomplete', 1000 + 60_000, timings)).toBe(true);
  });

  it('waits some seconds where its format is unknown', () => {
    expect(isSettled(file, 'unknown', 1000 + 4999, timings)).toBe(false);
    expect(isSettled(file, 'unknown', 1000 + 5000, timings)).toBe(true);
  });

  it('is looked at more and more seldom while nothing changes, and still every few seconds', () => {
    expect(postpone(file, 1200, timings).nextLookMs).toBe(1400);
    expect(postpone(file, 5000, timings).nextLookMs).toBe(6000);
    expect(postpone(file, 50_000, timings).nextLookMs).toBe(52_000);
  });
});
