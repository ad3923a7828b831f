import { createHash, randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type InspectionId,
  type Part,
  recipeIdSchema,
  type SourceOptions,
  sourceOptionsSchema,
  stoppedSources,
} from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation, writeRecipe } from './station.ts';
import { png } from './testImages.ts';

let station: TestStation;
beforeEach(async () => {
  station = await createTestStation();
  await writeRecipe(station.dataFolder, 'washer');
});
afterEach(() => station.remove());

const options: Partial<SourceOptions> = {
  pattern: String.raw`^(?<serial>\d+)_(?<view>[a-z]+)\.png$`,
  holdOnFail: true,
  views: {
    names: [
      { name: 'top', recipeId: null },
      { name: 'side', recipeId: recipeIdSchema.parse('washer') },
      { name: 'back', recipeId: null },
    ],
    together: { by: 'serial' },
    waitSeconds: 1,
    incomplete: 'review',
  },
};

/** Images that the lane of tests passes: its score follows from what they hash to. */
const GOOD = Array.from({ length: 200 }, (_, content) => png(content)).filter(
  (image) => createHash('sha256').update(image).digest('hex') < '3',
);
const good = (place: number): Buffer => GOOD[place] ?? Buffer.alloc(0);
const write = (name: string, content: Buffer): Promise<void> =>
  writeFile(join(station.cameraFolder, `${name}.png`), content);
async function parts(): Promise<Part[]> {
  return (await station.client().request('part.page', {})).parts.toReversed();
}
const states = async () => (await parts()).map(({ serial, state, verdict }) => `${serial} ${state} ${verdict}`);
const shift = async () => {
  const { pass, review, fail, error, images, dispositions } = (await station.status()).shift;
  return { pass, review, fail, error, images, open: dispositions.open };
};

it('three views are one part: one is missing, one comes late, and a restart lies between', async () => {
  await station.start();
  await station.addSource('ring', options);
  for (const [place, view] of ['top', 'side', 'back'].entries()) await write(`0001_${view}`, good(place));
  await station.until('the first part is whole', async () => (await states())[0] === '0001 complete pass');
  expect(await shift()).toEqual({ pass: 1, review: 0, fail: 0, error: 0, images: 3, open: 0 });
  expect((await parts())[0]?.views.map(({ view, record }) => `${view} ${record?.recipeId}`)).toEqual([
    'top ring',
    'side washer',
    'back ring',
  ]);

  await write('0002_top', good(3));
  await write('0002_back', good(4));
  await station.until('the second part has begun', async () => (await parts()).at(1)?.missing.length === 1);
  await station.stop();
  await station.start();
  const told: string[] = [];
  station.client().on('part.changed', ({ part }) => void told.push(`${part.serial} ${part.state} ${part.verdict}`));
  await station.until('its time is over', async () => (await states()).at(1) === '0002 incomplete review');
  // A shift is counted anew after a start.
  await expect.poll(shift, { timeout: 20_000 }).toEqual({ pass: 1, review: 1, fail: 0, error: 0, images: 5, open: 1 });
  const { waiting } = await station.status();
  expect(waiting).toMatchObject({ parts: 1, held: { part: { verdict: 'review' }, verdicts: { review: 1 } } });

  // Both of its views passed: only the part waits for a decision.
  const { queued } = await station.client().request('review.take', {});
  expect(queued).toMatchObject({ record: { number: 4, verdict: 'review' }, part: { number: 4, missing: ['side'] } });
  const search = async (part: number) => {
    const { records } = await station.client().request('records.search', { filter: { part } });
    return records.map(({ serial, view }) => `${serial} ${view}`).sort();
  };
  expect(await search(5)).toEqual(['0002 back', '0002 top']);
  expect(await search(2)).toEqual(['0001 back', '0001 side', '0001 top']);

  const held = waiting.held?.part.id as InspectionId;
  const decided = { id: held, decision: 'rework', reason: 'Really bad', seen: null } as const;
  await station.client().request('disposition.make', decided);
  expect((await station.status()).waiting).toMatchObject({ parts: 0, held: null });
  expect(await shift()).toMatchObject({ review: 1, open: 0 });
  expect((await station.client().request('review.take', {})).queued).toBeNull();

  // Reworked it comes again, with the view first that it lacked: no part passes by images of before and after.
  for (const [place, view] of ['side', 'top', 'back'].entries()) {
    await write(`0002_${view}`, good(5 + place));
    await station.settled(6 + place);
  }
  await station.until('it is whole', async () => (await states()).at(2) === '0002 complete pass');
  expect(await states()).toEqual(['0001 complete pass', '0002 incomplete review', '0002 complete pass']);
  expect(told.at(-1)).toBe('0002 complete pass');
  expect(await shift()).toEqual({ pass: 2, review: 1, fail: 0, error: 0, images: 8, open: 0 });
  expect(await station.client().request('disposition.newest', { id: held })).toMatchObject({
    disposition: { decision: 'rework' },
    waits: false,
  });
  const { items } = await station.client().request('audit.page', { before: null, limit: 500 });
  const actions = items.map(({ action }) => action).filter((action) => action.startsWith('part.'));
  expect(actions).toEqual(['part.incomplete']);
});

