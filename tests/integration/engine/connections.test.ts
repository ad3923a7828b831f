import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { selfSigned } from '../../../electron/cli/tlsCertificate.ts';
import { freePort, PlcClient } from '../../../electron/connectors/modbus/plc.fixture.ts';
import { FakeBroker } from '../../../electron/connectors/mqtt/broker.fixture.ts';
import { playHandshake, type Step } from '../../../renderer/src/features/connections/handshake.ts';
import type { Connection, Trust } from '../../../shared/contract/index.ts';
import {
  type ConnectionId,
  connectionSettingsSchema,
  type LineCommand,
  sourceOptionsSchema,
} from '../../../shared/domain/index.ts';
import { CERTIFICATES } from '../../../shared/processes/connector.ts';
import { createTestStation, type TestStation } from './station.ts';
import { png } from './testImages.ts';
import { testHost } from './testProcesses.ts';

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

/** Images that the lane of tests passes: its score follows from what they hash to. */
const GOOD = Array.from({ length: 100 }, (_, content) => content).filter(
  (content) => createHash('sha256').update(png(content)).digest('hex') < '3',
);

/** One that does not pass. */
const BAD = Array.from({ length: 100 }, (_, content) => content).find(
  (content) => createHash('sha256').update(png(content)).digest('hex') > 'c',
) as number;

const write = (name: string, content: number): Promise<void> =>
  writeFile(join(station.cameraFolder, `${name}.png`), png(content));
const list = (): Promise<Connection[]> => station.client().request('connection.list', {});
const stateOf = async (id: ConnectionId) => (await list()).find((each) => each.id === id)?.report.state;

async function connect(name: string, settings: object, secrets: Record<string, string> = {}): Promise<ConnectionId> {
  const parsed = connectionSettingsSchema.parse(settings);
  const { id } = await station.client().request('connection.create', { name, settings: parsed, secrets });
  await station.client().request('connection.change', { id, isOn: true });
  await expect.poll(() => stateOf(id), { timeout: 20_000 }).toMatch(/working|waiting/);
  return id;
}

interface Said {
  readonly id: string;
  readonly sequence: number;
  readonly record: { readonly sequence: number; readonly serial: string | null; readonly verdict: string };
  readonly image: { readonly path: string; readonly url: string };
}
const recordsSaid = (): Said[] =>
  broker.published
    .filter(({ topic }) => topic.endsWith('/record'))
    .map(({ payload }) => JSON.parse(payload.toString()) as Said);

it('a broker has every record once it is back, over a broker that was killed and a restart of the station', async () => {
  await station.start();
  await station.addSource();
  const id = await connect('Plant', { kind: 'mqtt', url: broker.url, user: 'line' }, { password: 'hunter-2' });
  for (let part = 1; part <= 3; part += 1) await write(`a${part}`, part);
  await station.settled(3);
  await expect.poll(() => recordsSaid().map(({ record }) => record.sequence), { timeout: 20_000 }).toEqual([1, 2, 3]);

  // Whoever hears of a record finds its image.
  const heard = recordsSaid().find(({ image }) => image.path === join(station.cameraFolder, 'a1.png'));
  expect(readFileSync(new URL(heard?.image.url ?? ''))).toEqual(png(1));

  // The secret is where nobody reads it.
  const file = join(station.dataFolder, 'connections.secrets');
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  expect(JSON.stringify(await list())).not.toContain('hunter-2');
  expect(readFileSync(join(station.dataFolder, 'station.sqlite'), 'latin1')).not.toContain('hunter-2');
  expect((await list())[0]).toMatchObject({ secrets: ['password'], delivery: { setAside: 0 } });

  await broker.kill();
  for (let part = 4; part <= 6; part += 1) await write(`a${part}`, part);
  await station.settled(6);
  expect((await list())[0]?.delivery?.waiting).toBeGreaterThanOrEqual(3);
  await station.stop();
  await station.start();
  await broker.listen();
  const numbers = () => [...new Set(recordsSaid().map(({ record }) => record.sequence))];
  await expect.poll(numbers, { timeout: 40_000 }).toEqual([1, 2, 3, 4, 5, 6]);
  // What was sent again is known by its id.
  const ids = new Map(recordsSaid().map(({ id: said, record }) => [said, record.sequence]));
  expect(ids.size).toBe(6);
  await station.until('nothing waits', async () => (await list())[0]?.delivery?.waiting === 0);

  await station.client().request('connection.test', { id });
  expect(broker.published.some(({ payload }) => payload.toString().includes('"test"'))).toBe(true);
  const another = { id, name: 'Broker', seen: { name: 'Broker of hall 1' } };
  await expect(station.client().request('connection.change', another)).rejects.toMatchObject({
    code: 'settings.changed-meanwhile',
  });
  const unlike = station.client().request('connection.remove', { id, seen: { isOn: false } });
  await expect(unlike).rejects.toMatchObject({ code: 'connection.changed-meanwhile' });
  await station.client().request('connection.remove', { id, seen: { name: 'Plant', isOn: true } });
  expect(await list()).toEqual([]);
  expect(Buffer.from(readFileSync(file, 'utf8'), 'base64').toString()).not.toContain('hunter-2');
});

