import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Part, SourceId, Verdict } from '../../../shared/domain/index.ts';
import { type StandingNeeds, StandingVerdicts } from './standingVerdicts.ts';
import { WatchedLine } from './watchedLine.fixture.ts';

let line: WatchedLine;
let standing: StandingVerdicts;
let cycleMs: number | null;
let sources: { readonly id: SourceId }[];
let tellPart: Parameters<StandingNeeds['parts']['onChanged']>[0];
/** Records that are views of parts. */
const views = new Set<number>();
const told = vi.fn();

beforeEach(async () => {
  cycleMs = 4000;
  views.clear();
  sources = [];
  line = await WatchedLine.open((kernel, { records, ledger }) => {
    standing = new StandingVerdicts(kernel, {
      records,
      ledger,
      sources: () => sources,
      cycleMs: () => cycleMs,
      parts: {
        isView: (number) => views.has(number),
        onChanged: (listener) => {
          tellPart = listener;
        },
      },
    });
    kernel.onChanged(told);
  });
  sources = [{ id: line.sourceId }];
  standing.sourcesChanged();
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

it('a verdict of before a source did not inspect does not come back', () => {
  line.record({});
  standing.takeBack(line.sourceId);
  expect(isWaiting()).toBe(true);
  vi.setSystemTime(Date.now() - 3_600_000);
  expect(isWaiting()).toBe(true);
  line.record({});
  expect(isWaiting()).toBe(false);
});

it('a verdict that has gone does not come back because a longer cycle is set', () => {
  line.record({});
  vi.advanceTimersByTime(4901);
  const since = standing.waitingSince(line.sourceId);
  expect(since).not.toBeNull();
  cycleMs = 3_600_000;
  expect(standing.waitingSince(line.sourceId)).toBe(since);
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

const at = (afterMs: number): string => new Date(Date.now() + afterMs).toISOString();
const PASS = { verdict: 'pass' } as const;
const overtaken = (): number | null => standing.overtaken(line.sourceId);

it('a pass whose image was overtaken does not stand, one that is worse does, and the newer verdict stands on', () => {
  line.record({ arrivedAt: at(-1000), verdict: 'fail' });
  vi.advanceTimersByTime(4000);
  line.record({ ...PASS, arrivedAt: at(-6000) });
  expect([overtaken(), isWaiting()]).toEqual([2, false]);
  expect(standing.isOvertaken({ sourceId: line.sourceId, number: 2 })).toBe(true);
  // Not longer because of what was overtaken.
  vi.advanceTimersByTime(1000);
  expect(isWaiting()).toBe(true);
  line.record({ arrivedAt: at(-20_000), verdict: 'review' });
  expect([overtaken(), isWaiting()]).toEqual([null, false]);
  line.record({ ...PASS, arrivedAt: at(0) });
  expect([overtaken(), isWaiting()]).toEqual([null, false]);
});

it('which image came later is told by the time of operation: a clock that is set back overtakes nothing', () => {
  line.record({ ...PASS, arrivedAt: at(0) });
  vi.setSystemTime(Date.now() - 3_600_000);
  line.record({ ...PASS, arrivedAt: at(0) });
  expect(overtaken()).toBeNull();
});

it('an image that came whole after its error stands only while that error does, as the last verdict', () => {
  const error = {
    verdict: 'error',
    file: 'cut.png',
    error: { code: 'image.truncated', details: {}, sentence: null },
  } as const;
  const followed = (): { readonly file: string } => {
    line.station.kernel.database.execute("UPDATE ledger SET lack = 'end'");
    return { file: 'cut.png' };
  };
  line.record({ ...error, arrivedAt: at(0) });
  line.record({ ...PASS, ...followed(), arrivedAt: at(0) });
  expect(overtaken()).toBeNull();
  line.record({ ...error, arrivedAt: at(0) });
  line.record({ ...PASS, arrivedAt: at(0) });
  line.record({ ...PASS, ...followed(), arrivedAt: at(0) });
  expect(overtaken()).toBe(5);
});

it('a view that comes when the time of its part is over makes it no pass of the part at the line, and no fail is missed', () => {
  const tell = (part: Pick<Part, 'number' | 'state' | 'verdict' | 'reopened'>): void =>
    tellPart({} as never, { ...part, sourceId: line.sourceId } as Part);
  const view = (number: number, verdict: Verdict, reopened: boolean, part = number): void => {
    views.add(number);
    tell({ number: part, state: 'complete', verdict, reopened });
    line.record({ verdict: verdict === 'fail' ? 'fail' : 'pass', arrivedAt: at(0) });
  };
  view(1, 'pass', false);
  expect([overtaken(), isWaiting()]).toEqual([null, false]);
  vi.advanceTimersByTime(5000);
  // It passes, and its part does not.
  view(2, 'review', true);
  expect([overtaken(), isWaiting()]).toEqual([2, true]);
  view(3, 'fail', true);
  expect([overtaken(), isWaiting()]).toEqual([null, false]);
  // In its time, but behind a part that began after it.
  view(4, 'pass', false, 4);
  view(5, 'pass', false, 3);
  expect(overtaken()).toBe(5);
  view(6, 'fail', false, 2);
  expect(overtaken()).toBeNull();
  // The part that began after it was told to be incomplete, which no record says.
  tell({ number: 8, state: 'incomplete', verdict: 'review', reopened: false });
  view(7, 'pass', false, 7);
  expect(overtaken()).toBe(7);
});

it('nothing of before stands at a source that is watched again, nor after a start with a clock that was set back', () => {
  line.record({ ...PASS, arrivedAt: at(0) });
  sources = [];
  standing.sourcesChanged();
  // It was at work when its source was removed.
  line.record({ arrivedAt: at(0) });
  sources = [{ id: line.sourceId }];
  vi.setSystemTime(Date.now() - 3_600_000);
  standing.sourcesChanged();
  expect(Date.parse(standing.waitingSince(line.sourceId) ?? '')).toBe(Date.now() + 3_600_001);
});
