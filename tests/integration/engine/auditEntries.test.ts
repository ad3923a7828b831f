import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RequestName } from '../../../shared/contract/index.ts';
import { requests } from '../../../shared/contract/table.ts';
import { recipeIdSchema } from '../../../shared/domain/index.ts';
import { exported } from '../exported.ts';
import { createTestStation, type TestStation, writeRecipe } from './station.ts';

/** Every request that the contract marks as a change, as the first two lines of `CHANGES` say. */
const changing = (Object.keys(requests) as RequestName[]).filter((name) => 'changes' in requests[name]);

/** Tried where people are: electron/engine/access/access.test.ts and peopleHandlers. */
const OF_PEOPLE = changing.filter((name) => /^(access|people|policies)\./.test(name));
/** Tried where there is something to be confirmed or acknowledged, calibrated or signed. */
const ELSEWHERE: readonly RequestName[] = [
  'clock.confirm',
  'notice.acknowledge',
  'calibration.start',
  'calibration.cancel',
  'demo.start',
  'export.start',
  'audit.acknowledge',
  // electron/engine/dispositions/dispositions.test.ts
  'disposition.make',
  'disposition.makeMany',
  // electron/engine/keeping/keeping.test.ts: what a run removes, and that it was stopped
  'keeping.run',
  'keeping.stop',
  // electron/engine/storage/restoreBackup.test.ts
  'restore.start',
  // electron/engine/reports/reports.test.ts
  'report.cancel',
  // electron/engine/recipes/recipePackages.test.ts
  'recipe.import',
  'report.setSigner',
  // tests/integration/calibration/limitChange.test.ts, bench.test.ts
  'recipe.changeLimit',
  'bench.fit',
  // tests/integration/engine/comparisons.test.ts
  'comparison.start',
  'comparison.shadow',
  'comparison.stop',
  'comparison.remove',
  // tests/integration/engine/testSets.test.ts
  'testSet.addFolder',
  'testSet.addRecords',
  'testSet.upload',
  'testSet.collect',
  'testSet.label',
  'testSet.describe',
  'testSet.exclude',
  'testSet.lock',
  'testSet.withdraw',
  'testRun.start',
  'testRun.stop',
  'testRun.look',
  // electron/engine/bypass/bypass.test.ts, electron/engine/handover/handover.test.ts
  'bypass.begin',
  'bypass.end',
  'handover.write',
  'handover.read',
  // electron/engine/dispositions/dispositions.test.ts
  'disposition.takeBack',
  // tests/integration/engine/connections.test.ts
  'connection.create',
  'connection.change',
  'connection.remove',
  'connection.test',
  'connection.sendAgain',
  'connection.play',
  'connection.trust',
  'connection.renewCertificate',
  // electron/engine/recipeChanges/recipeChanges.test.ts
  'recipeChange.make',
  'recipeChange.confirm',
  'recipeChange.undo',
];

let station: TestStation;
let sourceId = '';
let draftId = '';

beforeAll(async () => {
  station = await createTestStation();
  await station.start();
});

afterAll(() => station.remove());

const RING = recipeIdSchema.parse('ring');

/** In this order: what is removed was added before. */
const CHANGES: Partial<Record<RequestName, () => unknown>> = {
  'settings.change': () => ({ stationName: 'Line 7' }),
  'source.add': async () => {
    const folder = join(station.cameraFolder, 'second');
    await mkdir(folder);
    return { name: 'Camera 2', folder, recipeId: RING };
  },
  'source.change': () => ({ id: sourceId, name: 'Camera 3' }),
  'recipe.offer': async () => {
    await writeRecipe(station.dataFolder, 'ring', 2);
    return { id: RING, version: 2 };
  },
  'recipe.plan': () => ({ id: RING, version: 2, when: { at: new Date(Date.now() + 3_600_000).toISOString() } }),
  'recipe.unplan': () => ({ id: RING }),
  'recipe.approve': () => ({ id: RING, version: 2, reason: 'compared', activate: 'later' }),
  'recipe.use': () => ({ id: RING, version: 2 }),
  'recipe.retire': () => ({ id: RING, version: 1, reason: 'another light' }),
  'recipe.clone': () => ({ id: RING, version: 2, name: 'Nut' }),
  'recipe.export': () => ({ id: RING, version: 2 }),
  'recipe.rename': () => ({ id: RING, name: 'Seal ring' }),
  'bench.begin': () => ({ recipe: 'Nut' }),
  'bench.remove': () => ({ id: draftId }),
  'testSet.create': () => ({ name: 'Week 47', recipe: RING }),
  'testSet.change': () => ({ id: 1, name: 'Week 48' }),
  'testSet.remove': () => ({ id: 1 }),
  'source.remove': () => ({ id: sourceId }),
  'report.make': () => ({ kind: 'calibration', recipe: RING, version: 2 }),
  'filters.save': () => ({ name: 'Fails', filter: {}, order: { by: 'time', descending: true } }),
  'filters.remove': () => ({ id: 1 }),
  'hold.place': () => ({ on: { kind: 'lot', value: 'W47' }, reason: 'a complaint' }),
  'hold.lift': () => ({ id: 1, reason: 'settled' }),
  'diagnostics.write': () => ({}),
  'report.makeShift': () => ({ span: 'last-shift' }),
  'report.removeSigner': () => ({}),
  'provider.retry': () => ({}),
  'condition.read': () => ({ code: 'source.names-unmatched', subject: { kind: 'station' } }),
  'demo.stop': () => ({}),
  'audit.checkpoint': () => ({}),
  'audit.changeKey': () => ({ reason: 'every year' }),
  'audit.review': () => ({ from: '2026-01-01T00:00:00.000Z', to: new Date().toISOString(), found: 'nothing' }),
};

test('every request that changes something is tried', () => {
  expect([...Object.keys(CHANGES), ...ELSEWHERE, ...OF_PEOPLE].sort()).toEqual([...changing].sort());
});

test.for(Object.entries(CHANGES))('%s leaves an entry in the name of whoever asked', async ([name, inputOf]) => {
  const before = (await station.client().request('audit.state', {})).entries;
  const input: unknown = await inputOf();
  const answer: unknown = await station.client().request(name as RequestName, input as never);
  if (name === 'bench.begin') draftId = (answer as { id: string }).id;
  if (name === 'source.add') sourceId = (answer as { id: string }).id;
  const { items } = await station.client().request('audit.page', { before: null, limit: 20 });
  const own = items.filter(({ sequence, actor }) => sequence > before && actor === 'open station');
  expect(own.map(({ action }) => action)).not.toEqual([]);
});

test('export.start leaves an entry in the name of whoever asked, once the export is there', async () => {
  const { files } = await exported(station.client());
  const { items } = await station.client().request('audit.page', { before: null, limit: 20 });
  expect(items).toContainEqual(expect.objectContaining({ action: 'export.made', actor: 'open station' }));
  expect(files.map(({ name }) => name.replace(/^[^.]+/, ''))).toEqual(['.csv', '.manifest.json', '.checkpoint']);
});

test('a part that is judged, a start and a stop are told by the station', async () => {
  await station.addSource();
  await writeFile(join(station.cameraFolder, 'part-1.png'), 'an image');
  await station.settled(1);
  await station.stop();
  await station.start();
  const { items } = await station.client().request('audit.page', { before: null, limit: 100 });
  const told = items.filter(({ actor }) => actor === 'station').map(({ action }) => action);
  expect(told).toEqual(
    expect.arrayContaining(['inspection.recorded', 'station.stopped', 'station.started', 'chain.begun']),
  );
});
