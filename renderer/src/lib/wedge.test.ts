import { describe, expect, it } from 'vitest';
import { NO_BURST, type Outcome, readKey } from './wedge.ts';

/** What the last key is, where each comes so many milliseconds behind the one before. */
function lastOf(keys: readonly string[], gapMs: number | ((place: number) => number)): Outcome {
  let burst = NO_BURST;
  let atMs = 1000;
  let last: Outcome = { kind: 'typed' };
  for (const [place, key] of keys.entries()) {
    atMs += typeof gapMs === 'number' ? gapMs : gapMs(place);
    const read = readKey(burst, { key, atMs });
    burst = read.burst;
    last = read.outcome;
  }
  return last;
}

describe('a scanner that acts as a keyboard', () => {
  it.each([1, 8, 20, 44])('is known by keys that come every %d ms and an Enter', (gapMs) => {
    expect(lastOf([...'SN-004711', 'Enter'], gapMs)).toEqual({ kind: 'scanned', text: 'SN-004711' });
  });

  it('may end with Tab, and may press Shift for capitals', () => {
    expect(lastOf(['Shift', 'A', 'Shift', 'B', '1', '2', 'Tab'], 10)).toEqual({ kind: 'scanned', text: 'AB12' });
  });

  it('is one code at a time: what was typed long before is no part of it', () => {
    expect(lastOf([...'x4711', 'Enter'], (place) => (place === 1 ? 400 : 5))).toEqual({
      kind: 'scanned',
      text: '4711',
    });
  });
});

describe('a person who types', () => {
  it.each([60, 90, 250])('is known by keys that come every %d ms', (gapMs) => {
    expect(lastOf([...'SN-004711', 'Enter'], gapMs)).toEqual({ kind: 'typed' });
    expect(lastOf([...'SN-0'], gapMs)).toEqual({ kind: 'begun' });
  });

  it('is one who hits two or three keys at once, and one who waits before Enter', () => {
    expect(lastOf([...'123', 'Enter'], 5)).toEqual({ kind: 'typed' });
    expect(lastOf([...'4711', 'Enter'], (place) => (place === 4 ? 300 : 5))).toEqual({ kind: 'typed' });
  });

  it('ends what looked like a scan with any other key', () => {
    expect(lastOf([...'4711', 'ArrowLeft', 'Enter'], 5)).toEqual({ kind: 'typed' });
    expect(lastOf([...'4711', 'Escape'], 5)).toEqual({ kind: 'typed' });
  });
});
