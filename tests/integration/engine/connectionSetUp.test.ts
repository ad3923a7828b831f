import { type EventEmitter, once, setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { selfSigned } from '../../../electron/cli/tlsCertificate.ts';
import { FakeBroker } from '../../../electron/connectors/mqtt/broker.fixture.ts';
import { readZipDirectory, zipContent } from '../../../electron/files/index.ts';
import type { Connection } from '../../../shared/contract/index.ts';
import { CONNECTION_SECRETS, type ConnectionId, connectionSettingsSchema } from '../../../shared/domain/index.ts';
import { exported } from '../exported.ts';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';
import { quickRetention } from './testProcesses.ts';

let station: TestStation;
let broker: FakeBroker;
beforeEach(async () => {
  station = await createTestStation();
  broker = await FakeBroker.start();
});
afterEach(async () => {
  await station.remove();
  await broker.kill();
});

const write = (name: string, content: number): Promise<void> =>
  writeFile(join(station.cameraFolder, `${name}.png`), png(content));
const list = (): Promise<Connection[]> => station.client().request('connection.list', {});
const stateOf = async (id: ConnectionId) => (await list()).find((each) => each.id === id)?.report.state;

/** All files of a ZIP, one after the other. */
async function unpacked(path: string): Promise<string> {
  const file = await open(path);
  // Each of its files is read by a stream of its own.
  setMaxListeners(0, file as unknown as EventEmitter);
  try {
    const texts: string[] = [];
    for (const entry of await readZipDirectory(file)) texts.push(await text(zipContent(file, entry)));
    return texts.join('\n');
  } finally {
    await file.close();
  }
}

it('a connection that cannot begin says why and since when, and begins by itself once the cause has gone', async () => {
  await station.start();
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const away = join(station.dataFolder, '..', 'share');
  const make = async (name: string, settings: object): Promise<ConnectionId> => {
    const parsed = connectionSettingsSchema.parse(settings);
    const { id } = await station.client().request('connection.create', { name, settings: parsed });
    await station.client().request('connection.change', { id, isOn: true });
    return id;
  };
  const reportOf = async (id: ConnectionId) => (await list()).find((each) => each.id === id)?.report;
  const plc = await make('PLC', { kind: 'modbus', port });
  const share = await make('Share', { kind: 'files', folder: away });
  await expect
    .poll(() => reportOf(plc), { timeout: 20_000 })
    .toMatchObject({ state: 'failed', error: { code: 'connection.port-taken', details: { port } } });
  const reason = { code: 'connection.reason-no-folder' };
  await expect
    .poll(() => reportOf(share), { timeout: 20_000 })
    .toMatchObject({ state: 'waiting', error: { code: 'connection.folder', details: { folder: away, reason } } });
  expect(await station.sentences()).toContainEqual(
    expect.stringMatching(/"PLC" does not work: Another program listens on port/),
  );
  const failed = await reportOf(plc);
  // It was tried again meanwhile, and has failed since the first time.
  await expect.poll(async () => (await reportOf(plc))?.errorAt, { timeout: 20_000 }).not.toBe(failed?.errorAt);
  expect((await reportOf(plc))?.since).toBe(failed?.since);

  other.close();
  await mkdir(away);
  await expect.poll(() => stateOf(plc), { timeout: 40_000 }).toBe('waiting');
  await expect.poll(() => stateOf(share), { timeout: 40_000 }).toBe('working');
  // What went wrong is kept, and is older than the state.
  const mended = await reportOf(plc);
  expect(mended?.error?.code).toBe('connection.port-taken');
  expect(Date.parse(mended?.errorAt ?? '')).toBeLessThan(Date.parse(mended?.since ?? ''));
  await station.until('the health says nothing of it', async () => !(await station.sentences()).join().includes('PLC'));
});

it('the secrets of every kind stand in their own file alone: not in the database, logs, exports, backups or the bundle, nor in anything that is asked for', async () => {
  await station.start(quickRetention);
  await station.addSource();
  // It leaves what it made in its folder, as the certificate of a station.
  const elsewhere = await mkdtemp(join(tmpdir(), 'sigmaline-key-'));
  const { key } = await selfSigned(elsewhere, '127.0.0.1');
  await rm(elsewhere, { recursive: true });
  const whsec = `whsec_${Buffer.from('canary of the web service, secret').toString('base64')}`;
  const kinds: [string, object, Record<string, string>][] = [
    ['SCADA', { kind: 'opcua', user: 'line' }, { password: 'canary-opcua' }],
    ['Broker', { kind: 'mqtt', url: broker.url, user: 'line' }, { password: 'canary-mqtt', key }],
    ['Sparkplug', { kind: 'mqtt', url: broker.url, format: 'sparkplug', user: 'l' }, { password: 'canary-sparkplug' }],
    ['MES', { kind: 'webhook', url: 'http://127.0.0.1:1/in?token=1' }, { secret: whsec }],
    ['Plant', { kind: 'postgres', host: '127.0.0.1', port: 1, database: 'd', user: 'u' }, { password: 'canary-pg' }],
  ];
  const told: unknown[] = [];
  station.client().on('station.changed', (status) => told.push(status));
  for (const [name, given, secrets] of kinds) {
    const settings = connectionSettingsSchema.parse(given);
    const made = await station.client().request('connection.create', { name, settings, secrets });
    const { id } = made;
    told.push(made, await station.client().request('connection.change', { id, isOn: true }));
    // One that is replaced is no less secret.
    const [first = ''] = Object.keys(secrets);
    const replaced = { id, secrets: { [first]: secrets[first] ?? '' } };
    told.push(await station.client().request('connection.change', replaced));
    told.push(await station.client().request('connection.test', { id }));
  }
  expect(
    Object.keys(CONNECTION_SECRETS).filter(
      (kind) => !kinds.some(([, given]) => 'kind' in given && given.kind === kind),
    ),
  ).toEqual(['modbus', 'files']);
  await write('a1', 1);
  await station.settled(1);
  await station.until('there is a backup', async () => (await station.client().request('backup.list', {})).length > 0);
  told.push(await exported(station.client()), await list(), await station.sentences());
  const { items } = await station.client().request('audit.page', { before: null, limit: 100 });
  for (const { sequence } of items) told.push(await station.client().request('audit.entry', { sequence }));
  const { id } = await station.client().request('diagnostics.write', { names: true, images: 0 });
  const { path } = await station.client().request('diagnostics.locate', { id });
  const bundle = await unpacked(path);
  expect(bundle).toContain('started');
  await station.stop();

  const where = (await readdir(dirname(station.dataFolder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name !== 'connections.secrets')
    .map(({ parentPath, name }) => join(parentPath, name));
  expect(where.some((file) => file.includes('logs'))).toBe(true);
  const texts = new Map(where.map((file) => [file, readFileSync(file, 'latin1')]));
  texts.set('what was asked for', JSON.stringify(told));
  texts.set('the bundle, unpacked', bundle);
  const canaries = kinds.flatMap(([, , secrets]) => Object.values(secrets));
  for (const canary of canaries.flatMap((secret) => [secret, secret.split('\n').at(1) ?? secret]))
    expect(
      [...texts]
        .filter(([, text]) => text.includes(canary) || text.includes(Buffer.from(canary).toString('base64')))
        .map(([name]) => name),
    ).toEqual([]);
  // They are where they belong, so that what was looked for is what was kept.
  const kept = Buffer.from(readFileSync(join(station.dataFolder, 'connections.secrets'), 'utf8'), 'base64').toString();
  for (const canary of ['canary-opcua', 'canary-mqtt', 'canary-sparkplug', whsec, 'canary-pg'])
    expect(kept).toContain(canary);
});
