import { readdir, rm } from 'node:fs/promises';
import { join, parse } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EVERY_RECORD } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation } from '../engine/station.ts';
import { resourcesFolder } from '../sampleSets.ts';

const samples = join(resourcesFolder, 'samples/good');
let station: TestStation;
let names: string[];

beforeEach(async () => {
  station = await createTestStation();
  names = (await readdir(samples)).sort();
  await station.start();
});
afterEach(() => station.remove());

/** The lane of the tests reads PNG alone. */
async function deliver(from: number, to: number): Promise<void> {
  for (const name of names.slice(from, to)) {
    const file = join(station.cameraFolder, `${parse(name).name}.png`);
    await sharp(join(samples, name)).png().toFile(`${file}.part`);
    await sharp(`${file}.part`).toFile(file);
    await rm(`${file}.part`);
  }
}

it('good images come from stored inspections, released parts first, and from the line while it runs', async () => {
  await station.addSource('ring', { pattern: '(?<serial>\\d+)' });
  await deliver(0, 8);
  const records = await station.settled(8);
  const ask = station.client();
  const failed = records.filter(({ verdict }) => verdict !== 'pass').map(({ id, number }) => ({ id, number }));
  expect(failed.length).toBeGreaterThan(2);
  const [first, ...others] = failed.toReversed();
  const [released] = others.toReversed();
  await ask.request('disposition.make', { id: released!.id, reason: 'Good part', decision: 'released', seen: null });
  await rm(join(station.cameraFolder, records[first!.number - 1]!.file));

  const { id } = await ask.request('bench.begin', { recipe: 'Ring' });
  const filter = { ...EVERY_RECORD, dispositions: ['released' as const, 'open' as const] };
  const most = failed.length;
  expect(await ask.request('bench.addRecords', { id, filter, most })).toEqual({ added: most - 1, gone: 1 });
  const numbers = async () => (await ask.request('bench.images', { id })).images.map(({ number }) => number);
  expect(await numbers()).toEqual([released!.number, ...others.slice(0, -1).map(({ number }) => number)]);
  expect(await ask.request('bench.addRecords', { id, filter: EVERY_RECORD, most: 8 })).toEqual({
    added: 8 - most,
    gone: 1,
  });
  const { images } = await ask.request('bench.images', { id });
  expect(images.filter((image) => image.released).map(({ number }) => number)).toEqual([released!.number]);
  expect(new Set(images.map(({ part }) => part)).size).toBe(7);

  await ask.request('bench.collect', { id, from: { sourceId: records[0]!.sourceId, most: 3 } });
  await deliver(8, 9);
  await station.until(
    'one was collected',
    async () => (await station.client().request('bench.get', { id })).collecting?.left === 2,
  );
  await station.stop();
  await deliver(9, 12);
  await station.start();
  await station.until(
    'all were collected',
    async () => (await station.client().request('bench.get', { id })).collecting === null,
  );
  const all = (await station.client().request('bench.images', { id })).images;
  expect(all.slice(7).map(({ from, number }) => [from, number])).toEqual([
    ['source', 9],
    ['source', 10],
    ['source', 11],
  ]);
});
