import { createHash, randomBytes } from 'node:crypto';
import { rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStationDatabase, readStationDatabase } from '../../../electron/engine/storage/index.ts';
import { createTestStation, type TestStation, writeRecipe } from './station.ts';
import { writeSlowly } from './testImages.ts';
import { testHost } from './testProcesses.ts';

let station: TestStation;
const camera = (name: string): string => join(station.cameraFolder, name);
/** Of a camera without a clock. */
const NO_TIME = new Date('2000-01-01T00:00:00Z');
const HOUR_MS = 3_600_000;

/** For all tests but those that begin with a station of their own. */
let shared: TestStation;
beforeAll(async () => {
  shared = await createTestStation();
  await shared.start();
});
beforeEach(() => {
  station = shared;
});
afterEach(() => shared.renew());
afterAll(() => shared.remove());

function onStationsOfTheirOwn(): void {
  beforeEach(async () => {
    station = await createTestStation();
  });
  afterEach(() => station.remove());
}

/** Pictures of one length, as bitmaps have it. */
function picture(): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(3000);
  const header = Buffer.from('89504e470d0a1a0a0000000d49484452000000080000000808000000003a', 'hex').subarray(0, 29);
  const end = Buffer.from('0000000049454e44ae426082', 'hex');
  return Buffer.concat([header, Buffer.alloc(4), length, Buffer.from('IDAT'), randomBytes(3000), Buffer.alloc(4), end]);
}

async function overwrite(name: string, bytes = picture(), time: Date | null = NO_TIME): Promise<void> {
  await writeFile(camera(name), bytes);
  if (time !== null) await utimes(camera(name), time, time);
}

async function replace(name: string, bytes = picture(), time: Date | null = NO_TIME): Promise<void> {
  await writeFile(camera('.new'), bytes);
  if (time !== null) await utimes(camera('.new'), time, time);
  await rename(camera('.new'), camera(name));
}

async function shift(name: string, milliseconds: number): Promise<void> {
  const { atime, mtime } = await stat(camera(name));
  await utimes(camera(name), atime, new Date(mtime.getTime() + milliseconds));
}

/** Long enough for every name to have been looked at more than once. */
async function nothingMore(count: number): Promise<void> {
  await pause(1200);
  const records = await station.settled(count);
  expect(records.map(({ file, error }) => [file, error])).toEqual(records.map(({ file }) => [file, null]));
  expect(records).toHaveLength(count);
  expect((await station.status()).backlog).toBe(0);
}

async function holdBack(): Promise<void> {
  await rm(join(station.dataFolder, 'recipes'), { recursive: true });
  await station.until('the recipe is missed', async () => (await station.status()).sources[0]?.state === 'unready');
}

const release = (): Promise<void> => writeRecipe(station.dataFolder, 'ring');
const waits = (count: number): Promise<void> =>
  station.until(`${count} wait`, async () => (await station.status()).backlog === count);

interface LedgerRow {
  readonly path: string;
  readonly modified_us: number;
  readonly changed_us: number | null;
}

function ledger(): LedgerRow[] {
  const database = readStationDatabase(station.dataFolder);
  try {
    return database.prepare<LedgerRow>('SELECT path, modified_us, changed_us FROM ledger ORDER BY id').all();
  } finally {
    database.close();
  }
}

describe('pictures of one name, one length and one time', () => {
  it.each([
    ['written over one another', overwrite],
    ['renamed over one another', replace],
  ])('that are %s are as many parts', async (_, write) => {
    await station.addSource();
    for (let part = 1; part <= 10; part += 1) {
      await write('latest.png');
      await station.settled(part);
    }
    await nothingMore(10);
    const records = await station.records();
    expect(new Set(records.map(({ sha256 }) => sha256)).size).toBe(10);
  });

  it.each([
    ['written over one another', overwrite],
    ['renamed over one another', replace],
  ])('that are %s while they wait are errors but for the last: none is left out', async (_, write) => {
    await station.addSource();
    await holdBack();
    const pictures = [picture(), picture(), picture()];
    for (const [index, bytes] of pictures.entries()) {
      await write('latest.png', bytes);
      await waits(index + 1);
      await pause(400);
    }
    await release();
    const records = await station.settled(3);
    // Lanes share them: which is recorded first is left to chance.
    expect(records.map(({ error }) => error?.code ?? '').sort()).toEqual(['', 'image.changed', 'image.changed']);
    const judged = records.find(({ error }) => error === null);
    expect(judged?.sha256).toBe(createHash('sha256').update(pictures[2]!).digest('hex'));
  });

  it('are found while the station does not run, too', async () => {
    await station.addSource();
    await overwrite('latest.png');
    await station.settled(1);
    await station.stop();
    await overwrite('latest.png');
    await station.start();
    await station.settled(2);
    await nothingMore(2);
  });

  it('are judged once more where one picture comes back after another', async () => {
    await station.addSource();
    const [one, other] = [picture(), picture()];
    for (const [index, bytes] of [one, other, one, other].entries()) {
      await overwrite('latest.png', bytes);
      await station.settled(index + 1);
    }
    await nothingMore(4);
  });
});