it('a source stays, with its views, while another one shows views of its parts', async () => {
  await station.start();
  const { id, recipeId } = await station.addSource('ring', options);
  const folder = join(station.cameraFolder, '..', 'side');
  await mkdir(folder);
  const shows = sourceOptionsSchema.parse({ pattern: options.pattern, oneView: { name: 'side', source: id } });
  const client = station.client();
  const side = await client.request('source.add', { name: 'Side camera', folder, recipeId, options: shows });
  const refused = { code: 'source.view-shown', details: { names: 'Side camera' } };
  await expect(client.request('source.remove', { id })).rejects.toMatchObject(refused);
  await expect(station.changeSource({})).rejects.toMatchObject(refused);
  const names = ['top', 'back'].map((name) => ({ name, recipeId: null }));
  const views = options.views === undefined || options.views === null ? null : { ...options.views, names };
  await expect(station.changeSource({ ...options, views })).rejects.toMatchObject(refused);
  expect((await station.status()).sources.map(({ options: { views: kept } }) => kept?.names.length)).toEqual([
    3,
    undefined,
  ]);
  await client.request('source.remove', { id: side.id });
  await client.request('source.remove', { id });
  expect((await station.status()).sources).toEqual([]);
});

it('a source whose images show a view of parts that no source puts together any more judges none of them, and says why', async () => {
  await station.start();
  const { id, recipeId } = await station.addSource('ring', options);
  const folder = join(station.cameraFolder, '..', 'side');
  await mkdir(folder);
  const shows = sourceOptionsSchema.parse({ pattern: options.pattern, oneView: { name: 'side', source: id } });
  const side = { name: 'Side camera', folder, recipeId, options: shows };
  await station.client().request('source.add', side);
  await station.stop();
  // As an older station left it, which let the first source go.
  await writeFile(
    join(station.dataFolder, 'settings.json'),
    JSON.stringify({ sources: [{ id: randomUUID(), ...side }] }),
  );
  await writeFile(join(folder, '0001_side.png'), good(0));
  await station.start();
  const condition = { code: 'source.view-source', severity: 'alarm', subject: { name: 'Side camera' } };
  await station.until('it says why', async () =>
    (await station.status()).conditions.some(({ code }) => code === condition.code),
  );
  const status = await station.status();
  expect(status.conditions).toContainEqual(
    expect.objectContaining({ ...condition, subject: expect.objectContaining(condition.subject) }),
  );
  expect(status.sources).toMatchObject([{ name: 'Side camera', state: 'unreachable' }]);
  expect(stoppedSources(status)).toHaveLength(1);
  expect(await station.records()).toEqual([]);

  // Once its parts are put together again, its image is a view of one.
  await station.addSource('ring', options);
  const records = await station.settled(1);
  expect(records).toMatchObject([{ sourceName: 'Side camera', view: 'side', verdict: 'pass' }]);
  expect(await states()).toEqual(['0001 waiting null']);
});

it('a part that a late view makes whole is no pass, waits for a decision still, and is told as one that was opened again', async () => {
  await station.start();
  await station.addSource('ring', options);
  for (const view of ['top', 'side']) await write(`0001_${view}`, good(view.length));
  await station.until('its time is over', async () => (await states())[0] === '0001 incomplete review');
  const arrivals: boolean[] = [];
  station
    .client()
    .on('feed.appended', ({ items }) => void arrivals.push(...items.map(({ isOvertaken }) => isOvertaken)));
  const told: object[] = [];
  const client = station.client();
  client.on('part.changed', ({ part: { reopened }, overtaken }) => void told.push({ reopened, overtaken }));
  await write('0001_back', good(7));
  await station.until('it is whole', async () => (await states())[0] === '0001 complete review');
  expect([arrivals, told]).toEqual([[true], [{ reopened: true, overtaken: 3 }]]);
  const { sources, waiting } = await station.status();
  expect([sources[0]?.overtaken, waiting.parts]).toEqual([3, 1]);
});

it('a part that is completed behind one that began after it passes in the record, and screens are told with it that the line had gone on', async () => {
  await station.start();
  const { views = null } = options;
  await station.addSource('ring', { ...options, views: views && { ...views, waitSeconds: 60 } });
  const told: string[] = [];
  const client = station.client();
  client.on('part.changed', ({ part, overtaken }) => void told.push(`${part.serial} ${part.verdict} ${overtaken}`));
  const order = ['0001_top', '0001_side', '0002_top', '0002_side', '0002_back', '0001_back'];
  for (const [place, name] of order.entries()) {
    await write(name, good(place));
    await station.settled(place + 1);
  }
  await station.until('both are whole', () => told.length === order.length);
  expect(told.slice(-2)).toEqual(['0002 pass null', '0001 pass 6']);
});
