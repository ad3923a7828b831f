import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exported } from '../exported.ts';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';

let station: TestStation;
beforeEach(async () => {
  station = await createTestStation();
  await station.start();
});
afterEach(() => station.remove());

it('a record keeps the names that its station and its source had when it was made', async () => {
  const client = station.client();
  const nameStation = async (stationName: string) =>
    client.request('settings.change', { ...(await client.request('settings.get', {})), stationName });
  await nameStation('Line 1');
  const { id, recipeId, options } = await station.addSource();
  await writeFile(join(station.cameraFolder, 'a.png'), png(1));
  await station.settled(1);
  await nameStation('Line 2');
  await client.request('source.change', { id, name: 'Top camera', recipeId, options });
  await writeFile(join(station.cameraFolder, 'b.png'), png(2));
  await station.settled(2);

  const { id: exportId } = await exported(client);
  const { path } = await client.request('export.locate', { id: exportId, place: 0 });
  const rows = (await readFile(path, 'utf8')).split('\r\n').slice(1, 3);
  expect(rows.map((row) => row.split(',').slice(3, 6))).toEqual([
    ['Line 1', 'Camera 1', 'a.png'],
    ['Line 2', 'Top camera', 'b.png'],
  ]);
});