it('who may connect is decided by a person who saw how it stood, and the audit trail says whom', async () => {
  await station.start();
  const settings = connectionSettingsSchema.parse({ kind: 'opcua', allowsAnonymous: true });
  const { id } = await station.client().request('connection.create', { name: 'SCADA', settings, secrets: {} });
  const knocked = join(station.dataFolder, 'connections', id, ...CERTIFICATES.knocked.split('/'));
  await mkdir(knocked, { recursive: true });
  await writeFile(join(knocked, 'panel.pem'), (await selfSigned(station.dataFolder, '127.0.0.1')).certificate);
  const [client] = (await station.client().request('connection.certificates', { id })).clients;
  const fingerprint = client?.fingerprint ?? '';
  const decide = (isTrusted: boolean, seen: Trust) =>
    station.client().request('connection.trust', { id, fingerprint, isTrusted, seen });
  expect((await decide(true, 'waiting')).clients).toMatchObject([{ fingerprint, trust: 'trusted' }]);
  await expect(decide(false, 'waiting')).rejects.toMatchObject({ code: 'connection.changed-meanwhile' });
  expect((await decide(false, 'trusted')).clients).toMatchObject([{ fingerprint, trust: 'refused' }]);
  // The station's own is made anew by the connection once it is opened; here it is off.
  const own = join(station.dataFolder, 'connections', id, ...CERTIFICATES.own.split('/'));
  await mkdir(dirname(own), { recursive: true });
  await writeFile(own, (await selfSigned(station.dataFolder, '127.0.0.1')).certificate);
  const renew = (seen: string) => station.client().request('connection.renewCertificate', { id, seen });
  const before = (await station.client().request('connection.certificates', { id })).own?.fingerprint ?? '';
  const another = renew(Array(32).fill('00').join(':'));
  await expect(another).rejects.toMatchObject({ code: 'connection.changed-meanwhile' });
  expect((await renew(before)).own).toBeNull();
  const page = await station.client().request('audit.page', { before: null, limit: 3 });
  expect(page.items[0]?.action).toBe('connection.certificate-renewed');
  const items = page.items.slice(1);
  expect(items.map(({ action }) => action)).toEqual(['connection.client-refused', 'connection.client-trusted']);
  for (const { sequence } of items) {
    const entry = await station.client().request('audit.entry', { sequence });
    expect(JSON.stringify(entry)).toContain(fingerprint);
  }
});

