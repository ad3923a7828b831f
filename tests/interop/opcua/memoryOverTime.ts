import assert from 'node:assert/strict';
import { LineClient } from './lineClient.ts';
import { type Memory, OPCUA, type StationProcess, until } from './stationProcess.ts';

const PARTS = 50_000;
const AT_ONCE = 200;
const CLIENTS = 200;
const REOPENED = 5;
const KEPT = 1000;
const SESSION_MS = 10_000;
/** 5 s. */
const LIFETIME = 100;
/** What may be more after all that: caches that fill, and code that was compiled. A leak of 200 bytes for each part, or of 50 kB for each client, would be more. */
const MOST_GROWN = 8_000_000;

/** 50,000 parts, 200 clients that come and go, half of them without a word, and a connection that is set up anew five times: as much in memory as before. */
export async function tryMemory(station: StationProcess): Promise<void> {
  await station.open();
  const watch = (): Promise<LineClient> => LineClient.come(station, { watched: ['Result/Sequence'], queueSize: 1000 });
  let watcher = await watch();
  let sequence = 0;
  const judged = async (count: number): Promise<void> => {
    for (const last = sequence + count; sequence < last; ) {
      for (let part = 0; part < AT_ONCE; part += 1) station.judge(++sequence);
      await until(`part ${sequence} is heard`, () => watcher.newest('Result/Sequence') === sequence);
      watcher.forget();
    }
  };
  const comeAndGo = async (count: number): Promise<void> => {
    for (let time = 0; time < count; time += 1) {
      const client = await LineClient.come(station, { sessionMs: SESSION_MS, lifetimeCount: LIFETIME });
      if (time % 2 === 0) await client.client.disconnect();
      else await client.vanish();
    }
    await until('only the watcher is there', () => station.reports.get(OPCUA)?.clients === 1);
    await until(
      'the subscriptions of the others are over',
      async () => (await watcher.subscriptionsOfServer()) === 1,
      60_000,
    );
  };
  const memory = async (what: string, before?: Memory): Promise<Memory> => {
    const now = await station.memory();
    const { heapUsed, external, rss } = now;
    console.log(`${what}: heap ${mb(heapUsed)}, outside of it ${mb(external)}, resident ${mb(rss)} MB`);
    if (before !== undefined) assert.ok(heapUsed + external - before.heapUsed - before.external < MOST_GROWN, what);
    return now;
  };
  await judged(2 * KEPT);
  await comeAndGo(50);
  const begin = await memory('2,000 parts and 50 clients');
  await judged(PARTS);
  const parts = await memory(`${PARTS} parts more`, begin);
  assert.equal((await watcher.lastResults()).length, KEPT);
  await comeAndGo(CLIENTS);
  const clients = await memory(`${CLIENTS} clients came and went`, parts);
  await watcher.client.disconnect();
  for (let time = 0; time < REOPENED; time += 1) await station.change({ historySize: KEPT + 1 + time });
  watcher = await watch();
  await judged(2 * KEPT);
  await memory(`the connection was opened ${REOPENED} times anew`, clients);
  await watcher.client.disconnect();
}

function mb(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
