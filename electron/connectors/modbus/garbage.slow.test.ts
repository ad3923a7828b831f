import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';
import { surroundingsFixture, viewFixture } from '../surroundings.fixture.ts';
import { openModbus } from './index.ts';
import { freePort, PlcClient, READ_STATUS, requests } from './plc.fixture.ts';
import { chance } from './simulatedLine.fixture.ts';

const FRAMES = 10_000;
/** What the heap may differ by after so many frames; one lost socket or frame each would be many times as much. */
const HEAP_BYTES = 4_000_000;

/** Frames that are malformed in every way that a frame can be: none of them asks for anything that is there. */
function malformed(random: () => number): Buffer {
  const below = (most: number): number => Math.floor(random() * most);
  const bytes = (count: number): Buffer => Buffer.from(Array.from({ length: count }, () => below(256)));
  const framed = (request: Buffer, length = request.length + 1, protocol = 0): Buffer => {
    const head = Buffer.alloc(7);
    head.writeUInt16BE(below(65_536), 0);
    head.writeUInt16BE(protocol, 2);
    head.writeUInt16BE(length, 4);
    head.writeUInt8(1, 6);
    return Buffer.concat([head, request]);
  };
  const kinds: readonly (() => Buffer)[] = [
    () => bytes(1 + below(300)),
    () => framed(Buffer.concat([Buffer.from([below(256)]), bytes(1 + below(3))])),
    () => framed(requests.read(3, READ_STATUS.at, 126 + below(60_000))),
    () => framed(requests.read(4, 20 + below(900), 1 + below(60))),
    () => framed(requests.read(4, READ_STATUS.at, 4), below(2)),
    () => framed(requests.read(4, READ_STATUS.at, 4), 255 + below(65_000)),
    () => framed(requests.read(4, READ_STATUS.at, 4), 6, 1 + below(65_000)),
    () => framed(requests.writeRegisters(1120, bytes(4)).subarray(0, 7)),
    () => framed(requests.exchange(1000, 4, 1120, bytes(4)).subarray(0, 9)),
    () => framed(requests.read(4, READ_STATUS.at, 4)).subarray(0, 1 + below(11)),
  ];
  return kinds[below(kinds.length)]?.() ?? bytes(8);
}

function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

test('10,000 malformed frames end neither the server nor another client, and nothing of them stays', async () => {
  const fixture = surroundingsFixture({ kind: 'modbus', port: await freePort() });
  const { port } = fixture.surroundings.settings;
  const connection = await openModbus(fixture.surroundings);
  connection.show?.([viewFixture({ result: {}, validForMs: 600_000 })], 1);
  const plc = await PlcClient.connect(port);
  const random = chance(20_261_129);
  const send = async (count: number): Promise<void> => {
    let stranger = await PlcClient.connect(port);
    for (let sent = 0; sent < count; sent += 1) {
      if (stranger.socket.closed || random() < 0.02) {
        stranger.socket.resetAndDestroy();
        stranger = await PlcClient.connect(port);
      }
      stranger.socket.write(malformed(random));
      // The other client asks all the while, and is answered.
      if (sent % 10 === 0) expect(await plc.status()).toMatchObject({ sequence: 41, verdict: 1 });
      else await new Promise((resolve) => setImmediate(resolve));
    }
    stranger.close();
    await vi.waitFor(() => expect(fixture.clients).toBe(1));
  };
  await send(FRAMES / 10);
  const before = heapUsed();
  await send(FRAMES);
  expect(heapUsed() - before).toBeLessThan(HEAP_BYTES);
  expect(fixture.garbled).toBeGreaterThan(FRAMES / 10);
  expect(fixture.states.every(({ error }) => error === null)).toBe(true);
  plc.close();
  await connection.close();
  fixture.remove();
});
