import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { changeMetadata, readMetadata } from '../../../electron/graph/index.ts';
import { createChildProcessHost, openLane } from '../../../electron/hosts/index.ts';
import type { EventPayload } from '../../../shared/contract/index.ts';
import { decodeNpy, recipeIdSchema, recipeVersionSchema } from '../../../shared/domain/index.ts';
import { writeQuickResources } from '../../builtStation.ts';
import { createTestStation, type TestStation } from '../engine/station.ts';

const RING = recipeIdSchema.parse('ring');

let station: TestStation;
let good: string;
/** One fit for all: the limit is changed by the last test, which makes a version more. */
beforeAll(async () => {
  station = await createTestStation();
  const resources = join(dirname(station.dataFolder), 'resources');
  good = join(resources, 'samples/good');
  writeQuickResources(resources);
  await station.start({ resourcesFolder: resources });
  const ended = Promise.withResolvers<EventPayload<'calibration.ended'>>();
  station.client().on('calibration.ended', (event) => ended.resolve(event));
  const asked = { recipeName: 'Ring', goodFolder: good, backboneId: 'scattering', target: 0.05 };
  await station.client().request('calibration.start', asked);
  expect(await ended.promise).toMatchObject({ error: null });
});
afterAll(() => station.remove());

/** The newest version is 2: the test station came with one of this name. */
const folderOf = (version: number) => join(station.dataFolder, 'recipes/ring', String(version));
const recipeOf = async (version: number) =>
  recipeVersionSchema.parse(JSON.parse(await readFile(join(folderOf(version), 'recipe.json'), 'utf8')));

it.each([
  [{ target: 0.01, reviewTarget: null }, 'calibration.too-few-images'],
  [{ target: 0.1, reviewTarget: 0.1 }, 'target.review'],
  [{ target: 0.0001, reviewTarget: null }, 'target.invalid'],
])('refuses %j, and makes no version', async (asked, code) => {
  await expect(
    station.client().request('recipe.changeLimit', { id: RING, version: 2, ...asked }),
  ).rejects.toMatchObject({ code });
  await expect(recipeOf(3)).rejects.toThrow('ENOENT');
});

it('a fit tells of its good images: scores, pictures, heatmaps, and the limits that they support', async () => {
  const client = station.client();
  const analysis = await client.request('recipe.analysis', { id: RING, version: 2 });
  const { heldOut, limit } = await recipeOf(2);
  const scores = analysis.images.map(({ score }) => score);
  expect(scores).toEqual(heldOut.map(({ score }) => score).toSorted((a, b) => b - a));
  expect(analysis.images.every(({ order, file }) => heldOut[order]?.file === file)).toBe(true);
  expect(analysis.images.every(({ hasPictures, kind }) => hasPictures && kind === null)).toBe(true);
  expect(analysis.chiSquareDegrees).toBeGreaterThan(1);
  expect(analysis.limits).toContainEqual(limit);
  const targets = analysis.limits.map(({ target }) => target);
  expect([targets[0], targets.at(-1)]).toEqual([0.5, 0.05]);
  const [{ order } = { order: -1 }] = analysis.images;
  const picture = { id: RING, version: 2, order } as const;
  const { path } = await client.request('recipe.locateHeldOut', { ...picture, kind: 'heatmap' });
  expect(decodeNpy(await readFile(path)).values.length).toBeGreaterThan(0);
  expect(await client.request('recipe.locateHeldOut', { ...picture, kind: 'thumbnail' })).toMatchObject({
    mediaType: 'image/jpeg',
  });
  await expect(
    client.request('recipe.locateHeldOut', { ...picture, order: 99, kind: 'thumbnail' }),
  ).rejects.toMatchObject({ code: 'image.not-found' });
});

it('a limit is changed without a fit: the network stays, byte by byte, and what is said of it is new', async () => {
  const { version } = await station.client().request('recipe.changeLimit', {
    ...{ id: RING, version: 2, target: 0.1, reviewTarget: 0.3 },
  });
  expect(version).toBe(3);
  const [before, after] = [await recipeOf(2), await recipeOf(3)];
  expect(after).toMatchObject({ from: { id: 'ring', version: 2 }, limit: { target: 0.1 }, review: { target: 0.3 } });
  expect(after.limits!.fail).toBeLessThan(before.limits!.fail);
  expect(after.limits).toEqual({ ...before.limits, fail: after.limit!.value, review: after.review!.value });
  expect(after.heldOut).toEqual(before.heldOut);
  const graphs = await Promise.all([2, 3].map((of) => readFile(join(folderOf(of), 'recipe.onnx'))));
  const [old, changed] = graphs as [Buffer, Buffer];
  expect(
    Buffer.compare(
      changeMetadata(old, () => ({})),
      changeMetadata(changed, () => ({})),
    ),
  ).toBe(0);
  expect(readMetadata(changed)).toEqual({
    ...readMetadata(old),
    'recipe-version': '3',
    created: after.createdAt,
    'limit-fail': String(after.limit!.value),
    'target-false-reject-rate': '0.1',
    'false-reject-rate-bound95': String(after.limit!.bound95),
    'limit-review': String(after.review!.value),
    'target-review-rate': '0.3',
  });
  const { items } = await station.client().request('audit.page', {
    ...{ before: null, limit: 5 },
    filter: { from: null, to: null, action: 'recipe.limit-changed', actor: null, object: null },
  });
  expect(items).toMatchObject([{ object: { kind: 'recipe', id: 'ring@3' } }]);

  const lane = await openLane(createChildProcessHost());
  try {
    const imagePath = join(good, before.heldOut[0]!.file);
    const judged = (recipeFolder: string) =>
      lane.inspect({ kind: 'inspect', imagePath, recipeFolder, mapPath: null, thumbnailPath: null });
    expect((await judged(folderOf(3))).score).toBe((await judged(folderOf(2))).score);
  } finally {
    lane.close();
  }
});
