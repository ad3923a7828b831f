import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import {
  freePort,
  PlcClient,
  READ_STATUS,
  readingOf,
  requests,
} from '../../../electron/connectors/modbus/plc.fixture.ts';
import { BLOCK_REGISTERS, FIRST_BLOCK } from '../../../electron/connectors/modbus/registers.ts';
import { FakeBroker } from '../../../electron/connectors/mqtt/broker.fixture.ts';
import type { SourceStatus } from '../../../shared/contract/index.ts';
import { connectionSettingsSchema, recipeIdSchema, sourceOptionsSchema } from '../../../shared/domain/index.ts';
import { createTestStation } from './station.ts';
import { png } from './testImages.ts';
import { testHost } from './testProcesses.ts';

const SOURCES = 64;
const ROUNDS = 3;
const PARTS = SOURCES * ROUNDS;

interface Said {
  readonly sequence: number;
  readonly record: { readonly sequence: number };
}

it('a station of 64 sources answers its screens while it judges, and tells every result to the PLC and the broker', async () => {
  const station = await createTestStation();
  const broker = await FakeBroker.start();
  let letGo = (): void => undefined;
  try {
    await station.start({ host: testHost({ slowMs: 0 }) });
    const client = station.client();
    const folders = Array.from({ length: SOURCES }, (_, index) =>
      join(station.dataFolder, '..', `camera-${index + 1}`),
    );
    for (const [index, folder] of folders.entries()) {
      await mkdir(folder);
      const [recipeId, options] = [recipeIdSchema.parse('ring'), sourceOptionsSchema.parse({})];
      await client.request('source.add', { name: `Camera ${index + 1}`, folder, recipeId, options });
    }
    const port = await freePort();
    for (const [name, settings] of [
      ['PLC', { kind: 'modbus', port, validMs: 60_000 }],
      ['Plant', { kind: 'mqtt', url: broker.url, types: ['record'] }],
    ] as const) {
      const parsed = connectionSettingsSchema.parse(settings);
      const { id } = await client.request('connection.create', { name, settings: parsed, secrets: {} });
      await client.request('connection.change', { id, isOn: true });
    }
    const states = async () => (await client.request('connection.list', {})).map(({ report }) => report.state);
    await expect.poll(states, { timeout: 60_000 }).toEqual(['waiting', 'working']);
    const plc = await PlcClient.connect(port);
    letGo = () => plc.close();
    await expect.poll(states, { timeout: 60_000 }).toEqual(['working', 'working']);

    // What a screen asks again and again, from a connection of its own.
    const screen = station.connect();
    let isOver = false;
    let answers = 0;
    const wrong = new Set<string>();
    const watching = (async () => {
      while (!isOver) {
        const [status, connections] = await Promise.all([
          screen.client.request('station.status', {}),
          screen.client.request('connection.list', {}),
          screen.client.request('feed.page', { before: null, limit: 100 }),
        ]);
        answers += 1;
        if (status.sources.length !== SOURCES) wrong.add(`${status.sources.length} sources`);
        for (const { state } of status.sources) if (state !== 'watching') wrong.add(state);
        for (const { report } of connections) if (report.state !== 'working') wrong.add(report.state);
        // How soon a machine with other work judges them is no question here.
        for (const { code } of status.conditions) if (code !== 'station.backlog-slow') wrong.add(code);
        await pause(50);
      }
    })();

    for (let round = 0; round < ROUNDS; round += 1) {
      const before = answers;
      await Promise.all(
        folders.map((folder, index) => writeFile(join(folder, `part-${round}.png`), png(round * SOURCES + index))),
      );
      await station.until('a round is judged, and was watched', async () => {
        const { items } = await client.request('feed.page', { before: null, limit: 1000 });
        return items.length === (round + 1) * SOURCES && answers > before;
      });
    }
    await station.until('nothing waits', async () => (await station.status()).backlog === 0);
    isOver = true;
    await watching;
    screen.leave();
    expect([...wrong]).toEqual([]);

    const { items } = await client.request('feed.page', { before: null, limit: 1000 });
    const counts = Map.groupBy(items, ({ sourceName }) => sourceName);
    expect(counts.size).toBe(SOURCES);
    expect([...counts.values()].every(({ length }) => length === ROUNDS)).toBe(true);

    /** Of each record its number in the chain, which is that of its result. */
    const told = (): Map<number, number> =>
      new Map(
        broker.published
          .filter(({ topic }) => topic.endsWith('/record'))
          .map(({ payload }) => JSON.parse(payload.toString()) as Said)
          .map(({ sequence, record }) => [record.sequence, sequence]),
      );
    await expect.poll(() => told().size, { timeout: 20_000 }).toBe(PARTS);

    // Each has its block, with its own newest result.
    const { sources } = await station.status();
    const newest = ({ name }: SourceStatus): number | undefined =>
      told().get(Math.max(...(counts.get(name) ?? []).map(({ number }) => number)));
    for (const [index, source] of sources.entries()) {
      const read = requests.read(4, FIRST_BLOCK + index * BLOCK_REGISTERS, READ_STATUS.count);
      await expect
        .poll(async () => {
          const answer = await plc.request(read);
          return answer === null ? null : readingOf(answer.subarray(2)).sequence;
        })
        .toBe(newest(source));
    }
  } finally {
    letGo();
    await station.remove();
    await broker.kill();
  }
});
