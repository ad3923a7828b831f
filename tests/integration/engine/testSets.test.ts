import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepAddress, keptToken } from '../../../electron/cli/session.ts';
import { guardStoredTests, listImages } from '../../../electron/engine/index.ts';
import { createChildProcessHost } from '../../../electron/hosts/index.ts';
import { recipeIdSchema, type TestCriteria, type TestRun } from '../../../shared/domain/index.ts';
import { runCommand } from '../commandLine.ts';
import { resourcesFolder } from '../sampleSets.ts';
import { createTestStation, type TestStation, writeRecipe } from './station.ts';
import { png } from './testImages.ts';

const RING = recipeIdSchema.parse('ring');
const CRITERIA: TestCriteria = {
  falseRejects: { most: 1, bound: null },
  reviewed: null,
  misses: { most: 1, bound: null },
  classes: [],
  goodParts: 3,
  defectParts: 1,
};

let station: TestStation;
let folder: string;

beforeEach(async () => {
  station = await createTestStation();
  await station.start();
  folder = join(station.cameraFolder, '..', 'later');
  await mkdir(folder);
  for (let part = 0; part < 5; part += 1) await writeFile(join(folder, `part-${part}.png`), png(part));
});
afterEach(() => station.remove());

const ask = () => station.client();

async function filledSet(criteria = CRITERIA) {
  const { id } = await ask().request('testSet.create', { name: 'Later parts', recipe: RING });
  const added = await ask().request('testSet.addFolder', { id, folder, label: { truth: 'good', defect: null } });
  expect(added).toEqual({ added: 5, already: 0 });
  const { images } = await ask().request('testSet.images', { id });
  const last = images.at(-1)!.id;
  await ask().request('testSet.label', { id, images: [last], label: { truth: 'defect', defect: null } });
  await ask().request('testSet.change', { id, criteria });
  return { id, images, last };
}

async function ended(run: number): Promise<TestRun> {
  await station.until('all is judged', async () => {
    const { run: now } = await ask().request('testRun.results', { run });
    return now.state !== 'running';
  });
  return (await ask().request('testRun.results', { run })).run;
}

it('tests a version with a locked set: nothing counts before every heatmap that matters was looked at', async () => {
  const { id, last } = await filledSet();
  await expect(ask().request('testRun.start', { id, version: 1 })).rejects.toMatchObject({
    code: 'test-set.not-locked',
  });
  const { locked } = await ask().request('testSet.lock', { id });
  expect(locked?.hash).toMatch(/^[0-9a-f]{64}$/);
  await expect(ask().request('testSet.label', { id, images: [last], label: null })).rejects.toMatchObject({
    code: 'test-set.locked',
  });
  const started = await ask().request('testRun.start', { id, version: 1 });
  expect(started).toMatchObject({ setHash: locked?.hash, total: 5, state: 'running' });
  const judged = await ended(started.id);
  expect(judged).toMatchObject({ state: 'looking', judged: 5, provider: expect.any(String) });
  expect(judged.outcome?.falseRejects.parts).toBe(4);
  const { results } = await ask().request('testRun.results', { run: started.id });
  const toLook = results.filter(({ mustBeLooked }) => mustBeLooked);
  expect(toLook.map(({ image }) => image.id)).toContain(last);
  for (const { image } of toLook) await ask().request('testRun.look', { run: started.id, image: image.id });
  const { sets, runs } = await ask().request('testSet.list', {});
  expect(runs[0]).toMatchObject({ state: 'passed', looked: toLook.length });
  expect(sets[0]).toMatchObject({ state: 'locked', counts: { goodParts: 4, defectParts: 1 } });
  const { recipes } = await ask().request('recipe.list', {});
  expect(recipes[0]?.life.versions[0]).toMatchObject({ verification: 'passed' });
  const report = await ask().request('report.make', { kind: 'test', run: started.id });
  await station.until('its report is made', async () => {
    const [made] = await ask().request('report.list', {});
    expect(made?.error ?? null).toBeNull();
    return made?.id === report.id && made.file !== null;
  });
  await expect(ask().request('report.make', { kind: 'test', run: 99 })).rejects.toMatchObject({
    code: 'test-run.not-found',
  });
  // A set that turns out to be wrong says nothing any more.
  await ask().request('testSet.withdraw', { id, reason: 'A label was wrong' });
  const after = await ask().request('recipe.list', {});
  expect(after.recipes[0]?.life.versions[0]).toMatchObject({ verification: 'none' });
  const { items } = await station.client().request('audit.page', { before: null, limit: 200 });
  const told = new Set(items.map(({ action }) => action));
  for (const action of [
    'test-set.created',
    'test-set.added',
    'test-set.locked',
    'test-run.started',
    'test-run.looked',
    'test-run.ended',
  ]) {
    expect(told).toContain(action);
  }
});

