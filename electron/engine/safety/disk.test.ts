import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openTestKernel } from '../kernel/kernel.fixture.ts';
import { type DiskSample, diskOutlook, diskStateOf, measureDiskSpace, openDisk, withSample } from './disk.ts';

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
const sample = (minute: number, freeMib: number, records: number): DiskSample => ({
  atMs: minute * 60_000,
  freeBytes: freeMib * MIB,
  totalBytes: 1_000_000 * MIB,
  freeFiles: 0,
  totalFiles: 0,
  records,
});
const NO_FILES = { freeFiles: 0, totalFiles: 0 };

describe('how far the room on the disk reaches', () => {
  it('follows from what the parts of the last hour took', () => {
    // 100 MiB stay free in any case: 900 are left, and 100 went in ten minutes with 1000 parts.
    expect(diskOutlook([sample(0, 1100, 0)], sample(10, 1000, 1000))).toEqual({
      room: 'bytes',
      parts: 9000,
      seconds: 5400,
    });
  });

  it('ends with its files where these end first', () => {
    // Of the files 2000 stay free in any case: 8000 are left, and 2000 went in ten minutes.
    const first = { ...sample(0, 1100, 0), freeFiles: 12_000, totalFiles: 1e6 };
    const now = { ...sample(10, 1000, 1000), freeFiles: 10_000, totalFiles: 1e6 };
    expect(diskOutlook([first], now)).toEqual({ room: 'files', parts: 4000, seconds: 2400 });
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
    expect(diskStateOf({ freeBytes, totalBytes, ...NO_FILES })).toBe(state);
  });

  it.each([
    [1_000_000, 16_000_000, 'ok'],
    [39_000, 16_000_000, 'low'],
    [1900, 16_000_000, 'full'],
    [0, 16_000_000, 'full'],
    // A card of 65,536 files would be low for ever by the figures of a large disk.
    [10_000, 65_536, 'ok'],
    [5000, 65_536, 'low'],
    [600, 65_536, 'full'],
    // It does not count its files.
    [0, 0, 'ok'],
  ])('with room for %d of %d files is %s, however many bytes are free', (freeFiles, totalFiles, state) => {
    expect(diskStateOf({ freeBytes: 500 * GIB, totalBytes: 1000 * GIB, freeFiles, totalFiles })).toBe(state);
  });

  it('is measured where a folder lies', async () => {
    const { freeBytes, totalBytes, freeFiles, totalFiles } = await measureDiskSpace('.');
    expect(freeFiles).toBeLessThanOrEqual(totalFiles);
    expect(freeBytes).toBeGreaterThan(0);
    expect(totalBytes).toBeGreaterThan(freeBytes);
  });

  it('that cannot be measured keeps its last state, and the trouble is told', async () => {
    let measurements = 0;
    const { kernel, reported } = openTestKernel(mkdtempSync(join(tmpdir(), 'sigmaline-health-')));
    const disk = await openDisk(kernel, {
      measure: async () => {
        measurements += 1;
        if (measurements > 1) throw new Error('EIO');
        return { freeBytes: 0, totalBytes: GIB, ...NO_FILES };
      },
      records: () => 0,
      everyMs: 5,
    });
    await pause(50);
    await disk.stop();
    expect(disk.state).toBe('full');
    expect(kernel.conditions.current()).toMatchObject([{ code: 'station.disk-full', severity: 'alarm' }]);
    expect(reported.length).toBeGreaterThan(0);
  });
});

it('a disk with little room says how much there is', async () => {
  const { kernel } = openTestKernel(mkdtempSync(join(tmpdir(), 'sigmaline-health-')));
  const disk = await openDisk(kernel, {
    measure: async () => ({ freeBytes: 1.5 * GIB, totalBytes: 1000 * GIB, ...NO_FILES }),
    records: () => 0,
    everyMs: 60_000,
  });
  expect(kernel.conditions.current()).toMatchObject([{ code: 'station.disk-low', details: { megabytes: 1610 } }]);
  await disk.stop();
});

it('a disk that can hold few files more says how many', async () => {
  const { kernel } = openTestKernel(mkdtempSync(join(tmpdir(), 'sigmaline-health-')));
  const disk = await openDisk(kernel, {
    measure: async () => ({ freeBytes: 500 * GIB, totalBytes: 1000 * GIB, freeFiles: 30_000, totalFiles: 1e6 }),
    records: () => 0,
    everyMs: 60_000,
  });
  expect(disk.scarce).toBe('files');
  expect(kernel.conditions.current()).toMatchObject([{ code: 'station.disk-files-low', details: { left: 30_000 } }]);
  await disk.stop();
});
