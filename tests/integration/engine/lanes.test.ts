import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readStationDatabase } from '../../../electron/engine/storage/index.ts';
import { decodeNpy, inspectionErrorSentence } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';
import { testHost } from './testProcesses.ts';

let station: TestStation;
const camera = (name: string): string => join(station.cameraFolder, name);
const write = (name: string, content: number): Promise<void> => writeFile(camera(name), png(content));

beforeEach(async () => {
  station = await createTestStation();
});

afterEach(() => station.remove());

describe('a lane that ends', () => {
  it('is replaced, and its image is tried again', async () => {
    await write('crash-once.png', 1);
    await write('good.png', 2);
    await station.start();
    await station.addSource();
    const records = await station.settled(2);
    expect(records.map(({ error }) => error)).toEqual([null, null]);
    await station.until('the lane is back', async () => (await station.status()).lanes[0]?.state === 'idle');
  });

  it('makes an error of the image that ends lanes again, and of no other', async () => {
    const good = Array.from({ length: 12 }, (_, index) => `good-${index}.png`);
    const files = [
      ...good.slice(0, 4),
      'crash-a.png',
      ...good.slice(4, 8),
      'crash-b.png',
      'crash-c.png',
      ...good.slice(8),
    ];
    for (const [index, file] of files.entries()) await write(file, index);
    await station.start();
    await station.addSource();
    const records = await station.settled(files.length);
    const errors = records.filter(({ error }) => error !== null);
    expect(errors.map(({ file, error }) => [file, error?.code]).sort()).toEqual([
      ['crash-a.png', 'lane.crashed'],
      ['crash-b.png', 'lane.crashed'],
      ['crash-c.png', 'lane.crashed'],
    ]);
    expect(records.map(({ file }) => file).sort()).toEqual([...files].sort());
  });

  it('is ended where it hangs, and the image becomes an error that says so', async () => {
    await write('hang.png', 1);
    await write('good.png', 2);
    await station.start({ lane: { jobTimeoutMs: 700 } });
    await station.addSource();
    const records = await station.settled(2);
    const hung = records.find(({ file }) => file === 'hang.png');
    expect(hung?.error).toMatchObject({ code: 'lane.timeout', details: { file: 'hang.png', seconds: 0.7 } });
    expect(hung?.error && inspectionErrorSentence(hung.error)).toBe(
      'The image hang.png was not judged within 0.7 seconds. Check the part by hand.',
    );
    expect(records.find(({ file }) => file === 'good.png')?.error).toBeNull();
  });

  it('is not ended because images had to wait for each other', async () => {
    const files = ['slow-1.png', 'slow-2.png', 'slow-3.png', 'slow-4.png'];
    for (const [index, file] of files.entries()) await write(file, index);
    await station.start({ host: testHost({ slowMs: 400 }), lane: { jobTimeoutMs: 700 } });
    await station.addSource();
    const records = await station.settled(4);
    expect(records.map(({ error }) => error)).toEqual([null, null, null, null]);
    const database = readStationDatabase(station.dataFolder);
    const deaths = database.prepare<{ deaths: number }>('SELECT SUM(lane_deaths) AS deaths FROM ledger').get();
    database.close();
    expect(deaths).toEqual({ deaths: 0 });
  });

  it('that cannot start at all leaves the files waiting, and the station says so', async () => {
    await write('part.png', 1);
    await station.start({ host: { start: () => deadProcess() } });
    await station.addSource();
    await station.until('the lane has failed', async () => (await station.status()).lanes[0]?.state === 'failed');
    await station.until('the file waits', async () => (await station.status()).backlog === 1);
    expect((await station.sentences()).join()).toMatch(/inference process cannot start/);
    expect((await station.status()).conditions).toContainEqual(
      expect.objectContaining({ code: 'lane.start', subject: { kind: 'station' }, severity: 'alarm' }),
    );
    expect(await station.records()).toEqual([]);
    await station.stop();
    await station.start();
    expect(await station.settled(1)).toMatchObject([{ file: 'part.png', error: null }]);
  });
});

