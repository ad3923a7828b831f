import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepingRuleSchema, reportOf } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';
import { quickRetention } from './testProcesses.ts';

let station: TestStation;
let archive: string;

beforeEach(async () => {
  station = await createTestStation();
  archive = join(dirname(station.dataFolder), 'archive');
  await mkdir(archive);
  await station.start(quickRetention);
});

afterEach(() => station.remove());

const archived = async (): Promise<string[]> =>
  (await readdir(archive, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();

it('what is on hold is neither archived nor removed by a rule; what a rule removed is told of as such', async () => {
  const client = station.client();
  const hold = await client.request('hold.place', { on: { kind: 'lot', value: 'A1' }, reason: 'complaint' });
  await station.addSource('ring', {
    afterwards: { kind: 'archive', folder: archive },
    pattern: '(?<lot>[A-Z]\\d)-',
  });
  await writeFile(join(station.cameraFolder, 'A1-1.png'), png(1));
  await writeFile(join(station.cameraFolder, 'B2-1.png'), png(2));
  const records = await station.settled(2);
  await station.until('the other lot is archived', async () => (await archived()).join() === 'B2-1.png');
  expect(existsSync(join(station.cameraFolder, 'A1-1.png'))).toBe(true);

  const rule = { name: 'Small', what: ['images', 'maps'], olderThanDays: null, overGigabytes: 1e-9 };
  const keeping = { at: '03:00', rules: [keepingRuleSchema.parse(rule)] };
  const { rules } = await client.request('keeping.preview', { rules: keeping.rules });
  expect(rules[0]?.files[0]).toMatchObject({ what: 'images', files: 1 });
  await client.request('settings.change', { keeping });
  await client.request('keeping.run', {});
  await station.until('the rule has removed the image', async () => (await archived()).length === 0);
  await station.until('and has ended', async () => (await client.request('keeping.state', {})).work === 'idle');
  const other = records.find(({ file }) => file === 'B2-1.png');
  const locate = client.request('inspection.locateImage', { id: other!.id, kind: 'original' });
  expect(await locate.catch((thrown: unknown) => reportOf(thrown).code)).toBe('image.removed');

  await client.request('hold.lift', { id: hold.id, reason: 'settled' });
  await station.until('the lot is archived after all', async () => (await archived()).join() === 'A1-1.png');
});

it('a backup is restored into a new data folder that a station can be started on', async () => {
  await station.addSource('ring');
  await writeFile(join(station.cameraFolder, '1.png'), png(1));
  await station.settled(1);
  const client = station.client();
  await station.until('there is a backup', async () => (await client.request('backup.list', {})).length > 0);
  const [backup] = await client.request('backup.list', {});
  const account = await client.request('restore.preview', { backup: backup!.id });
  expect(account).toMatchObject({
    records: { last: backup!.lastNumber },
    lacks: { records: { count: 1 - backup!.lastNumber! } },
  });
  const folder = join(dirname(station.dataFolder), 'restored');
  expect(await client.request('restore.start', { backup: backup!.id, folder })).toMatchObject({
    folder,
    records: backup!.lastNumber,
  });
  const entries = await client.request('audit.page', { before: null, limit: 5 });
  expect(entries.items.map(({ action }) => action)).toContain('backup.restored');
  const parts = await client.request('diagnostics.contents', {});
  expect(parts.map(({ name }) => name)).toContain('status.json');
});
