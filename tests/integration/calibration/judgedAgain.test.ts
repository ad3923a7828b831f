import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listImages } from '../../../electron/engine/recipes/index.ts';
import { createChildProcessHost } from '../../../electron/hosts/index.ts';
import { writeTinyBackbone } from '../../../electron/lane/testing/backbone.fixture.ts';
import { recipeIdSchema, recipeVersionSchema } from '../../../shared/domain/index.ts';
import { printedBy, runCommand } from '../commandLine.ts';
import { createTestStation, type TestStation } from '../engine/station.ts';
import { resourcesFolder } from '../sampleSets.ts';

const REGION = { x: 0.2, y: 0.2, width: 0.5, height: 0.5 };
/** In the region, as shares of the image. */
const MARK = { x: 0.6, y: 0.3 };

let station: TestStation;
let good: string;

const sigmaline = (...words: string[]): Promise<string> =>
  printedBy(runCommand([...words, '--data', station.dataFolder]));

beforeEach(async () => {
  station = await createTestStation();
  const root = dirname(station.dataFolder);
  good = join(root, 'good');
  await mkdir(good);
  const samples = await listImages(join(resourcesFolder, 'samples', 'good'));
  for (const [index, path] of samples.slice(0, 19).entries()) await copyFile(path, join(good, `${index}.jpg`));
  writeTinyBackbone(join(station.dataFolder, 'backbones', 'tiny'));
  const settings = join(root, 'settings.json');
  const area = { region: REGION, position: 'fixed', mask: [] };
  await writeFile(settings, JSON.stringify({ recipe: 'Washer', backbone: 'tiny', precision: 'float', area }));
  await sigmaline('calibrate', '--good', good, '--settings', settings);
});
afterEach(() => station.remove());

/** A good part with a dark mark. */
async function markedPart(): Promise<Buffer> {
  const { data, info } = await sharp(join(good, '0.jpg')).toBuffer({ resolveWithObject: true });
  const side = Math.round(info.width / 12);
  const mark = await sharp({ create: { width: side, height: side, channels: 3, background: 'black' } })
    .png()
    .toBuffer();
  const left = Math.round(MARK.x * info.width - side / 2);
  const top = Math.round(MARK.y * info.height - side / 2);
  return sharp(data)
    .composite([{ input: mark, left, top }])
    .png()
    .toBuffer();
}

it('what a station recorded is computed again by the command line bit for bit, by this version and one with another limit, and its heatmap lies on the image as taken', async () => {
  const version = async (of: number) => {
    const file = join(station.dataFolder, 'recipes/washer', String(of), 'recipe.json');
    return recipeVersionSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  };
  expect((await version(1)).fittedOn).toEqual({ provider: 'cpu', device: expect.stringMatching(/./) });

  const rendererFolder = join(dirname(station.dataFolder), 'renderer');
  await mkdir(rendererFolder);
  await writeFile(join(rendererFolder, 'index.html'), '<!doctype html>');
  const token = 'a-token-of-this-test';
  await station.start({ host: createChildProcessHost(), http: { port: 0, token, rendererFolder } });
  await station.client().request('settings.change', { executionProvider: 'cpu' });
  await station.addSource('washer');
  const image = join(station.cameraFolder, 'marked.png');
  await writeFile(image, await markedPart());
  const [record] = await station.settled(1);
  expect(record).toMatchObject({ recipeId: 'washer', recipeVersion: 1, executionProvider: 'cpu', verdict: 'fail' });
  expect(record!.placement).toEqual([REGION.width, 0, 0, REGION.height, REGION.x, REGION.y]);

  const address = new URL(station.url());
  const cookie = (await fetch(address, { redirect: 'manual' })).headers.get('set-cookie')?.split(';')[0] ?? '';
  const heatmap = await fetch(new URL(`/image/${record!.id}/heatmap`, address), { headers: { Cookie: cookie } });
  const { data, info } = await sharp(Buffer.from(await heatmap.arrayBuffer()))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const opaque = Array.from({ length: info.width * info.height }, (_, pixel) => ({
    x: ((pixel % info.width) + 0.5) / info.width,
    y: (Math.floor(pixel / info.width) + 0.5) / info.height,
    alpha: data[4 * pixel + 3] ?? 0,
  })).filter(({ alpha }) => alpha > 0);
  expect(opaque.length).toBeGreaterThan(0);
  const within = (value: number, from: number, length: number): boolean =>
    value > from - 0.02 && value < from + length + 0.02;
  expect(opaque.every(({ x, y }) => within(x, REGION.x, REGION.width) && within(y, REGION.y, REGION.height))).toBe(
    true,
  );
  const most = Math.max(...opaque.map(({ alpha }) => alpha));
  const strongest = opaque.filter(({ alpha }) => alpha === most);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(Math.abs(mean(strongest.map(({ x }) => x)) - MARK.x)).toBeLessThan(0.1);
  expect(Math.abs(mean(strongest.map(({ y }) => y)) - MARK.y)).toBeLessThan(0.1);
  const from = { id: recipeIdSchema.parse('washer'), version: 1 };
  const begun = await station.client().request('bench.begin', { from });
  // The station was given its folder by nobody.
  expect(begun).toMatchObject({ begunFrom: { ...from, images: 19, taken: 0 }, images: { good: 0 } });
  expect(begun.settings).toMatchObject({ backbone: 'tiny', area: { region: REGION } });
  await station.stop();

  const said = await sigmaline('recipe', 'limit', 'Washer@1', '--target', '20%', '--review', '40%');
  expect(said).toContain('Washer');
  expect(said).toContain('Version 2 is not in use: Washer still judges by version 1.');
  expect(await version(2)).toMatchObject({
    ...{ from: { id: 'washer', version: 1 }, limit: { target: 0.2 }, review: { target: 0.4 } },
    fittedOn: (await version(1)).fittedOn,
  });
  expect((await version(2)).limits!.fail).toBeLessThan((await version(1)).limits!.fail);
  for (const named of ['Washer@1', 'Washer@2']) {
    const { recipe, inspections } = JSON.parse(await sigmaline('inspect', image, '--recipe', named, '--json'));
    expect(recipe.version).toBe(Number(named.at(-1)));
    const [again] = inspections;
    for (const figure of ['score', 'partDistance', 'patchScore', 'mapMaximum', 'sha256', 'verdict'] as const) {
      expect(again[figure], `${figure} of ${named}`).toBe(record![figure]);
    }
  }
  await expect(sigmaline('recipe', 'limit', 'Washer', '--target', '0.01')).rejects.toMatchObject({
    code: 1,
    said: expect.stringContaining('calibration.too-few-images'),
  });
}, 180_000);
