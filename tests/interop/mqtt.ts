/** MQTT against mosquitto, over TLS with a client certificate, killed in between; Sparkplug B against a decoder that others wrote: `npm run test:interop`. */

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { OpenConnection } from '../../electron/connectors/driver.ts';
import { freePort } from '../../electron/connectors/modbus/plc.fixture.ts';
import { openMqtt } from '../../electron/connectors/mqtt/index.ts';
import { OutboxPump } from '../../electron/connectors/outboxPump.ts';
import {
  itemsFixture,
  type SurroundingsFixture,
  surroundingsFixture,
  viewFixture,
} from '../../electron/connectors/surroundings.fixture.ts';
import { Mosquitto, makeCertificates, tellsWhatIsStored } from './mosquitto.ts';
import { until } from './opcua/stationProcess.ts';

const MESSAGES = 2000;
/** A mosquitto that may be killed writes all that it keeps with each message: the more waits in it, the slower it is. */
const BATCH = 50;
const SPARKPLUG = 'sparkplug-payload@1.0.3';
const own = fileURLToPath(import.meta.url);

/** A station that is killed: it shows a pass that holds for two seconds. */
async function beStation(settings: string): Promise<void> {
  const { surroundings } = surroundingsFixture(
    ...(JSON.parse(settings) as Parameters<typeof surroundingsFixture<'mqtt'>>),
  );
  const connection = await openMqtt(surroundings);
  connection.show?.([viewFixture({ result: {} })], 1);
  console.log('shown');
  await delay(60_000);
}