it('fails a version that breaks its criteria, over a restart too', async () => {
  await writeRecipe(station.dataFolder, 'ring', 2);
  const { id } = await filledSet({
    ...CRITERIA,
    falseRejects: { most: 0, bound: null },
    misses: { most: 0, bound: null },
  });
  await ask().request('testSet.lock', { id });
  const { id: run } = await ask().request('testRun.start', { id, version: 2 });
  await station.stop();
  await station.start();
  const { outcome } = await ended(run);
  const mistakes = (outcome?.falseRejects.mistakes ?? 0) + (outcome?.misses.mistakes ?? 0);
  const { results } = await ask().request('testRun.results', { run });
  for (const { image, mustBeLooked } of results)
    if (mustBeLooked) await ask().request('testRun.look', { run, image: image.id });
  const { runs } = await ask().request('testSet.list', {});
  expect(runs[0]?.state).toBe(mistakes === 0 ? 'passed' : 'failed');
  expect(mistakes).toBeGreaterThan(0);
});

it('is run by command at the station that serves, which says what was not met', async () => {
  const { id } = await filledSet({ ...CRITERIA, goodParts: 4, falseRejects: { most: 0.9, bound: null } });
  await ask().request('testSet.lock', { id });
  await station.stop();
  const command = (...words: string[]) => runCommand(['test', ...words, '--data', station.dataFolder]);
  expect(await command('Ring@1')).toMatchObject({ code: 1, said: expect.stringContaining('[station.not-running]') });
  const rendererFolder = join(folder, 'renderer');
  await mkdir(rendererFolder);
  await writeFile(join(rendererFolder, 'index.html'), '<!doctype html><title>Sigmaline</title>');
  await station.start({ http: { port: 0, token: keptToken(station.dataFolder), rendererFolder } });
  const port = Number(new URL(station.url()).port);
  keepAddress(station.dataFolder, { host: '127.0.0.1', port, certificate: null });
  const { code, output } = await command('Ring@1', '--json');
  const run = JSON.parse(output) as TestRun;
  expect(run).toMatchObject({ setId: id, version: 1, judged: 5 });
  expect(code).toBe(run.outcome?.holds === true ? 0 : 1);
  const { output: words } = await command('Ring@1', '--set', 'Later parts');
  expect(words).toContain('met  good parts: 4, wanted at least 4');
  expect(await command('Ring@1', '--set', 'Another')).toMatchObject({
    code: 2,
    said: expect.stringContaining('no locked test set called "Another"'),
  });
});

it('is not locked without labels, criteria, or parts enough to show what they ask for', async () => {
  const { id } = await ask().request('testSet.create', { name: 'Few', recipe: RING });
  await ask().request('testSet.addFolder', { id, folder });
  const lock = () => ask().request('testSet.lock', { id });
  await expect(lock()).rejects.toMatchObject({ code: 'test-set.no-criteria' });
  await ask().request('testSet.change', { id, criteria: { ...CRITERIA, misses: null, defectParts: 0 } });
  await expect(lock()).rejects.toMatchObject({ code: 'test-set.unlabelled', details: { count: 5 } });
  const { images } = await ask().request('testSet.images', { id });
  const ids = images.map((image) => image.id);
  await ask().request('testSet.label', { id, images: ids, label: { truth: 'good', defect: null } });
  await ask().request('testSet.exclude', { id, images: [ids[0]!], reason: 'blurred' });
  const proving = { ...CRITERIA, falseRejects: { most: 0.01, bound: 0.05 }, misses: null, defectParts: 0 };
  await ask().request('testSet.change', { id, criteria: proving });
  await expect(lock()).rejects.toMatchObject({ code: 'test-set.too-few-good', details: { needed: 59, count: 4 } });
  await expect(
    ask().request('testSet.label', { id, images: ids, label: { truth: 'defect', defect: 'No such class' } }),
  ).rejects.toMatchObject({ code: 'test-set.defect' });
  // Another one begins where this one is, and nobody lacks what it has: its criteria are as old as they were.
  const written = (await ask().request('testSet.list', {})).sets[0]?.criteriaWritten;
  expect(written).toMatchObject({ at: expect.any(String), copiedFrom: null });
  const copy = await ask().request('testSet.create', { name: 'Fewer', recipe: RING, from: id });
  expect(copy).toMatchObject({
    criteria: proving,
    criteriaWritten: { ...written, copiedFrom: 'Few' },
    counts: { goodParts: 4, excluded: 1 },
  });
  const same = await ask().request('testSet.change', { id: copy.id, criteria: proving });
  expect(same.criteriaWritten).toEqual(copy.criteriaWritten);
  const other = await ask().request('testSet.change', { id: copy.id, criteria: { ...proving, goodParts: 4 } });
  expect(other.criteriaWritten?.copiedFrom).toBeNull();
});

