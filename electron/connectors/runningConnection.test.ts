import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import {
  connectionIdSchema,
  connectionSettingsSchema,
  SigmalineError,
  type SourceId,
  sourceIdSchema,
} from '../../shared/domain/index.ts';
import type { ConnectorMessage, OpenedConnection } from '../../shared/processes/connector.ts';
import { freePort, PlcClient } from './modbus/plc.fixture.ts';
import { FakeBroker } from './mqtt/broker.fixture.ts';
import { RunningConnection } from './runningConnection.ts';
import { outletFixture } from './surroundings.fixture.ts';

const sources = ['1', '2', '3'].map((digit) => ({
  id: sourceIdSchema.parse(`3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c1${digit}`),
  name: `Camera ${digit}`,
}));

const dataFolder = mkdtempSync(join(tmpdir(), 'sigmaline-connection-'));
let connection: RunningConnection | undefined;
afterEach(async () => {
  await connection?.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

function run(settings: object): ConnectorMessage[] {
  const sent: ConnectorMessage[] = [];
  const opened: OpenedConnection = {
    id: connectionIdSchema.parse('44444444-4444-4444-8444-444444444444'),
    name: 'Line',
    settings: connectionSettingsSchema.parse(settings),
    secrets: {},
    position: 0,
    acknowledged: {},
  };
  connection = new RunningConnection(opened, {
    ...{ dataFolder, station: { id: 'station', name: 'Station' }, sources },
    reader: () => {
      throw new SigmalineError('storage.not-found', { file: 'station.sqlite' });
    },
    send: (message) => void sent.push(message),
    ask: async () => null,
  });
  return sent;
}

it('tells of sources in the order that the set-up says, which is that of the blocks a machine reads', async () => {
  const port = await freePort();
  run({ kind: 'modbus', port, sources: [sources[2]?.id, sources[0]?.id] });
  await expect
    .poll(async () => (await PlcClient.connect(port).catch(() => null))?.socket.destroy() !== undefined)
    .toBe(true);
  const read = await connection?.call({ kind: 'read' });
  expect(read?.kind === 'read' && read.views.map(({ sourceName }) => sourceName)).toEqual(['Camera 3', 'Camera 1']);
});

it('shows a result that is valid still, however long the process took until it heard of it', async () => {
  const port = await freePort();
  run({ kind: 'modbus', port, validMs: 60_000 });
  const outlet = outletFixture({ sourceId: sources[0]?.id as SourceId, result: { ageMs: 3000 } });
  // As told every 250 ms while the process began: all of it is heard at once.
  for (let agoMs = 3000; agoMs >= 0; agoMs -= 250) connection?.hear([outlet], performance.now() - agoMs, true);
  await expect
    .poll(async () => (await connection?.call({ kind: 'read' })) as object)
    .toMatchObject({
      views: [{ isPass: true }, { isPass: false }, { isPass: false }],
    });
});

it('leaves nothing open where the outbox cannot be read: the next try has the receiver for itself', async () => {
  const broker = await FakeBroker.start();
  const sent = run({ kind: 'mqtt', url: broker.url });
  const states = () => sent.flatMap((message) => (message.kind === 'report' ? [message.report] : []));
  await expect
    .poll(() => states().some(({ error }) => error?.code === 'storage.not-found'), { timeout: 10_000 })
    .toBe(true);
  expect(states().at(-1)?.state).toBe('failed');
  await broker.kill();
});
