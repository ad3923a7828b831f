import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RealConnector } from '../../../electron/connectors/modbus/connectorProcess.fixture.ts';
import { freePort, READ_STATUS, readingOf, requests } from '../../../electron/connectors/modbus/plc.fixture.ts';
import { outletFixture } from '../../../electron/connectors/surroundings.fixture.ts';
import { modbusSettingsSchema } from '../../../shared/domain/index.ts';
import { type Delay, delayOf } from '../measure/statistics.ts';

export interface OutletFigures {
  readonly results: number;
  /** From the engine's message to the first answer with the result in it, of a PLC that asks without a pause. */
  readonly readable: Delay;
  /** Of one request of a source's 110 registers. */
  readonly request: Delay;
}

/** Between two results, as of a quick line. */
const PAUSE_MS = 10;
const STARTED_MS = 30_000;

/** How long a result takes from the engine to a PLC: the real process of the connections, over Modbus TCP at 127.0.0.1. */
export async function measureOutlet(root: string, results: number): Promise<OutletFigures> {
  const folder = join(root, 'outlet');
  await mkdir(folder);
  const settings = modbusSettingsSchema.parse({ kind: 'modbus', port: await freePort() });
  const opened = {
    id: '44444444-4444-4444-8444-444444444444',
    name: 'PLC',
    settings,
    secrets: {},
    position: 0,
    acknowledged: {},
  };
  const connector = new RealConnector(folder, opened, async () => null);
  const request = requests.read(4, READ_STATUS.at, READ_STATUS.count);
  const readable: number[] = [];
  const asked: number[] = [];
  const ask = async (): Promise<number | null> => {
    const began = performance.now();
    const answer = await connector.request(request);
    asked.push(performance.now() - began);
    return answer === null ? null : readingOf(answer.subarray(2)).sequence;
  };
  connector.start();
  try {
    for (const began = performance.now(); (await ask()) === null; await pause(PAUSE_MS))
      if (performance.now() - began > STARTED_MS) throw new Error('the process of the connections did not start');
    asked.length = 0;
    for (let sequence = 1; sequence <= results; sequence += 1) {
      await pause(PAUSE_MS);
      const toldMs = performance.now();
      connector.hear([outletFixture({ result: { sequence } })]);
      while ((await ask()) !== sequence) if (performance.now() - toldMs > STARTED_MS) throw new Error('no result');
      readable.push(performance.now() - toldMs);
    }
  } finally {
    connector.disconnect();
    connector.kill();
  }
  return { results, readable: delayOf(readable), request: delayOf(asked) };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
