import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StandingVerdicts } from './standingVerdicts.ts';
import { WatchedLine } from './watchedLine.fixture.ts';

let line: WatchedLine;
let standing: StandingVerdicts;
let cycleMs: number | null;
const told = vi.fn();

beforeEach(async () => {
  cycleMs = 4000;
  line = await WatchedLine.open((kernel) => {
    standing = new StandingVerdicts(kernel, () => cycleMs);
    kernel.onChanged(told);
  });
  vi.useFakeTimers();
});
afterEach(() => {
  standing.stop();
  vi.useRealTimers();
  line.close();
});

const isWaiting = (): boolean => standing.waitingSince(line.sourceId) !== null;

it('a verdict stands for a cycle and a tenth and half a second, and screens are told when it does not any more', () => {
  expect(isWaiting()).toBe(true);
  line.record({});
  expect(isWaiting()).toBe(false);
  told.mockReset();
  vi.advanceTimersByTime(4800);
  expect(isWaiting()).toBe(false);
  expect(told).not.toHaveBeenCalled();
  vi.advanceTimersByTime(101);
  expect(told).toHaveBeenCalled();
  const since = standing.waitingSince(line.sourceId);
  expect(since).not.toBeNull();
  vi.advanceTimersByTime(60_000);
  expect(standing.waitingSince(line.sourceId)).toBe(since);
  line.record({});
  expect(isWaiting()).toBe(false);
});

it('a verdict goes once a part that came after it waits for more than a second, in whatever order they are judged', () => {
  cycleMs = null;
  const at = (afterMs: number): string => new Date(Date.now() + afterMs).toISOString();
  const since = (oldestSeenAt: string, newestSeenAt = oldestSeenAt): string | null =>
    standing.waitingSince(line.sourceId, { files: 2, oldestSeenAt, newestSeenAt });
  const arrivedAt = at(0);
  const [before, next] = [at(-5000), at(400)];
  line.record({ arrivedAt });
  vi.advanceTimersByTime(1300);
  expect(since(next)).toBeNull();
  vi.advanceTimersByTime(100);
  expect(since(next)).toBe(new Date(Date.parse(next) + 1000).toISOString());
  expect(since(before)).toBeNull();
  expect(since(before, next)).toBe(since(next));
  // Judged while the one behind it waits: it never was that of the part at the line.
  vi.advanceTimersByTime(5000);
  line.record({ arrivedAt: next });
  expect(since(at(-3000))).not.toBeNull();
  expect(since(next)).toBeNull();
});

it('without a known cycle it stands for a minute', () => {
  cycleMs = null;
  line.record({});
  vi.advanceTimersByTime(59_000);
  expect(isWaiting()).toBe(false);
  vi.advanceTimersByTime(1100);
  expect(isWaiting()).toBe(true);
});

it('no verdict stands longer because the clock is set back', () => {
  line.record({});
  const recordedMs = Date.now();
  vi.setSystemTime(recordedMs - 3_600_000);
  vi.advanceTimersByTime(4800);
  expect(isWaiting()).toBe(false);
  vi.advanceTimersByTime(101);
  expect(standing.waitingSince(line.sourceId)).toBe(new Date(recordedMs + 4900).toISOString());
});