it('a PLC reads each verdict for its time, and none of a station that does not inspect', async () => {
  await station.start();
  const source = await station.addSource();
  const port = await freePort();
  const id = await connect('PLC', { kind: 'modbus', port, validMs: 4000, allows: { announce: true, bypass: true } });
  const plc = await PlcClient.connect(port);
  const read = async () => {
    const reading = await plc.status();
    if (reading === null) throw new Error('the connection ended');
    return reading;
  };
  const before = await read();
  await write('a1', 1);
  const [record] = await station.settled(1);
  await station.until('it is read', async () => (await read()).sequence > before.sequence);
  const told = await read();
  expect(told).toMatchObject({ number: record?.number });
  await station.until('it is taken back', async () => (await read()).verdict === 0);
  expect((await read()).sequence).toBe(told.sequence);

  const play = (command: LineCommand) => station.client().request('connection.play', { id, command });
  const announce = { kind: 'announce', source: source.id, lot: null, view: null, recipe: null } as const;
  expect(await play({ ...announce, serial: 'S-2' })).toEqual({ error: null });
  await write('a2', 2);
  const records = await station.settled(2);
  expect(records[1]?.serial).toBe('S-2');
  const refused = await play({ kind: 'choose-recipe', source: source.id, recipe: 1 });
  expect(refused.error?.code).toBe('connection.not-allowed');
  expect((await play({ ...announce, serial: 'S-3', recipe: 'washer' })).error?.code).toBe('connection.recipe-unknown');
  const { views } = await station.client().request('connection.read', { id });
  expect(views[0]).toMatchObject({ state: 'inspecting', counters: { inspected: 2 } });

  await play({ kind: 'begin-bypass', source: source.id, minutes: 5 });
  await station.until('the by-pass is read', async () => {
    const { views: now } = await station.client().request('connection.read', { id });
    return now[0]?.state === 'by-passed' && now[0].isPass === false && (await read()).verdict === 0;
  });
  plc.socket.destroy();

  // A source that is added meanwhile is read too, without a change of the connection.
  const folder = join(station.cameraFolder, '..', 'second');
  await mkdir(folder);
  const second = { name: 'Camera 2', folder, recipeId: source.recipeId, options: source.options };
  await station.client().request('source.add', second);
  await station.until('both are read', async () => {
    const { views: now } = await station.client().request('connection.read', { id });
    return now.map(({ sourceName }) => sourceName).join() === 'Camera 1,Camera 2' && now[1]?.recipe?.number === 1;
  });
});

it('what the line announced and what the file says must agree, or a person looks', async () => {
  await station.start();
  const source = await station.addSource('ring', { pattern: String.raw`^(?<serial>[A-Z]-\d+)\.png$` });
  const port = await freePort();
  const id = await connect('PLC', { kind: 'modbus', port, announcedSeconds: 2 });
  const announce = async (serial: string): Promise<void> => {
    const command = { kind: 'announce', source: source.id, serial, lot: null, view: null, recipe: null } as const;
    expect(await station.client().request('connection.play', { id, command })).toEqual({ error: null });
  };
  await announce('A-1');
  await write('B-7', GOOD[0] ?? 0);
  const [record] = await station.settled(1);
  expect(record?.serial).toBe('B-7');
  expect(record).toMatchObject({ verdict: 'review', reviewReason: { code: 'connection.announced-other' } });
  expect(await station.sentences()).toContainEqual(expect.stringContaining('A-1'));
  await announce('A-2');
  await pause(2100);
  await station.until('it is told as missed', async () => {
    const sentences = await station.sentences();
    return sentences.some((sentence) => sentence.includes('A-2'));
  });
});

