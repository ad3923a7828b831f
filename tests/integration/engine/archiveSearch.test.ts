import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sentenceOf } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';
import { quickRetention } from './testProcesses.ts';

let station: TestStation;
let archive: string;

beforeEach(async () => {
  station = await createTestStation();
  archive = join(dirname(station.dataFolder), 'archive');
  await mkdir(archive);
});

afterEach(() => station.remove());

const start = (): Promise<void> =>
  station.start({
    ...quickRetention,
    backupTimings: { lookEveryMs: 50, wantedAfterMs: 3_600_000 },
  });

async function arrive(from: number, to: number): Promise<void> {
  for (let part = from; part <= to; part++) await writeFile(join(station.cameraFolder, `part-${part}.png`), png(part));
}

async function archivedFiles(): Promise<string[]> {
  const entries = await readdir(archive, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

const allArchived = (count: number): Promise<void> =>
  station.until('all are archived', async () => (await archivedFiles()).length === count);

it('images that were archived, and whose records were lost with the database, are judged and archived anew', async () => {
  await start();
  await station.addSource('ring', { afterwards: { kind: 'archive', folder: archive } });
  await arrive(1, 5);
  await station.until('there is a backup', async () => (await station.status()).backup.lastAt !== null);
  await allArchived(5);
  await arrive(6, 20);
  await station.settled(20);
  await allArchived(20);
  await station.stop();
  await writeFile(join(station.dataFolder, 'station.sqlite'), 'nothing of it is left'.repeat(1000));

  await start();
  const records = await station.settled(20);
  expect(new Set(records.map(({ file }) => file)).size).toBe(20);
  expect(records).toHaveLength(20);
  expect(records.filter(({ verdict }) => verdict === 'error')).toEqual([]);
  await allArchived(20);
  // An image is in the archive a moment before it leaves the folder.
  await station.until('the folder is empty', async () => (await readdir(station.cameraFolder)).length === 0);
  const messages = (await station.status()).notices.map(sentenceOf);
  expect(messages.some((message) => /\d+ archived images of the source Camera 1 had no record/.test(message))).toBe(
    true,
  );

  // It is over: the next start moves nothing.
  await station.stop();
  await start();
  await station.settled(20);
  expect(await station.records()).toHaveLength(20);
  expect((await station.status()).notices).toHaveLength(messages.length);
});
