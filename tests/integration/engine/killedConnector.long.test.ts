import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { freePort, PlcClient } from '../../../electron/connectors/modbus/plc.fixture.ts';
import { FakeBroker } from '../../../electron/connectors/mqtt/broker.fixture.ts';
import { outletFixture } from '../../../electron/connectors/surroundings.fixture.ts';
import { ConnectorProcess } from '../../../electron/engine/connections/connectorProcess.ts';
import { openTestKernel } from '../../../electron/engine/kernel/kernel.fixture.ts';
import {
  connectionIdSchema,
  connectionSettingsSchema,
  type Outlet,
  type SourceId,
  sourceIdSchema,
} from '../../../shared/domain/index.ts';
import { TICK_MS } from '../../../shared/processes/connector.ts';
import { testHost } from './testProcesses.ts';

const KILLS = 20;
const SOURCES = 64;
const VALID_MS = 1000;
/** A machine reads, and this process counts, a little later than what they tell of. */
const LATER_MS = 150;
const BROKER = connectionIdSchema.parse('44444444-4444-4444-8444-444444444444');
const PLC = connectionIdSchema.parse('55555555-5555-4555-8555-555555555555');

it('a connector that is killed twenty times under the load of 64 sources loses and changes no message, and no result stands too long', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sigmaline-killed-'));
  const { kernel, close } = openTestKernel(folder);
  const broker = await FakeBroker.start();
  const chain = (): number =>
    kernel.database.prepare<{ last: number | null }>('SELECT max(sequence) AS last FROM audit_entry').get()?.last ?? 0;
  const begin = chain();
  let position = begin;
  let ended = 0;
  const sources = Array.from({ length: SOURCES }, (_, index) => ({
    id: sourceIdSchema.parse(randomUUID()),
    name: `Camera ${index + 1}`,
  }));
  const port = await freePort();
  const mqtt = connectionSettingsSchema.parse({ kind: 'mqtt', url: broker.url, types: ['event'] });
  const modbus = connectionSettingsSchema.parse({ kind: 'modbus', port, validMs: VALID_MS });
  const opened = { secrets: {}, acknowledged: {} };
  const connector = new ConnectorProcess({
    host: testHost(),
    configuration: () => ({
      ...{ dataFolder: folder, station: { id: 'station-1', name: 'Line' }, sources },
      connections: [
        { ...opened, id: BROKER, name: 'Plant', settings: mqtt, position },
        { ...opened, id: PLC, name: 'PLC', settings: modbus, position },
      ],
    }),
    onMessage: (message) => {
      if (message.kind === 'delivered') position = message.position;
    },
    onAway: () => {
      ended += 1;
    },
    growth: { firstMs: 20, longestMs: 20 },
  });

  const committedMs = new Map<number, number>();
  const newest = new Map<SourceId, number>();
  const outletOf = ({ id, name }: (typeof sources)[number]): Outlet => {
    const sequence = newest.get(id);
    const ageMs = performance.now() - (committedMs.get(sequence ?? 0) ?? 0);
    const result = sequence === undefined ? null : { sequence, number: sequence, ageMs };
    return outletFixture({ sourceId: id, sourceName: name, result });
  };
  const tick = setInterval(() => {
    connector.show(sources.map(outletOf), true);
    connector.grown(chain());
  }, TICK_MS);
  // A part of each source in turn, as an entry of the chain and as a result of its outlet.
  let turn = 0;
  const line = setInterval(() => {
    const source = sources[turn % SOURCES];
    turn += 1;
    if (source === undefined) return;
    kernel.audit.observed({ action: 'part.passed-by', object: { kind: 'test', id: source.id }, new: { turn } });
    kernel.audit.observed({ action: 'line.tested', object: { kind: 'test', id: source.id }, new: { turn } });
    committedMs.set(chain(), performance.now());
    newest.set(source.id, chain());
    connector.show([outletOf(source)], false);
  }, 20);

  let readings = 0;
  let longestMs = 0;
  let isOver = false;
  const machine = (async () => {
    let plc: PlcClient | null = null;
    while (!isOver) {
      plc ??= await PlcClient.connect(port).catch(() => null);
      const reading = await Promise.race([plc?.status().catch(() => null) ?? null, pause(300, null)]);
      if (reading === null) {
        plc?.close();
        plc = null;
        await pause(5);
      } else if (reading.verdict !== 0) {
        readings += 1;
        longestMs = Math.max(longestMs, performance.now() - (committedMs.get(reading.sequence) ?? 0));
      }
      await pause(1);
    }
    plc?.close();
  })();

  try {
    connector.configure();
    const sent = (): number => broker.published.filter(({ topic }) => topic.endsWith('/event')).length;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = sent();
      await expect.poll(() => connector.isReady && sent() > before, { timeout: 20_000, interval: 10 }).toBe(true);
      // At any moment of its work.
      await pause(Math.random() * 120);
      if (connector.pid === undefined) throw new Error('there is no process');
      process.kill(connector.pid, 'SIGKILL');
      await expect.poll(() => ended, { timeout: 20_000, interval: 5 }).toBe(kill + 1);
    }
    clearInterval(line);
    const last = chain();
    await expect.poll(() => position, { timeout: 20_000 }).toBe(last);

    const events = broker.published.filter(({ topic }) => topic.endsWith('/event'));
    const texts = new Map<string, string>();
    const order: number[] = [];
    for (const { payload } of events) {
      const text = payload.toString();
      const { id, sequence } = JSON.parse(text) as { readonly id: string; readonly sequence: number };
      // What comes twice is the same, to the letter, and known by its id.
      expect(texts.get(id) ?? text).toBe(text);
      if (!texts.has(id)) order.push(sequence);
      texts.set(id, text);
    }
    const wanted = kernel.database
      .prepare<{ sequence: number }>(
        `SELECT sequence FROM audit_entry WHERE sequence > ? AND action NOT LIKE 'part.%' ORDER BY sequence`,
      )
      .all(begin);
    expect(order).toEqual(wanted.map(({ sequence }) => sequence));
    expect(order.length).toBeGreaterThan(KILLS);
    expect(readings).toBeGreaterThan(0);
    expect(longestMs).toBeLessThan(VALID_MS + LATER_MS);
  } finally {
    isOver = true;
    clearInterval(tick);
    clearInterval(line);
    await machine;
    await connector.stop();
    await broker.kill();
    close();
    rmSync(folder, { recursive: true, force: true });
  }
});
