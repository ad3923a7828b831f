import assert from 'node:assert/strict';
import { PlcClient } from '../../../electron/connectors/modbus/plc.fixture.ts';
import { LineClient } from './lineClient.ts';
import { type Memory, OPCUA, type StationProcess, until } from './stationProcess.ts';

const PARTS = 20_000;
const AT_ONCE = 100;
/** Values that differ with each part. */
const WATCHED = ['Result/Sequence', 'Result/Pass', 'Result/Number', 'Result/RecordId', 'Counters/Inspected', 'State'];
/** What one client that takes nothing may hold: 5,000 values of each of five nodes, and as many events, at 600 bytes. */
const MOST_HELD = 6 * 5000 * 600;
/** Answers of some 300 kB each. */
const ANSWERS = 200;

/** A client that stops reading, one that never asks for what it subscribed to, one that asks and never reads: none of them holds up others, or memory without end. */
export async function trySlowClients(station: StationProcess): Promise<void> {
  await station.open();
  const quick = await LineClient.come(station, { watched: WATCHED });
  const paused = await LineClient.come(station, { watched: WATCHED, sessionMs: 3_000_000 });
  const silent = await LineClient.come(station, { watched: WATCHED, sessionMs: 3_000_000 });
  silent.publishNoMore();
  let sequence = 0;
  const judged = async (count: number): Promise<Memory> => {
    for (const last = sequence + count; sequence < last; ) {
      for (let part = 0; part < AT_ONCE; part += 1) station.judge(++sequence);
      await until(`the quick client hears part ${sequence}`, () => quick.newest('Result/Sequence') === sequence);
    }
    return station.memory();
  };
  const before = await judged(1000);
  paused.pause();
  const after = await judged(PARTS);
  const [held, grown] = [(after.heapUsed - before.heapUsed) / 1e6, (after.rss - before.rss) / 1e6];
  assert.ok(after.heapUsed - before.heapUsed < 2 * MOST_HELD, `${held.toFixed(0)} MB more in the heap`);
  const numbers = quick.heard.get('Result/Sequence')?.slice(-PARTS) as number[];
  assert.ok(
    numbers.every((number, place) => number === sequence - PARTS + 1 + place),
    'the quick client hears each part once and in order',
  );
  const plc = await PlcClient.connect(station.modbusPort);
  assert.equal((await plc.status())?.sequence, sequence);
  plc.close();
  console.log(
    `${PARTS} parts beside two clients that take nothing: ${held.toFixed(1)} MB more in the heap, ${grown.toFixed(0)} MB resident`,
  );

  // What the silent one missed it learns of: its queue is as long as it can be, and says that it overflowed.
  silent.forget();
  silent.publishAgain();
  await until(
    `the silent client hears part ${sequence}, after ${silent.statuses.join()}`,
    () => silent.newest('Result/Sequence') === sequence,
    120_000,
  );
  assert.ok(silent.overflows > 0);
  const kept = silent.heard.get('Result/Sequence')?.slice(-5000) as number[];
  assert.deepEqual([kept[0], kept.at(-1)], [sequence - 4999, sequence]);

  const unread = await LineClient.come(station, { watched: [] });
  unread.pause();
  unread.askOnly(ANSWERS);
  await until(
    'the client that never reads is cut off',
    () => station.reports.get(OPCUA)?.error?.code === 'connection.client-stuck',
    60_000,
  );
  const freed = await judged(AT_ONCE);
  const more = (freed.external + freed.heapUsed - after.external - after.heapUsed) / 1e6;
  assert.ok(more < 20, `${more.toFixed(0)} MB stay`);
  console.log(`a client that asks and never reads is cut off, and ${more.toFixed(1)} MB stay`);
  for (const { client } of [quick, silent]) await client.disconnect();
  for (const client of [paused, unread]) await client.vanish();
}
