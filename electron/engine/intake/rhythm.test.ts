import { describe, expect, it } from 'vitest';
import { Rhythm } from './rhythm.ts';

const timings = { samePartMs: 250, quietAfterMs: 10_000, silentCycleAfterMs: 60_000 };
const at = (ms: number): string => new Date(Date.UTC(2026, 10, 23) + ms).toISOString();

/** @returns a rhythm that has met parts at these intervals, and when the last one came */
function met(intervalsMs: readonly number[], setMs: number | null = null): { rhythm: Rhythm; lastMs: number } {
  const rhythm = new Rhythm(timings, () => setMs);
  let lastMs = 0;
  rhythm.arrived(lastMs, at(lastMs));
  for (const intervalMs of intervalsMs) {
    lastMs += intervalMs;
    rhythm.arrived(lastMs, at(lastMs));
  }
  return { rhythm, lastMs };
}
const every = (ms: number, parts = 20): number[] => Array.from({ length: parts }, () => ms);

describe('the rhythm of a source', () => {
  it('says since when no part has come once five cycles are over, and takes it back with the next image', () => {
    const { rhythm, lastMs } = met(every(4000));
    expect(rhythm.quietSince(lastMs + 20_000)).toBeNull();
    expect(rhythm.quietSince(lastMs + 20_001)).toBe(at(lastMs));
    rhythm.arrived(lastMs + 30_000, at(lastMs + 30_000));
    expect(rhythm.quietSince(lastMs + 30_001)).toBeNull();
  });

  it('is silent after twenty cycles, and tells the usual interval', () => {
    const { rhythm, lastMs } = met(every(4000));
    expect(rhythm.silence(lastMs + 80_000)).toBeNull();
    expect(rhythm.silence(lastMs + 80_001)).toEqual({ since: at(lastMs), cycleMs: 4000 });
  });

  it('leaves a fast line ten seconds before its verdict pales, and a minute before it is silent', () => {
    const { rhythm, lastMs } = met(every(500, 30));
    expect(rhythm.quietSince(lastMs + 9_900)).toBeNull();
    expect(rhythm.quietSince(lastMs + 10_100)).not.toBeNull();
    expect(rhythm.silence(lastMs + 59_000)).toBeNull();
    expect(rhythm.silence(lastMs + 61_000)).not.toBeNull();
  });

  it('is not misled by breaks', () => {
    const { rhythm, lastMs } = met([...every(3000, 8), 1_800_000, ...every(3000, 8), 3_600_000, ...every(3000, 3)]);
    expect(rhythm.quietSince(lastMs + 15_001)).not.toBeNull();
  });

  it('counts the images of one part once', () => {
    const { rhythm, lastMs } = met(Array.from({ length: 15 }, () => [100, 100, 5800]).flat());
    expect(rhythm.quietSince(lastMs + 29_000)).toBeNull();
    expect(rhythm.quietSince(lastMs + 30_500)).not.toBeNull();
  });

  it('counts images as one part that may arrive as far apart as an engineer set', () => {
    const learnt = (togetherMs: number) => {
      const rhythm = new Rhythm(
        timings,
        () => null,
        () => togetherMs,
      );
      for (let part = 0; part < 20; part += 1)
        for (const view of [0, 600, 1200]) rhythm.arrived(part * 5000 + view, at(part * 5000 + view));
      return rhythm.cycleMs;
    };
    expect([learnt(0), learnt(1500)]).toEqual([600, 5000]);
  });

  it('follows a line whose cycle was changed', () => {
    const { rhythm, lastMs } = met([...every(2000, 40), ...every(20_000, 40)]);
    expect(rhythm.quietSince(lastMs + 99_000)).toBeNull();
  });

  it('is learnt of a line with ten parts a second', () => {
    const { rhythm, lastMs } = met(every(100, 300));
    expect(rhythm.quietSince(lastMs + 10_100)).not.toBeNull();
  });

  it('is the one that was set, from the first part on, whatever would be learnt', () => {
    const first = met([], 6000);
    expect(first.rhythm.quietSince(30_000)).toBeNull();
    expect(first.rhythm.quietSince(30_001)).toBe(at(0));
    expect(first.rhythm.silence(120_001)).toEqual({ since: at(0), cycleMs: 6000 });
    const { rhythm, lastMs } = met(every(60_000, 30), 6000);
    expect(rhythm.quietSince(lastMs + 30_001)).toBe(at(lastMs));
    expect(new Rhythm(timings, () => 6000).silence(1e9)).toBeNull();
  });

  it.each([
    ['no image ever', []],
    ['fewer than ten parts', every(1000, 8)],
    ['many images copied at once', every(5, 500)],
  ])('is unknown after %s', (_, intervals) => {
    const { rhythm, lastMs } = met(intervals);
    expect(rhythm.quietSince(lastMs + 1e9)).toBeNull();
    expect(rhythm.silence(lastMs + 1e9)).toBeNull();
  });
});