describe('a file whose times change', () => {
  it('is no new part: twelve files whose times move by an hour are twelve records, and the ledger follows', async () => {
    await station.addSource();
    const names = Array.from({ length: 12 }, (_, index) => `part-${index}.png`);
    for (const name of names) await overwrite(name, picture(), null);
    await station.settled(12);
    for (const name of names) await shift(name, -HOUR_MS);
    await nothingMore(12);
    const times = new Map(ledger().map(({ path, modified_us }) => [path, modified_us]));
    for (const name of names)
      expect(Math.floor((times.get(name) ?? 0) / 1000)).toBe((await stat(camera(name))).mtime.getTime());
    await station.stop();
    for (const name of names) await shift(name, HOUR_MS);
    await station.start();
    await nothingMore(12);
  });
});

describe('a file whose times change at a station that judges slowly', () => {
  onStationsOfTheirOwn();

  it('while it waits, and while a lane has it, is judged as it is, once', async () => {
    await station.start({ host: testHost({ slowMs: 600 }) });
    await station.addSource();
    await holdBack();
    await overwrite('waiting.png', picture(), null);
    await waits(1);
    await pause(300);
    await shift('waiting.png', -12_345);
    await release();
    await station.settled(1);
    await overwrite('slow.png', picture(), null);
    await waits(1);
    await pause(400);
    await shift('slow.png', -12_345);
    await station.settled(2);
    await nothingMore(2);
    const records = await station.records();
    const { mtime } = await stat(camera('waiting.png'));
    expect(records[0]?.fileTime).toBe(mtime.toISOString());
  });

  it('right after its last byte, as file transfers do it, is one part each', async () => {
    await station.start({ host: testHost({ slowMs: 50 }) });
    await station.addSource();
    for (let part = 0; part < 12; part += 1) {
      await overwrite(`slow-${part}.png`, picture(), null);
      // From before it is whole to after it is recorded.
      await pause(part * 25);
      await utimes(camera(`slow-${part}.png`), NO_TIME, NO_TIME);
    }
    await station.settled(12);
    await nothingMore(12);
  });
});

describe('a picture that is written once more under its name', () => {
  it.each([
    ['in place', (name: string, bytes: Buffer) => overwrite(name, bytes, null)],
    ['by a rename', (name: string, bytes: Buffer) => replace(name, bytes, null)],
    ['piece by piece', (name: string, bytes: Buffer) => writeSlowly(camera(name), bytes, 5, 60)],
  ])('%s has the record that it has', async (_, write) => {
    await station.addSource();
    const bytes = picture();
    await overwrite('a.png', bytes, null);
    await station.settled(1);
    await pause(20);
    await write('a.png', bytes);
    await nothingMore(1);
    await station.stop();
    await station.start();
    await nothingMore(1);
    await overwrite('a.png');
    await station.settled(2);
    await nothingMore(2);
  });
});

describe('files that were left when their source was added', () => {
  it('stay left when their times move, and are judged once they are overwritten', async () => {
    for (const name of ['1.png', '2.png', '3.png']) await overwrite(name, picture(), null);
    const { folder, ...source } = { name: 'Camera 1', folder: station.cameraFolder, recipeId: 'ring' as never };
    await station.client().request('source.add', { ...source, folder, existing: 'leave' });
    const unread = (): number => {
      const database = readStationDatabase(station.dataFolder);
      const row = database
        .prepare<{ count: number }>('SELECT COUNT(*) AS count FROM left_file WHERE sha256 IS NULL')
        .get();
      database.close();
      return row?.count ?? 0;
    };
    await station.until('they are read', () => unread() === 0);
    for (const name of ['1.png', '2.png']) await shift(name, HOUR_MS);
    await shift('3.png', 4711);
    await nothingMore(0);
    await overwrite('2.png');
    expect(await station.settled(1)).toMatchObject([{ file: '2.png', error: null }]);
    await nothingMore(1);
  });
});

describe('a data folder in which less is known of each file', () => {
  onStationsOfTheirOwn();

  it('learns the rest, and judges nothing again', async () => {
    await station.start();
    await station.addSource();
    for (const name of ['1.png', '2.png', '3.png']) await overwrite(name);
    await station.settled(3);
    await station.stop();
    const database = openStationDatabase(station.dataFolder);
    database.execute('UPDATE ledger SET changed_us = NULL, file_id = NULL, sample = NULL');
    database.close();
    await station.start();
    await nothingMore(3);
    expect(ledger().every(({ changed_us }) => changed_us !== null)).toBe(true);
    await shift('1.png', HOUR_MS);
    await nothingMore(3);
    await overwrite('2.png');
    await station.settled(4);
    await nothingMore(4);
  });
});
