import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostedProcess } from '../../../electron/hosts/processHost.ts';
import type { Inspection } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';
import { testHost } from './testProcesses.ts';

let station: TestStation;
const camera = (name: string): string => join(station.cameraFolder, name);

beforeEach(async () => {
  station = await createTestStation();
});

afterEach(() => station.remove());

function expectEachOnce(records: readonly Inspection[], files: readonly string[]): void {
  expect(records.map(({ file }) => file).sort()).toEqual([...files].sort());
  expect(records.map(({ number }) => number)).toEqual(records.map((_, index) => index + 1));
}

/** The engine in a process of its own, started and watching. */
async function engineProcess(): Promise<HostedProcess> {
  const engine = testHost().start('engine');
  await new Promise<void>((resolve) => engine.onMessage((message) => message === 'ready' && resolve()));
  const started = new Promise<void>((resolve) => engine.onMessage((message) => message === 'started' && resolve()));
  engine.send({ dataFolder: station.dataFolder });
  await started;
  return engine;
}

async function kill(engine: HostedProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => engine.onExit(() => resolve()));
  engine.kill();
  await ended;
}

describe('an engine that is killed', () => {
  it('leaves nothing out and judges nothing twice, however often', async () => {
    await station.start();
    await station.addSource();
    await station.stop();
    const files = Array.from({ length: 120 }, (_, index) => `slow-${String(index).padStart(3, '0')}.png`);
    const writing = (async () => {
      for (const [index, file] of files.entries()) {
        await writeFile(`${camera(file)}.tmp`, png(index));
        await rename(`${camera(file)}.tmp`, camera(file));
        await pause(15);
      }
    })();
    for (let round = 0; round < 4; round++) {
      const engine = await engineProcess();
      await pause(150 + round * 137);
      await kill(engine);
    }
    await writing;
    await station.start();
    const records = await station.settled(files.length);
    expectEachOnce(records, files);
    expect(records.every(({ error }) => error === null)).toBe(true);
    // A second try writes over what the first one left: no map without its record.
    const maps = await readdir(join(station.dataFolder, 'maps'), { recursive: true, withFileTypes: true });
    expect(
      maps
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort(),
    ).toEqual(records.map(({ id }) => `${id}.npy`).sort());
  });

  it('does not keep the next one out of its data folder', async () => {
    await kill(await engineProcess());
    await station.start();
    expect((await station.status()).backlog).toBe(0);
  });
});

describe('a data folder', () => {
  it('belongs to one engine at a time', async () => {
    await station.start();
    const { startEngine } = await import('../../../electron/engine/engine.ts');
    const second = startEngine({ dataFolder: station.dataFolder, resourcesFolder: '/', host: testHost(), http: null });
    await expect(second).rejects.toMatchObject({ code: 'station.locked', details: { pid: process.pid } });
  });

  it('that is no folder is named in the error', async () => {
    const { startEngine } = await import('../../../electron/engine/engine.ts');
    const dataFolder = join(camera('file'), 'data');
    await writeFile(camera('file'), '');
    const start = startEngine({ dataFolder, resourcesFolder: '/', host: testHost(), http: null });
    await expect(start).rejects.toMatchObject({ code: 'station.data-folder', details: { folder: dataFolder } });
  });

  it('with settings that cannot be read starts all the same, keeps them aside and says so', async () => {
    await mkdir(station.dataFolder, { recursive: true });
    await writeFile(join(station.dataFolder, 'settings.json'), '{"stationName": "Line 3",');
    await station.start();
    expect((await station.status()).name).toBe('Station');
    expect((await station.sentences()).join()).toMatch(/settings\.json cannot be read/);
    expect((await readdir(station.dataFolder)).filter((file) => file.startsWith('settings.corrupt-'))).toHaveLength(1);
  });
});

describe('stopping', () => {
  it('takes less than five seconds, also while a lane hangs', async () => {
    await writeFile(camera('hang.png'), png(1));
    await station.start();
    await station.addSource();
    await station.until('the lane is at work', async () => (await station.status()).lanes[0]?.state === 'busy');
    const beganMs = performance.now();
    await station.stop();
    expect(performance.now() - beganMs).toBeLessThan(5000);
  });

  it('finishes what is at work', async () => {
    const files = ['slow-1.png', 'slow-2.png', 'slow-3.png'];
    for (const [index, file] of files.entries()) await writeFile(camera(file), png(index));
    await station.start();
    await station.addSource();
    await station.until('the lane is at work', async () => (await station.status()).lanes[0]?.state === 'busy');
    await station.stop();
    expect(station.feed).toHaveLength(3);
    await station.start();
    expectEachOnce(await station.settled(3), files);
  });
});

describe('a disk without room', () => {
  it('stops judging before anything is judged that could not be recorded, and goes on by itself', async () => {
    let freeBytes = 0;
    const measureDisk = async () => ({ freeBytes, totalBytes: 1e12, freeFiles: 0, totalFiles: 0 });
    await station.start({ measureDisk, measureDiskEveryMs: 50 });
    await station.addSource();
    await writeFile(camera('part.png'), png(1));
    await pause(600);
    // Nothing is taken in that could not be recorded: the folder keeps it.
    expect(await station.status()).toMatchObject({
      backlog: 0,
      disk: { state: 'full' },
      // And no rule says what may be removed.
      conditions: [
        { code: 'station.disk-full', severity: 'alarm' },
        { code: 'keeping.no-rule', severity: 'note' },
      ],
    });
    expect(await station.records()).toEqual([]);
    freeBytes = 5e11;
    expectEachOnce(await station.settled(1), ['part.png']);
    expect((await station.status()).disk.state).toBe('ok');
  });

  it('is no fault of the image whose map could not be written', async () => {
    await writeFile(camera('.disk-full'), '');
    await writeFile(camera('full.png'), png(1));
    await station.start();
    await station.addSource();
    await station.until('the source waits', async () => (await station.status()).sources[0]?.state === 'unready');
    expect((await station.sentences()).join()).toMatch(/disk .* is full/);
    expect(await station.records()).toEqual([]);
    await rename(camera('.disk-full'), camera('.room'));
    expect(await station.settled(1)).toMatchObject([{ file: 'full.png', error: null }]);
  });
});
