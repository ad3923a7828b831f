import { describe, expect, it } from 'vitest';
import { type DiskSample, diskOutlook, withSample } from './diskOutlook.ts';

const MIB = 1024 ** 2;
const sample = (minute: number, freeMib: number, records: number): DiskSample => ({
  atMs: minute * 60_000,
  freeBytes: freeMib * MIB,
  totalBytes: 1_000_000 * MIB,
  records,
});

describe('how far the room on the disk reaches', () => {
  it('follows from what the parts of the last hour took', () => {
    // 100 MiB stay free in any case: 900 are left, and 100 went in ten minutes with 1000 parts.
    expect(diskOutlook([sample(0, 1100, 0)], sample(10, 1000, 1000))).toEqual({ parts: 9000, seconds: 5400 });
  });

  it.each([
    ['nothing was recorded', sample(10, 1000, 0)],
    ['the room grew', sample(10, 1200, 1000)],
    ['it is too early to tell', sample(1, 1000, 1000)],
  ])('is not told where %s', (_, now) => {
    expect(diskOutlook([sample(0, 1100, 0)], now)).toBeNull();
  });

  it('looks back for an hour, by the minute', () => {
    let samples: readonly DiskSample[] = [];
    for (let second = 0; second < 7200; second += 5) samples = withSample(samples, sample(second / 60, 1000, second));
    expect(samples).toHaveLength(60);
    expect(samples[0]?.atMs).toBe(60 * 60_000);
  });
});