describe('several lanes', () => {
  it('share the work, and each image has one record', async () => {
    await writeFile(join(station.dataFolder, 'settings.json'), JSON.stringify({ lanes: 'throughput' }));
    const files = Array.from({ length: 30 }, (_, index) => `slow-${index}.png`);
    for (const [index, file] of files.entries()) await write(file, index);
    await station.start();
    await station.addSource();
    await station.until('all lanes work', async () =>
      (await station.status()).lanes.every(({ state }) => state === 'busy'),
    );
    const records = await station.settled(30);
    expect(records.map(({ file }) => file).sort()).toEqual([...files].sort());
    expect(records.map(({ number }) => number)).toEqual(records.map((_, index) => index + 1));
  });
});

describe('what a lane leaves behind', () => {
  it('is served with the record: the map, the thumbnail and the original', async () => {
    await write('part.png', 1);
    await station.start();
    await station.addSource();
    const [record] = await station.settled(1);
    const { id } = record!;
    const map = await station.client().request('inspection.locateImage', { id, kind: 'heatmap' });
    expect(decodeNpy(await readFile(map.path))).toEqual({
      height: 2,
      width: 3,
      values: Float32Array.of(0, 1, 2, 3, 4, 5),
    });
    const thumbnail = await station.client().request('inspection.locateImage', { id, kind: 'thumbnail' });
    expect(await readFile(thumbnail.path, 'utf8')).toBe('thumbnail');
    const original = await station.client().request('inspection.locateImage', { id, kind: 'original' });
    expect(original).toEqual({ path: camera('part.png'), mediaType: 'image/png', placement: null });
  });

  it('stands in for an original that is gone, or whose name has got another content', async () => {
    await write('gone.png', 1);
    await write('reused.png', 2);
    await station.start();
    await station.addSource();
    const records = await station.settled(2);
    await rm(camera('gone.png'));
    await writeFile(camera('reused.png'), `${png(3).toString('latin1')} and more`, 'latin1');
    await station.settled(3);
    for (const { id } of records) {
      const original = station.client().request('inspection.locateImage', { id, kind: 'original' });
      await expect(original).rejects.toMatchObject({ code: 'image.not-found' });
      const picture = await station.client().request('inspection.locateImage', { id, kind: 'thumbnail' });
      expect(picture.mediaType).toBe('image/jpeg');
      expect(await readFile(picture.path, 'utf8')).toBe('thumbnail');
    }
  });

  it('is a preview where a browser cannot show the original, made once', async () => {
    const sixteenBit = png(1);
    sixteenBit[24] = 16;
    await writeFile(camera('deep.png'), sixteenBit);
    await station.start();
    await station.addSource();
    const [record] = await station.settled(1);
    const ask = () => station.client().request('inspection.locateImage', { id: record!.id, kind: 'original' });
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(first).toEqual(second);
    expect(first.mediaType).toBe('image/jpeg');
    expect(await readFile(first.path, 'utf8')).toBe('picture');
  });

  it('is removed where the image was overwritten while a lane had it', async () => {
    await station.start({ host: testHost({ slowMs: 500 }) });
    await station.addSource();
    await write('slow.png', 1);
    await station.until('the lane has it', async () => (await station.status()).lanes[0]?.state === 'busy');
    await writeFile(camera('slow.png'), `${png(2).toString('latin1')} and more`, 'latin1');
    const records = await station.settled(2);
    expect(records.map(({ error }) => error?.code ?? null)).toEqual(['image.changed', null]);
    for (const folder of ['maps', 'thumbnails']) {
      const files = await readdir(join(station.dataFolder, folder), { recursive: true });
      expect(files.filter((name) => /\.\w+$/.test(name)).map((name) => basename(name).split('.')[0])).toEqual([
        records[1]!.id,
      ]);
    }
  });

  it('is not there for what was no image, and that is said', async () => {
    await writeFile(camera('note.png'), 'this is no image, whatever the camera says');
    await station.start();
    await station.addSource();
    const [record] = await station.settled(1);
    const { id } = record!;
    expect(record?.hasThumbnail).toBe(false);
    for (const kind of ['heatmap', 'thumbnail'] as const) {
      const asked = station.client().request('inspection.locateImage', { id, kind });
      await expect(asked).rejects.toMatchObject({ code: 'image.not-found' });
    }
  });
});

/** A process that ends before it is ready. */
function deadProcess() {
  return {
    pid: undefined,
    send: () => undefined,
    onMessage: () => undefined,
    onExit: (listener: (code: number | null) => void) => void setImmediate(() => listener(1)),
    kill: () => undefined,
  };
}
