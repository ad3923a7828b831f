import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canMount, mountSmallDisk, unmount } from '../../torture/disk/smallDisk.ts';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';

describe.skipIf(!canMount())('a disk that is really full (a small file system is mounted, which needs root)', () => {
  let station: TestStation;

  beforeEach(async () => {
    station = await createTestStation((dataFolder) => {
      mountSmallDisk(dataFolder, 8);
    });
  });

  afterEach(async () => {
    await station.stop();
    await unmount(station.dataFolder);
    await station.remove();
  });

  /** Takes every byte that is left. */
  async function fill(): Promise<string> {
    const ballast = join(station.dataFolder, 'ballast');
    await writeFile(ballast, Buffer.alloc(9 * 1024 * 1024)).catch(() => undefined);
    return ballast;
  }

  it.each([
    ['is seen by its size', undefined],
    [
      'is met by a write before anybody measured',
      async () => ({ freeBytes: 1e12, totalBytes: 1e12, freeFiles: 0, totalFiles: 0 }),
    ],
  ])('%s: nothing is judged unrecorded, the station says so and goes on by itself', async (_, measureDisk) => {
    await station.start({ ...(measureDisk === undefined ? {} : { measureDisk }), measureDiskEveryMs: 50 });
    await station.addSource();
    await writeFile(join(station.cameraFolder, 'before.png'), png(0));
    await station.settled(1);

    const ballast = await fill();
    const files = Array.from({ length: 60 }, (_, index) => `part-${String(index).padStart(2, '0')}.png`);
    for (const [index, file] of files.entries()) await writeFile(join(station.cameraFolder, file), png(index + 1));
    await station.until('the station says that the disk is full', async () => {
      return /disk .* is full/.test((await station.sentences()).join());
    });
    await pause(500);
    const recorded = await station.records();
    expect(recorded.every(({ error }) => error === null)).toBe(true);
    expect(recorded.length).toBeLessThan(files.length + 1);

    await rm(ballast);
    const records = await station.settled(files.length + 1);
    expect(records.map(({ file }) => file).sort()).toEqual(['before.png', ...files]);
    expect(records.map(({ error }) => error).filter((error) => error !== null)).toEqual([]);
    await station.until('all is well', async () => {
      const { conditions } = await station.status();
      return !conditions.some(({ code }) => code === 'station.disk-full' || code.startsWith('storage.'));
    });
  });
});

describe.skipIf(!canMount())('a disk that can hold no more files, with bytes to spare (mounting needs root)', () => {
  let station: TestStation;

  beforeEach(async () => {
    station = await createTestStation((dataFolder) => {
      mountSmallDisk(dataFolder, 64, 400);
    });
  });

  afterEach(async () => {
    await station.stop();
    await unmount(station.dataFolder);
    await station.remove();
  });

  it('stops judging before a map or a thumbnail is missing, says what is short, and goes on by itself', async () => {
    await station.start({ measureDiskEveryMs: 50 });
    await station.addSource();
    await writeFile(join(station.cameraFolder, 'before.png'), png(0));
    await station.settled(1);

    const ballast = join(station.dataFolder, 'ballast');
    await mkdir(ballast);
    for (let file = 0, isRoom = true; isRoom; file++) {
      isRoom = await writeFile(join(ballast, String(file)), '').then(
        () => true,
        () => false,
      );
    }
    await station.until('the station says that no more files fit', async () => {
      return (await station.status()).conditions.some(({ code }) => code === 'station.disk-files-full');
    });
    const { disk } = await station.status();
    expect(disk).toMatchObject({ state: 'full', scarce: 'files', freeFiles: 0 });
    expect(disk.freeBytes).toBeGreaterThan(40 * 1024 * 1024);
    await writeFile(join(station.cameraFolder, 'meanwhile.png'), png(1));
    await pause(500);
    expect(await station.records()).toHaveLength(1);

    await rm(ballast, { recursive: true });
    const records = await station.settled(2);
    expect(records.map(({ error }) => error)).toEqual([null, null]);
  });
});
