import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStationDatabase } from '../../../electron/engine/storage/index.ts';
import {
  type Afterwards,
  recipeIdSchema,
  type SourceOptions,
  sourceOptionsSchema,
} from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';
import { quickRetention } from './testProcesses.ts';

let station: TestStation;
let archive: string;

beforeEach(async () => {
  station = await createTestStation();
  archive = join(dirname(station.dataFolder), 'archive');
  await mkdir(archive);
  await start();
});

afterEach(() => station.remove());

const start = (): Promise<void> => station.start(quickRetention);

const optionsWith = (afterwards: Afterwards): SourceOptions => ({ ...sourceOptionsSchema.parse({}), afterwards });

const addSource = (afterwards: Afterwards) =>
  station.client().request('source.add', {
    name: 'Camera 1',
    folder: station.cameraFolder,
    recipeId: recipeIdSchema.parse('ring'),
    options: optionsWith(afterwards),
  });

async function arrive(...names: string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    await writeFile(join(station.cameraFolder, name), png(index + 1));
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
}

describe('a source whose images are archived', () => {
  it('moves what was judged, shows it from there, and leaves errors for people to look at', async () => {
    await addSource({ kind: 'archive', folder: archive });
    await arrive('a.png', 'b.png');
    await writeFile(join(station.cameraFolder, 'empty.png'), '');
    const records = await station.settled(3);
    await station.until('both are archived', async () => (await filesIn(archive)).length === 2);
    expect(await filesIn(archive)).toEqual(['a.png', 'b.png']);
    await station.until(
      'only the error is left',
      async () => (await filesIn(station.cameraFolder)).join() === 'empty.png',
    );

    const archived = records.find((record) => record.file === 'a.png');
    const picture = await station.client().request('inspection.locateImage', { id: archived!.id, kind: 'original' });
    expect(picture.path.startsWith(archive)).toBe(true);
    expect(await readFile(picture.path)).toEqual(png(1));
    await pause(300);
    expect(await station.records()).toHaveLength(3);
  });

  it('goes on judging while the archive is away, says how many wait and why, and catches up by itself', async () => {
    await addSource({ kind: 'archive', folder: archive });
    await rename(archive, `${archive}-away`);
    await arrive(...Array.from({ length: 6 }, (_, index) => `ring-${index}.png`));
    await station.settled(6);
    await station.until('all are counted', async () => (await station.sentences())[0]?.startsWith('6 ') === true);
    const [remark] = await station.sentences();
    expect(remark).toContain('waiting to be moved to the archive');
    expect(remark).toContain(`${archive} does not exist`);
    expect((await station.status()).conditions).toMatchObject([{ subject: { kind: 'source', name: 'Camera 1' } }]);

    await station.stop();
    await start();
    expect((await station.sentences())[0]).toContain('waiting to be moved');

    await rename(`${archive}-away`, archive);
    await station.until('all are archived', async () => (await filesIn(archive)).length === 6);
    await station.until('the remark is gone', async () => (await station.sentences()).length === 0);
    await station.until('none is left', async () => (await filesIn(station.cameraFolder)).length === 0);
  });
});

describe('a source whose images are deleted', () => {
  it('deletes what was judged once it is so old, and nothing that came in its place', async () => {
    await addSource({ kind: 'delete', days: 0 });
    await arrive('a.png');
    await writeFile(join(station.cameraFolder, 'empty.png'), '');
    await station.settled(2);
    await station.until('it is deleted', async () => (await filesIn(station.cameraFolder)).join() === 'empty.png');
    expect(await station.records()).toHaveLength(2);
  });

  it('keeps them until then, and for good where an engineer decides to leave them', async () => {
    const { id, name, recipeId } = await addSource({ kind: 'delete', days: 1 });
    await arrive('a.png');
    await station.settled(1);
    await station.stop();
    ageRecords(2);
    // Before the station looks again, the files are to be left.
    const kept = await readFile(join(station.dataFolder, 'station.settings.json'), 'utf8');
    const { sources } = JSON.parse(kept.replace(/"kind": "delete",\s*"days": 1/, '"kind": "leave"'));
    await writeFile(join(station.dataFolder, 'settings.json'), JSON.stringify({ sources }));
    await start();
    await pause(300);
    expect(await filesIn(station.cameraFolder)).toEqual(['a.png']);

    await station
      .client()
      .request('source.change', { id, name, recipeId, options: optionsWith({ kind: 'delete', days: 3 }) });
    await pause(300);
    expect(await filesIn(station.cameraFolder)).toEqual(['a.png']);
    await station
      .client()
      .request('source.change', { id, name, recipeId, options: optionsWith({ kind: 'delete', days: 1 }) });
    await station.until('it is deleted', async () => (await filesIn(station.cameraFolder)).length === 0);
  });

  it('gives an image its name back that was taken aside when the station was killed, where files are to be left now', async () => {
    const { id } = await addSource({ kind: 'delete', days: 1 });
    await arrive('a.png');
    const [record] = await station.settled(1);
    await station.stop();
    const database = openStationDatabase(station.dataFolder);
    database.prepare('UPDATE duty SET begun = 1').run();
    database.close();
    await rename(join(station.cameraFolder, 'a.png'), join(station.cameraFolder, `.sigmaline-${record?.id}.tmp`));
    await start();
    await station.client().request('source.remove', { id });
    await station.until('it is back', async () => (await filesIn(station.cameraFolder)).join() === 'a.png');
  });

  it('leaves a file alone that was replaced since; that one is judged', async () => {
    await addSource({ kind: 'delete', days: 1 });
    await arrive('a.png');
    await station.settled(1);
    await station.stop();
    ageRecords(2);
    const path = join(station.cameraFolder, 'a.png');
    await writeFile(path, png(99));
    await utimes(path, new Date(), new Date(Date.now() + 5000));
    await start();
    await station.settled(2);
    await pause(200);
    expect(await readFile(path)).toEqual(png(99));
    await rm(path);
  });
});

/** Makes duties older, as if the days had passed. */
function ageRecords(days: number): void {
  const database = openStationDatabase(station.dataFolder);
  database.prepare('UPDATE duty SET lived_ms = lived_ms - ?').run(days * 86_400_000);
  database.close();
}