it('a part of several views has one result, by its worst view, once its views have come', async () => {
  await station.start();
  const names = ['top', 'side'].map((name) => ({ name, recipeId: null }));
  const source = await station.addSource('ring', {
    pattern: String.raw`^(?<serial>\d+)_(?<view>[a-z]+)\.png$`,
    views: { names, together: { by: 'serial' }, waitSeconds: 60, incomplete: 'review' },
  });
  const id = await connect('PLC', { kind: 'modbus', port: await freePort(), validMs: 60_000 });
  const view = async () => (await station.client().request('connection.read', { id })).views[0];
  await write('0001_top', GOOD[0] ?? 0);
  await station.until('the first view is recorded', async () => (await station.records()).length === 1);
  expect(await view()).toMatchObject({ sourceId: source.id, result: null, isPass: false });
  await write('0001_side', BAD);
  await station.until('the part is read', async () => (await view())?.result !== null);
  const [top, side] = await station.records();
  const told = { number: top?.number, serial: '0001', verdict: side?.verdict, recordId: side?.id, score: side?.score };
  expect(await view()).toMatchObject({ isPass: false, result: told });
});

/** Plays the PLC as the screen does, over the contract; the camera takes its image once the part is announced. */
async function playedAtTheStation(id: ConnectionId, image: (() => Promise<void>) | null, acknowledges = true) {
  const [connection] = (await list()).filter((each) => each.id === id);
  const settings = connection?.settings;
  const source = (await station.status()).sources[0];
  if (settings === undefined || !('validMs' in settings) || source === undefined) throw new Error('there is no outlet');
  const { validMs, announcedSeconds } = settings;
  let steps: readonly Step[] = [];
  const failure = await playHandshake(
    { source: source.id, serial: 'A-77', lot: null, acknowledges, validMs, announcedSeconds },
    {
      read: async () => (await station.client().request('connection.read', { id })).views,
      ask: async (command) => {
        const { error } = await station.client().request('connection.play', { id, command });
        if (command.kind === 'announce' && error === null) await image?.();
        return error;
      },
      now: () => performance.now(),
      wait: pause,
    },
    { signal: new AbortController().signal, onSteps: (seen) => (steps = seen) },
  );
  return { failure, steps: steps.map(({ name, state }) => `${name} ${state}`), last: steps.at(-1) };
}

it('the handshake tester plays the diagram at a real station: at a quiet one, a busy one, one that does not inspect, and without an image', async () => {
  await station.start({ host: testHost({ slowMs: 1500 }) });
  const source = await station.addSource();
  const settings = { kind: 'modbus', port: await freePort(), validMs: 1200, announcedSeconds: 2 };
  const id = await connect('PLC', { ...settings, allows: { announce: true, bypass: true } });
  const whole = (...names: string[]) => names.map((name) => `${name} done`);
  await station.until('it is ready', async () => {
    const { views } = await station.client().request('connection.read', { id });
    return views[0]?.state === 'inspecting';
  });

  const played = await playedAtTheStation(id, () => write('a1', GOOD[0] ?? 0));
  expect(played).toMatchObject({ failure: null });
  expect(played.steps).toEqual(whole('ready', 'announce', 'result', 'acknowledge', 'takenBack'));
  const timedOut = await playedAtTheStation(id, () => write('a2', GOOD[1] ?? 0), false);
  expect(timedOut).toMatchObject({ failure: null });
  expect(timedOut.steps).toEqual(whole('ready', 'announce', 'result', 'takenBack'));
  expect(timedOut.last?.ms).toBeGreaterThan(800);

  // What is under way keeps its own result: the tester waits until it has gone.
  await write('slow-1', GOOD[2] ?? 0);
  await station.until('it is busy', async () => {
    const { views } = await station.client().request('connection.read', { id });
    return views[0]?.isBusy === true;
  });
  expect(await playedAtTheStation(id, () => write('a3', GOOD[3] ?? 0))).toMatchObject({ failure: null });
  const serials = (await station.records()).map(({ serial }) => serial);
  expect(serials).toEqual(['A-77', 'A-77', null, 'A-77']);

  expect(await playedAtTheStation(id, null)).toMatchObject({ failure: { kind: 'noImage' } });
  const begin = { kind: 'begin-bypass', source: source.id, minutes: 5 } as const;
  expect(await station.client().request('connection.play', { id, command: begin })).toEqual({ error: null });
  const away = await playedAtTheStation(id, null);
  expect(away).toMatchObject({ failure: { kind: 'notReady', view: { state: 'by-passed' } }, steps: ['ready failed'] });
});

