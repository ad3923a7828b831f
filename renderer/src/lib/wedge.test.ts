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

describe('a scan in pieces', () => {
  it.each([46, 120, 250])('is no scan of its end, which may name another part: a gap of %d ms', (cutMs) => {
    expect(lastOf([...'14711', 'Enter'], (place) => (place === 1 ? cutMs : 5))).toEqual({ kind: 'torn', before: '1' });
    expect(lastOf([...'SN-004711', 'Tab'], (place) => (place === 5 ? cutMs : 20)).kind).toBe('torn');
  });

  it('is one too whose last signs, or whose Enter, come late', () => {
    expect(lastOf([...'SN-0047', 'Enter'], (place) => (place === 5 ? 90 : 5)).kind).toBe('torn');
    expect(lastOf([...'SN-0047', 'Enter'], (place) => (place === 7 ? 90 : 5)).kind).toBe('torn');
  });

  it('is told from a whole scan behind keys of long before, and behind another scan', () => {
    expect(lastOf([...'14711', 'Enter'], (place) => (place === 1 ? 251 : 5)).kind).toBe('scanned');
    expect(lastOf([...'4711', 'Enter', ...'4712', 'Enter'], (place) => (place === 5 ? 60 : 5))).toEqual({
      kind: 'scanned',
      text: '4712',
    });
  });
});

describe('a person who types', () => {
  it('tears no scan: keys of a hand, some of them two or three at once, then Enter', () => {
    expect(lastOf([...'station 3', 'Enter'], (place) => (place % 3 === 0 ? 90 : 30)).kind).toBe('typed');
    expect(lastOf([...'4711', 'Enter'], 120).kind).toBe('typed');
  });

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
