import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { BenchDraft, BenchImage } from '../../../shared/contract/index.ts';
import { writeQuickResources } from '../../builtStation.ts';
import { createTestStation, type TestStation } from '../engine/station.ts';
import { resourcesFolder } from '../sampleSets.ts';

const PATIENCE = { timeout: 40_000, interval: 100 };
const samples = join(resourcesFolder, 'samples/good');

let station: TestStation;
let resources: string;
let folder: string;

beforeEach(async () => {
  station = await createTestStation();
  resources = join(dirname(station.dataFolder), 'resources');
  writeQuickResources(resources);
  folder = join(dirname(station.dataFolder), "engineer's images");
  await mkdir(folder);
  await station.start({ resourcesFolder: resources });
});
afterEach(() => station.remove());

const ask = (): ReturnType<TestStation['client']> => station.client();

async function examined(id: string): Promise<BenchImage[]> {
  await vi.waitFor(async () => expect((await ask().request('bench.get', { id })).images.waiting).toBe(0), PATIENCE);
  return (await ask().request('bench.images', { id })).images;
}

async function copySamples(count: number): Promise<string[]> {
  const names = (await readdir(samples)).sort().slice(0, count);
  for (const name of names) await copyFile(join(samples, name), join(folder, name));
  return names;
}

const marksOf = (images: readonly BenchImage[], file: string): string[] =>
  images.find((image) => image.file === file)?.marks.map(({ code }) => code) ?? ['it is not there'];

it('makes a version of the images of a folder, tells what is odd about them, and is there again after a restart', async () => {
  const names = await copySamples(22);
  const photo = (index: number): Sharp => sharp(join(samples, names[index]!));
  await copyFile(join(samples, names[0]!), join(folder, 'x-copied.jpg'));
  await photo(1).jpeg({ quality: 60 }).toFile(join(folder, 'x-saved-again.jpg'));
  await photo(2).blur(6).toFile(join(folder, 'x-blurred.png'));
  await photo(3).linear(0.4, 0).toFile(join(folder, 'x-dark.png'));
  await photo(4).resize(500, 500).toFile(join(folder, 'x-small.png'));
  await writeFile(join(folder, 'x-cut.png'), (await photo(5).png().toBuffer()).subarray(0, 5000));

  const { id } = await ask().request('bench.begin', { recipe: 'Bearing ring' });
  expect(await ask().request('bench.addFolder', { id, folder })).toEqual({ added: 28 });
  const images = await examined(id);
  expect(marksOf(images, 'x-copied.jpg')).toEqual(['bench.duplicate']);
  expect(marksOf(images, 'x-saved-again.jpg')).toContain('bench.near-duplicate');
  expect(marksOf(images, 'x-blurred.png')).toContain('bench.blurred');
  expect(marksOf(images, 'x-dark.png')).toContain('bench.darker');
  expect(marksOf(images, 'x-small.png')).toContain('bench.other-size');
  expect(images.find(({ file }) => file === 'x-cut.png')?.problem?.code).toBe('image.truncated');
  for (const name of names) expect([name, marksOf(images, name)]).toEqual([name, []]);

  const odd = images.filter(({ file }) => file.startsWith('x-')).map(({ key }) => key);
  const kept = await ask().request('bench.takeOut', { id, keys: odd, removed: true });
  expect(kept.images).toEqual({ good: 22, parts: 22, waiting: 0, removed: 6, failed: 0 });

  const settings = { ...kept.settings, backbone: 'scattering' };
  await expect(ask().request('bench.change', { id, revision: 7, settings })).rejects.toMatchObject({
    code: 'bench.changed-meanwhile',
  });
  const { revision } = await ask().request('bench.change', { id, revision: kept.revision, settings, step: 'fit' });
  const survey = await ask().request('bench.survey', { id });
  expect(survey.placements).toHaveLength(22);
  expect(survey.restless).toBeLessThan(1 / 3);
  const pictureOf = (key: string): Promise<{ path: string }> =>
    ask().request('bench.locate', { id, key, kind: 'thumbnail' });
  expect((await sharp((await pictureOf(images[0]!.key)).path).metadata()).width).toBe(256);
  expect((await sharp((await pictureOf('average')).path).metadata()).width).toBe(512);
  expect((await readFile((await pictureOf('variation')).path)).subarray(1, 6).toString()).toBe('NUMPY');

  const ended = new Promise((resolve) => ask().on('calibration.ended', resolve));
  const { runId } = await ask().request('bench.fit', { id, revision });
  await expect(ask().request('bench.takeOut', { id, keys: odd, removed: false })).rejects.toMatchObject({
    code: 'bench.fitting',
  });
  expect(await ended).toMatchObject({ runId, error: null });
  const fitted = async (): Promise<BenchDraft['fitted']> => (await ask().request('bench.get', { id })).fitted;
  await vi.waitFor(async () => expect(await fitted()).toEqual({ id: 'bearing-ring', version: 1 }), PATIENCE);

  await station.stop();
  await station.start({ resourcesFolder: resources });
  const { drafts } = await ask().request('bench.list', {});
  expect(drafts).toMatchObject([
    { id, step: 'fit', fitted: { version: 1 }, runId: null, images: { good: 22, removed: 6 } },
  ]);
  const again = await ask().request('bench.begin', { from: { id: drafts[0]!.fitted!.id, version: 1 } });
  expect(again).toMatchObject({ images: { good: 22 }, begunFrom: { version: 1, images: 22, taken: 22 } });
  await examined(again.id);
  await rm(join(folder, names[7]!));
  const refused = ask().request('bench.fit', { id: again.id, revision: 0 });
  await expect(refused).rejects.toMatchObject({ code: 'bench.images-gone', details: { count: 1, file: names[7] } });
});