it('a part of two cameras is announced once, and its one outlet speaks for both', async () => {
  await station.start();
  const views = {
    names: ['top', 'side'].map((name) => ({ name, recipeId: null })),
    ...{ together: { by: 'serial' as const }, waitSeconds: 60, incomplete: 'review' as const },
  };
  const pattern = String.raw`^(?:(?<serial>S\d+)_)?.*\.png$`;
  const top = await station.addSource('ring', {
    pattern,
    views,
    oneView: { name: 'top', source: null },
  });
  const folder = join(station.cameraFolder, '..', 'second');
  await mkdir(folder);
  const options = sourceOptionsSchema.parse({ pattern, oneView: { name: 'side', source: top.id } });
  const side = await station
    .client()
    .request('source.add', { name: 'Camera 2', folder, recipeId: top.recipeId, options });
  const allows = { announce: true, bypass: true };
  const id = await connect('PLC', { kind: 'modbus', port: await freePort(), validMs: 60_000, allows });
  const view = async () => {
    const { views: read } = await station.client().request('connection.read', { id });
    return read.find(({ sourceId }) => sourceId === top.id);
  };
  const play = (command: LineCommand) => station.client().request('connection.play', { id, command });
  for (const serial of ['S1', 'S2']) {
    const announce = { kind: 'announce', source: top.id, serial, lot: null, view: null, recipe: null } as const;
    await station.until('it is taken', async () => (await play(announce)).error === null);
    await write(`frame-${serial}`, GOOD[0] ?? 0);
    await writeFile(join(folder, `frame-${serial}.png`), png(serial === 'S1' ? (GOOD[1] ?? 0) : BAD));
    await station.until('the part is read', async () => (await view())?.result?.serial === serial);
    expect(await view()).toMatchObject({ isPass: serial === 'S1', announced: null });
  }
  // The gate does not open for a part of which one camera is not inspected.
  await play({ kind: 'begin-bypass', source: side.id, minutes: 5 });
  await station.until('it is read', async () => (await view())?.state === 'by-passed');
  expect(await view()).toMatchObject({ result: null, isPass: false });
});

it('a connector that is killed while parts run never brings back what was acknowledged or is over, and tells of each new part', async () => {
  const pids = new Set<number>();
  const host = testHost();
  const watched: typeof host = {
    start(role, options) {
      const started = host.start(role, options);
      if (role === 'connector' && started.pid !== undefined) pids.add(started.pid);
      return started;
    },
  };
  await station.start({ host: watched });
  const source = await station.addSource();
  const port = await freePort();
  const id = await connect('PLC', { kind: 'modbus', port, validMs: 60_000 });
  const newest = async () => (await station.client().request('connection.read', { id })).views[0];
  const kills = 4;
  for (let kill = 1; kill <= kills; kill += 1) {
    await write(`k${kill}`, GOOD[kill] ?? 0);
    await station.until('it is read', async () => {
      const view = await newest().catch(() => undefined);
      return view?.result !== null && view?.result?.number === kill;
    });
    const sequence = (await newest())?.sequence ?? 0;
    const acknowledge = { kind: 'acknowledge', source: source.id, sequence } as const;
    const old = await station.client().request('connection.play', { id, command: { ...acknowledge, sequence: 1 } });
    expect(old.error?.code).toBe('connection.result-over');
    // Two machines acknowledge the same result.
    for (let machine = 0; machine < 2; machine += 1)
      expect(await station.client().request('connection.play', { id, command: acknowledge })).toEqual({ error: null });
    const [pid] = [...pids].slice(-1);
    process.kill(pid as number, 'SIGKILL');
    await station.until('another process is there', async () => {
      const view = pids.size > kill ? await newest().catch(() => undefined) : undefined;
      return view !== undefined && view.sequence === sequence;
    });
    expect(await newest()).toMatchObject({ sequence, result: null, isPass: false });
  }
});
