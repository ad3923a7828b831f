import { describe, expect, it } from 'vitest';
import { beginSettling, decideSettling, isEndless, lookAgain, postpone } from './settling.ts';

const times = { settleMs: 200, unknownFormatMs: 5000, incompleteMs: 60_000, releasedMs: 1000 };
const small = { size: 10, modifiedUs: 1_000_000, changedUs: null, fileId: null };
const wait = { kind: 'wait' };
const whole = { kind: 'settle', lack: null };
const file = beginSettling(1, small, 1000, times);

describe('a file that is being written', () => {
  it('is opened only when two looks far enough apart found the same', () => {
    expect(lookAgain(file, small, 1100, times)).toMatchObject({ kind: 'wait', unsettled: { nextLookMs: 1200 } });
    expect(lookAgain(file, small, 1200, times)).toEqual({ kind: 'examine', unsettled: file });
  });

  it.each([
    ['it grew', { size: 11, modifiedUs: 1_000_000, changedUs: null, fileId: null }],
    ['it shrank', { size: 9, modifiedUs: 1_000_000, changedUs: null, fileId: null }],
    ['its time changed', { size: 10, modifiedUs: 1_000_001, changedUs: null, fileId: null }],
  ])('begins to settle anew where %s', (_, found) => {
    const step = lookAgain(file, found, 5000, times);
    expect(step).toMatchObject({ kind: 'wait', unsettled: { fingerprint: found, unchangedSinceMs: 5000 } });
  });

  it('is settled as soon as its format says that it is whole', () => {
    expect(decideSettling('complete', 'not-used', 200, times)).toEqual(whole);
  });

  it('waits for its end for as long as a camera may pause, then a lane shall say what is wrong', () => {
    expect(decideSettling('incomplete', 'not-used', 59_999, times)).toEqual(wait);
    expect(decideSettling('incomplete', 'not-used', 60_000, times)).toEqual({ kind: 'settle', lack: 'end' });
  });

  it('waits some seconds where its format is unknown', () => {
    expect(decideSettling('unknown', 'not-used', 4999, times)).toEqual(wait);
    expect(decideSettling('unknown', 'not-used', 5000, times)).toEqual(whole);
  });

  it('is looked at more and more seldom while nothing changes, and still every few seconds', () => {
    expect(postpone(file, 1200, times).nextLookMs).toBe(1400);
    expect(postpone(file, 5000, times).nextLookMs).toBe(6000);
    expect(postpone(file, 50_000, times).nextLookMs).toBe(52_000);
  });

  it('is looked at again just when its time is up', () => {
    expect(postpone(file, 1000 + 59_900, times).nextLookMs).toBe(1000 + 60_000);
  });

  it('is endless where it still changes after ten times as long, and not where it stands still', () => {
    const changed = (nowMs: number) => {
      const step = lookAgain(file, { ...small, size: nowMs }, nowMs, times);
      if (step.kind !== 'wait') throw new Error('it was taken for settled');
      return step.unsettled;
    };
    expect(isEndless(changed(1000 + 599_999), times)).toBe(false);
    expect(isEndless(changed(1000 + 600_000), times)).toBe(true);
    expect(isEndless(postpone(file, 1000 + 900_000, times), times)).toBe(false);
  });

  it('is not looked at without a pause where its name alone says that it is whole', () => {
    expect(postpone(file, 1000, { ...times, settleMs: 0 }).nextLookMs).toBe(1050);
  });
});

describe('a file that its camera releases', () => {
  it('waits for that, whole or not', () => {
    expect(decideSettling('complete', 'awaited', 59_999, times)).toEqual(wait);
    expect(decideSettling('unknown', 'awaited', 59_999, times)).toEqual(wait);
  });

  it('is an error where that does not come', () => {
    expect(decideSettling('complete', 'awaited', 60_000, times)).toEqual({ kind: 'settle', lack: 'release' });
  });

  it('is settled then, of whatever format', () => {
    expect(decideSettling('complete', 'given', 200, times)).toEqual(whole);
    expect(decideSettling('unknown', 'given', 200, times)).toEqual(whole);
  });

  it('has a moment left where its end is missing although it was released', () => {
    expect(decideSettling('incomplete', 'given', 999, times)).toEqual(wait);
    expect(decideSettling('incomplete', 'given', 1000, times)).toEqual({ kind: 'settle', lack: 'end' });
  });
});