async function beTest(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sigmaline-mqtt-'));
  const broker = new Mosquitto(folder, await freePort());
  try {
    makeCertificates(folder);
    await broker.start();
    await deliversAll(broker);
    await leavesNoPass(broker);
    await obeys(broker);
    await refusesStrangers(broker);
    await speaksSparkplug(broker);
  } finally {
    broker.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function deliversAll(broker: Mosquitto): Promise<void> {
  const receiver = broker.listen('sigmaline/+/record', ['-c', '-i', 'receiver', '-V', 'mqttv311']);
  await receiver.ready();
  const honest = await tellsWhatIsStored(broker);
  const url = `mqtts://127.0.0.1:${(honest.address() as AddressInfo).port}`;
  const { fixture, connection } = await open(broker, { url });
  const items = itemsFixture(MESSAGES);
  const began = performance.now();
  const pump = new OutboxPump({
    wanted: { types: ['record'], verdicts: ['pass', 'review', 'fail', 'error'], tries: 5, keepsDays: 3650 },
    position: 0,
    after: (position) => items.slice(position, position + BATCH),
    one: (sequence) => items[sequence - 1] ?? null,
    deliver: async (batch, signal) => connection.deliver?.(batch, signal),
    tell: () => undefined,
    onReceiver: () => undefined,
    growth: { away: { firstMs: 100, longestMs: 500 }, refused: { firstMs: 100, longestMs: 500 } },
  });
  for (const share of [0.25, 0.6]) {
    while (receiver.lines.length < MESSAGES * share) await delay(5);
    await broker.kill();
    await delay(300);
    await broker.start();
  }
  const sequences = (): number[] =>
    receiver.lines.map(({ payload }) => (JSON.parse(payload) as { sequence: number }).sequence);
  const late = performance.now() + 120_000;
  while (receiver.lines.length === 0 || sequences().at(-1) !== MESSAGES) {
    assert.ok(performance.now() < late, `after two minutes ${receiver.lines.length} messages have come`);
    await delay(100);
  }
  const seconds = (performance.now() - began) / 1000;
  const firsts = [...new Set(sequences())];
  assert.deepEqual(
    firsts,
    items.map(({ message }) => message.sequence),
    'every message, in its order',
  );
  const states = fixture.states.map(({ state }) => state).filter((state, index, all) => state !== all[index - 1]);
  assert.deepEqual(states, ['working', 'waiting', 'working', 'waiting', 'working']);
  const twice = receiver.lines.length - firsts.length;
  console.log(
    `outbox: ${MESSAGES} messages in order over two kill -9 of the broker, ${twice} came twice, ${seconds.toFixed(1)} s`,
  );
  await pump.stop();
  await connection.close();
  honest.close();
  receiver.stop();
  fixture.remove();
}

async function leavesNoPass(broker: Mosquitto): Promise<void> {
  const station = spawn(process.execPath, [own, 'station', JSON.stringify([broker.settings, broker.secrets])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(station.stdout, 'data');
  const outlet = 'sigmaline/Line 3/source/Top/outlet';
  const shown = await broker.first(outlet);
  assert.equal((JSON.parse(shown) as { is_pass: boolean }).is_pass, true);
  station.kill('SIGKILL');
  await once(station, 'exit');
  const state = JSON.parse(await broker.first('sigmaline/Line 3/state')) as { state: string };
  assert.equal(state.state, 'offline', 'the broker says that the station is gone');
  await delay(3000);
  assert.equal(await broker.first(outlet, 1), '', 'the pass of a dead station is not kept');
  await broker.kill();
  await broker.start();
  assert.equal((JSON.parse(await broker.first('sigmaline/Line 3/state')) as { state: string }).state, 'offline');
  console.log('a killed station: offline at once, its pass gone, both after kill -9 of the broker too');
}

async function obeys(broker: Mosquitto): Promise<void> {
  const { fixture, connection } = await open(broker);
  const topics = ['-t', 'sigmaline/Line 3/command/announce', '-e', 'plc/answer'];
  const answer = await broker.run('mosquitto_rr', [
    ...topics,
    '-m',
    '{"source":"Top","serial":"SN-1","id":"7"}',
    '-W',
    '5',
  ]);
  assert.deepEqual(
    { ...(JSON.parse(answer) as object), time_utc: '' },
    {
      schema: 'sigmaline.answer/1',
      command: 'announce',
      id: '7',
      is_done: true,
      error: null,
      time_utc: '',
    },
  );
  assert.equal(fixture.asked.length, 1);
  await connection.close();
  fixture.remove();
  console.log('a command of mosquitto_rr was done and answered');
}

async function refusesStrangers(broker: Mosquitto): Promise<void> {
  const { certificate: _, ...unknown } = broker.settings;
  const cases = [
    [{ ...broker.settings, authority: '' }, 'connection.certificate'],
    [unknown, 'connection.own-certificate'],
  ] as const;
  for (const [settings, code] of cases) {
    const fixture = surroundingsFixture(settings, broker.secrets);
    const connection = await openMqtt(fixture.surroundings);
    assert.equal(fixture.states[0]?.error?.code, code, JSON.stringify(fixture.states[0]));
    await connection.close();
    fixture.remove();
  }
  console.log('a broker that nobody vouches for, and a station without its certificate: told in words');
}

interface Payload {
  readonly seq?: unknown;
  readonly metrics: readonly { readonly name: string; readonly value?: unknown; readonly isHistorical?: boolean }[];
}

async function speaksSparkplug(broker: Mosquitto): Promise<void> {
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', '--prefix', broker.folder, SPARKPLUG], {
    stdio: 'inherit',
  });
  const { get } = createRequire(join(broker.folder, 'x.js'))('sparkplug-payload') as {
    get: (version: string) => {
      decodePayload: (bytes: Buffer) => Payload;
      encodePayload: (payload: unknown) => Buffer;
    };
  };
  const codec = get('spBv1.0');
  const host = broker.listen('spBv1.0/#', [], '%t %x');
  await host.ready();
  const { fixture, connection } = await open(broker, { format: 'sparkplug', prefix: 'Plant' });
  connection.show?.([viewFixture({ result: {} })], 1);
  await connection.deliver?.(itemsFixture(300), new AbortController().signal);
  const rebirth = { timestamp: Date.now(), metrics: [{ name: 'Node Control/Rebirth', type: 'Boolean', value: true }] };
  await broker.run(
    'mosquitto_pub',
    ['-t', 'spBv1.0/Plant/NCMD/Line 3', '-s'],
    Buffer.from(codec.encodePayload(rebirth)),
  );
  const times = (verb: string): number => host.lines.filter(({ topic }) => topic.split('/')[2] === verb).length;
  await until('it is born again', () => times('NBIRTH') === 2);
  await connection.close();
  await until('its end is heard', () => times('NDEATH') === 1);
  const heard = host.lines.map(({ topic, payload }) => ({
    verb: topic.split('/')[2],
    ...codec.decodePayload(Buffer.from(payload, 'hex')),
  }));
  const alive = heard.filter(({ verb }) => verb?.endsWith('BIRTH') === true || verb?.endsWith('DATA') === true);
  let expected = -1;
  for (const { verb, seq } of alive) {
    expected = verb === 'NBIRTH' ? 0 : (expected + 1) % 256;
    assert.equal(Number(seq), expected, `${verb} has its number`);
  }
  assert.deepEqual([heard[0]?.verb, heard[1]?.verb, heard.at(-1)?.verb], ['NBIRTH', 'DBIRTH', 'NDEATH']);
  assert.equal(heard.filter(({ verb }) => verb === 'NBIRTH').length, 2, 'born again when asked');
  const bdSeqs = heard
    .filter(({ verb }) => verb === 'NBIRTH' || verb === 'NDEATH')
    .map((one) => Number(one.metrics[0]?.value));
  assert.equal(new Set(bdSeqs).size, 1);
  const outlet = heard[1]?.metrics.find(({ name }) => name === 'Outlet/Pass');
  assert.equal(typeof outlet?.value, 'boolean');
  const old = heard.flatMap(({ metrics }) =>
    metrics.filter(({ name, isHistorical }) => name === 'Outbox/Sequence' && isHistorical),
  );
  assert.equal(old.length, 300);
  assert.deepEqual(
    old.map(({ value }) => Number(value)),
    Array.from({ length: 300 }, (_, index) => index + 1),
  );
  host.stop();
  fixture.remove();
  console.log(
    `Sparkplug B: ${heard.length} messages read by ${SPARKPLUG}, numbers without a gap, born again when asked`,
  );
}

async function open(
  broker: Mosquitto,
  others: Readonly<Record<string, unknown>> = {},
): Promise<{ fixture: SurroundingsFixture<'mqtt'>; connection: OpenConnection }> {
  const fixture = surroundingsFixture({ ...broker.settings, ...others }, broker.secrets);
  return { fixture, connection: await openMqtt(fixture.surroundings) };
}

if (process.argv[2] === 'station') await beStation(process.argv[3] ?? '');
else await beTest();
