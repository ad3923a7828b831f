import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readReleasedImages } from '../../../electron/engine/index.ts';
import type { EventPayload } from '../../../shared/contract/index.ts';
import { recipeVersionSchema } from '../../../shared/domain/index.ts';
import { writeQuickResources } from '../../builtStation.ts';
import { createTestStation, type TestStation } from '../engine/station.ts';
import { resourcesFolder } from '../sampleSets.ts';

let station: TestStation;
let resources: string;

beforeEach(async () => {
  station = await createTestStation();
  resources = join(dirname(station.dataFolder), 'resources');
  writeQuickResources(resources);
  await station.start({ resourcesFolder: resources });
});
afterEach(() => station.remove());

/** A calibration, to its end. */
async function calibrated(released: boolean): Promise<EventPayload<'calibration.ended'>> {
  const client = station.client();
  const ended = Promise.withResolvers<EventPayload<'calibration.ended'>>();
  const off = client.on('calibration.ended', (event) => ended.resolve(event));
  const goodFolder = join(resources, 'samples/good');
  await client.request('calibration.start', {
    recipeName: 'Ring',
    goodFolder,
    backboneId: 'scattering',
    target: 0.05,
    released,
  });
  return ended.promise.finally(off);
}

it('parts that people released become good images of the next calibration, if an engineer asks for them', async () => {
  const samples = join(resourcesFolder, 'samples/good');
  const others = (await readdir(samples)).sort().slice(20, 32);
  await station.addSource();
  // The lane of the tests reads PNG alone.
  for (const name of others)
    await sharp(join(samples, name))
      .png()
      .toFile(join(station.cameraFolder, `${parse(name).name}.png`));
  const failed = (await station.settled(others.length)).filter(({ verdict }) => verdict === 'fail');
  expect(failed.length).toBeGreaterThan(3);
  const client = station.client();
  const decide = (index: number, decision: 'released' | 'scrap', seen: number | null = null) =>
    client.request('disposition.make', { id: failed[index]!.id, reason: 'Good part', decision, seen });
  for (const index of [0, 1, 2]) await decide(index, 'released');
  await decide(1, 'scrap', 2);
  await rm(join(station.cameraFolder, failed[2]!.file));
  expect(await client.request('calibration.released', { recipeName: 'Ring' })).toEqual({ images: 1, gone: 1 });
  expect(await client.request('calibration.released', { recipeName: 'Another' })).toEqual({ images: 0, gone: 0 });

  expect(await calibrated(false)).toMatchObject({ error: null, recipe: { version: 2, goodImages: 20 } });
  expect(await calibrated(true)).toMatchObject({ error: null, recipe: { version: 3, goodImages: 21 } });
  const { number, file, sha256 } = failed[0]!;
  const read = async (version: number) =>
    recipeVersionSchema.parse(
      JSON.parse(await readFile(join(station.dataFolder, `recipes/ring/${version}/recipe.json`), 'utf8')),
    );
  expect((await read(2)).released).toBeUndefined();
  const recipe = await read(3);
  expect(recipe.released).toEqual([{ number, file, sha256 }]);
  expect(recipe.heldOut.map((image) => image.sha256)).toContain(sha256);
  const { items } = await client.request('audit.page', {
    before: null,
    limit: 20,
    filter: { from: null, to: null, action: 'calibration.started', actor: null, object: null },
  });
  const newest = await client.request('audit.entry', { sequence: items[0]!.sequence });
  expect(newest.new).toMatchObject({ released: [number] });

  await station.stop();
  expect(await readReleasedImages(station.dataFolder, 'Ring')).toMatchObject([
    { number, path: join(station.cameraFolder, file) },
  ]);
  await writeFile(join(station.cameraFolder, file), 'another image');
  expect(await readReleasedImages(station.dataFolder, 'Ring')).toEqual([]);
});
