import { cp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sentenceOf } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';

let station: TestStation;
const quickBackups = { backupTimings: { lookEveryMs: 50, wantedAfterMs: 3_600_000 } };

async function judge(from: number, to: number): Promise<void> {
  for (let part = from; part <= to; part++) await writeFile(join(station.cameraFolder, `part-${part}.png`), png(part));
  await station.settled(to);
}

const backedUp = (): Promise<void> =>
  station.until('there is a backup', async () => (await station.status()).backup.lastAt !== null);
const backups = (): Promise<string[]> => readdir(join(station.dataFolder, 'backups'));
const database = (): string => join(station.dataFolder, 'station.sqlite');

async function expectEachOnce(count: number): Promise<void> {
  const records = await station.settled(count);
  expect(records.map(({ number }) => number)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  expect(new Set(records.map(({ file }) => file)).size).toBe(count);
}

describe('backups', () => {
  beforeEach(async () => {
    station = await createTestStation();
  });
  afterEach(() => station.remove());

  it('are made by themselves while there are new records, checked, and named by the last record in them', async () => {
    await station.start(quickBackups);
    await station.addSource();
    await judge(1, 5);
    await backedUp();
    expect((await backups())[0]).toMatch(/^station-.*-to-[1-5]\.sqlite$/);
    const { backup } = await station.status();
    expect(backup).toMatchObject({ folder: join(station.dataFolder, 'backups'), onSameDisk: true });
  });

  it('are made in the data folder and told of where the folder that was named for them cannot be used', async () => {
    const noFolder = join(station.cameraFolder, '.file');
    await writeFile(noFolder, '');
    await station.start(quickBackups);
    const settings = await station.client().request('settings.get', {});
    await station.client().request('settings.change', {
      ...settings,
      backups: { ...settings.backups, folder: noFolder },
    });
    await station.addSource();
    await judge(1, 3);
    await backedUp();
    expect(await station.sentences()).toContainEqual(expect.stringContaining(noFolder));
    expect(await backups()).toHaveLength(1);
  });
});

describe('a database that is damaged', () => {
  /** A stopped station with 20 records and a backup of 5 of them at least; each test has its data folder as it was then. */
  const kept = (): string => join(dirname(station.dataFolder), 'kept');

  beforeAll(async () => {
    station = await createTestStation();
    await station.start(quickBackups);
    await station.addSource();
    await judge(1, 5);
    await backedUp();
    await judge(6, 20);
    await station.stop();
    await cp(station.dataFolder, kept(), { recursive: true });
  });
  beforeEach(async () => {
    await rm(station.dataFolder, { recursive: true });
    await cp(kept(), station.dataFolder, { recursive: true });
  });
  afterEach(() => station.stop());
  afterAll(() => station.remove());

  it('beyond reading is restored, and the files whose records are newer are judged again', async () => {
    await writeFile(database(), 'nothing of it is left'.repeat(1000));
    await station.start();
    await expectEachOnce(20);
    const [notice] = (await station.status()).notices;
    expect(sentenceOf(notice!)).toMatch(/were damaged and have been restored.* 0 newer ones .* kept in/);
    const damaged = join(station.dataFolder, 'damaged');
    const [folder] = await readdir(damaged);
    expect(await readFile(join(damaged, folder!, 'station.sqlite'), 'utf8')).toContain('nothing of it is left');
  });

  it('in one place loses nothing: the newer records are read from it, and nothing is judged again', async () => {
    const bytes = await readFile(database());
    // The text of an index's definition: its records stay whole.
    const place = bytes.indexOf('CREATE INDEX inspection_recorded_at');
    bytes.write('XXXXXX', place);
    await writeFile(database(), bytes);
    const before = station.feed.length;
    await station.start();
    await expectEachOnce(20);
    expect(station.feed).toHaveLength(before);
  });

  it('is told of until an engineer acknowledges it, also after another start', async () => {
    await unlink(database());
    await station.start();
    await station.settled(20);
    await station.stop();
    await station.start();
    const [notice] = (await station.status()).notices;
    await station.client().request('notice.acknowledge', { id: notice!.id });
    expect((await station.status()).notices).toEqual([]);
    const all = await station.client().request('station.notices', {});
    expect(all).toMatchObject([{ id: notice!.id, acknowledgedAt: expect.stringMatching(/Z$/) }]);
    await expect(station.client().request('notice.acknowledge', { id: 99 })).rejects.toMatchObject({
      code: 'notice.not-found',
    });
  });

  it('without any backup is begun anew, and every file that is still there is judged again', async () => {
    await rm(join(station.dataFolder, 'backups'), { recursive: true });
    await writeFile(database(), '');
    await station.start();
    await expectEachOnce(20);
    expect(sentenceOf((await station.status()).notices[0]!)).toMatch(/no usable backup.*it is empty/);
  });
});