it('takes copies of dropped files, and of what a source delivers next, over a restart too', async () => {
  const source = await station.addSource();
  const { id } = await ask().request('testSet.create', { name: 'From the line', recipe: RING });
  const drop = (file: string, content: Buffer) =>
    ask().request('testSet.upload', {
      id,
      upload: randomUUID(),
      file,
      offset: 0,
      content: content.toString('base64'),
      isLast: true,
      label: { truth: 'good', defect: null },
    });
  await drop('C:\\photos\\first.png', png(1));
  await expect(drop('cut.png', png(2).subarray(0, 40))).rejects.toMatchObject({ code: 'bench.upload' });
  await ask().request('testSet.collect', { id, from: { sourceId: source.id, most: 2 } });
  await writeFile(join(station.cameraFolder, 'part-1.png'), png(11));
  await station.settled(1);
  const collected = (count: number) =>
    station.until(
      `${count} images`,
      async () => (await ask().request('testSet.images', { id })).images.length === count,
    );
  await collected(2);
  await station.stop();
  await station.start();
  for (const part of [2, 3]) await writeFile(join(station.cameraFolder, `part-${part}.png`), png(10 + part));
  await station.settled(3);
  await collected(3);
  const { images } = await ask().request('testSet.images', { id });
  expect(images).toMatchObject([
    { file: 'first.png', from: 'upload', label: { truth: 'good' } },
    { file: 'part-1.png', from: 'source', number: 1, label: null },
    { from: 'source', label: null },
  ]);
  expect((await ask().request('testSet.list', {})).sets[0]?.collecting).toBeNull();
  await ask().request('testSet.collect', { id, from: { sourceId: source.id, most: 5 } });
  const { items } = await ask().request('audit.page', { before: null, limit: 1 });
  expect(items[0]).toMatchObject({ action: 'test-set.collecting', actor: 'open station' });
});

it('keeps what versions are tested with out of every calibration, also beside the station', async () => {
  const samples = (await listImages(join(resourcesFolder, 'samples', 'good'))).slice(0, 12);
  const [tested = '', shown = '', ...others] = samples;
  await rm(folder, { recursive: true });
  await mkdir(folder);
  for (const path of [tested, shown]) await copyFile(path, join(folder, basename(path)));
  const { id } = await ask().request('testSet.create', { name: 'Later parts', recipe: RING });
  await ask().request('testSet.addFolder', { id, folder, label: { truth: 'good', defect: null } });
  const { images } = await ask().request('testSet.images', { id });
  await ask().request('testSet.describe', { id, images: [images[1]!.id], serial: 'S7' });
  const good = join(folder, '..', 'good');
  await mkdir(good);
  const renamed = join(good, 'renamed.png');
  await copyFile(tested, renamed);
  const again = join(good, 'saved-again.jpg');
  await sharp(tested).jpeg({ quality: 60 }).toFile(again);
  const guard = guardStoredTests(station.dataFolder, createChildProcessHost());
  const learn = (path: string, part: string | null = null, recipe = RING) =>
    guard(
      { recipe, imagePaths: [...others, path], parts: [...others.map(() => null), part] },
      AbortSignal.timeout(60_000),
    );
  const set = 'Later parts';
  await expect(learn(renamed)).rejects.toMatchObject({
    code: 'test-set.same-image',
    details: { image: 'renamed.png', set },
  });
  await expect(learn(again)).rejects.toMatchObject({
    code: 'test-set.near-image',
    details: { image: 'saved-again.jpg', other: basename(tested), set },
  });
  const [other = ''] = others;
  await expect(learn(other, 'S7')).rejects.toMatchObject({
    code: 'test-set.same-part',
    details: { serial: 'S7', set },
  });
  // Other images of the product are learned from, and so are parts of another product that are called alike.
  await learn(other);
  await learn(other, 'S7', recipeIdSchema.parse('disc'));
  const command = ['calibrate', '--recipe', 'ring', '--draft', '--data', station.dataFolder, '--good', good];
  for (const path of others.slice(0, 3)) await copyFile(path, join(good, basename(path)));
  await rm(again);
  expect(await runCommand(command)).toMatchObject({
    code: 1,
    said: expect.stringContaining('The image renamed.png is in the test set Later parts'),
  });
  await ask().request('testSet.remove', { id });
  await learn(renamed);
}, 60_000);
