import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { LineClient, type Subscription, trusted } from './lineClient.ts';
import { SpecificationClient } from './specificationClient.ts';
import { PASSWORD } from './station.ts';
import { type StationProcess, until } from './stationProcess.ts';

const CLIENTS = 20;
const PARTS = 50;
const WATCHED = ['Result/Verdict', 'Result/Sequence', 'Result/Pass', 'Counters/Inspected'];
/** As docs/connections/opcua.md has them. */
const LIMITS = {
  sessionsOfAddress: 25,
  subscriptionsOfSession: 10,
  watchedOfSubscription: 2000,
  watchedOfAddress: 10_000,
};
const IDLE_SOCKETS = 200;
/** Another address of this machine (Linux answers under all of 127.0.0.0/8). */
const ELSEWHERE = '127.0.0.2';

/** Twenty clients with verdicts, counters and events; one too many of anything is refused by its status, and the twenty hear on. */
export async function tryManyClients(station: StationProcess): Promise<void> {
  const identity = trusted(station, 'elsewhere');
  await station.open();
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, () => LineClient.come(station, { watched: WATCHED })),
  );
  let sequence = 0;
  const hearOn = async (what: string): Promise<void> => {
    const first = sequence + 1;
    // No faster than they hear: what is a second old is shown to nobody.
    for (; sequence < first + PARTS - 1; await heardBy(clients, sequence)) station.judge(++sequence);
    const expected = Array.from({ length: PARTS }, (_, place) => first + place);
    for (const client of clients) {
      assert.deepEqual(client.heard.get('Result/Sequence')?.slice(-PARTS), expected);
      assert.deepEqual(client.heard.get('Counters/Inspected')?.slice(-PARTS), expected);
      assert.deepEqual(client.events.map((event) => event.sequence).slice(-PARTS), expected);
    }
    console.log(`${what}: ${CLIENTS} clients hear ${PARTS} parts, each value and event once and in order`);
  };
  await hearOn('20 at once');

  const more: LineClient[] = [];
  while (clients.length + more.length < LIMITS.sessionsOfAddress) more.push(await LineClient.come(station));
  await assert.rejects(LineClient.come(station), /BadTooManySessions/);
  const elsewhere = (): Promise<SpecificationClient> =>
    SpecificationClient.signIn(station.url, 'Basic256Sha256', { ...identity, localAddress: ELSEWHERE }, PASSWORD);
  await (await elsewhere()).close();
  await hearOn('One session too many of an address');

  const [greedy] = more;
  assert.ok(greedy);
  const subscriptions: Subscription[] = [];
  while (subscriptions.length < LIMITS.subscriptionsOfSession - 1) subscriptions.push(await greedy.subscribe());
  await assert.rejects(greedy.subscribe(), /BadTooManySubscriptions/);
  const watch = async ([subscription]: readonly Subscription[], count: number): Promise<Map<string, number>> => {
    const node = { nodeId: `ns=${greedy.namespace};s=Station/Name`, attributeId: 13 };
    const options = { samplingInterval: 0, queueSize: 10, discardOldest: true };
    const group = await subscription?.monitorItems(
      Array.from({ length: count }, () => node),
      options,
      2,
    );
    const statuses = (group?.monitoredItems ?? []).map(({ statusCode }) => statusCode.name);
    return new Map([...new Set(statuses)].map((name) => [name, statuses.filter((each) => each === name).length]));
  };
  const { watchedOfSubscription: most } = LIMITS;
  assert.deepEqual(
    await watch(subscriptions, most + 1),
    new Map([
      ['Good', most],
      ['BadTooManyMonitoredItems', 1],
    ]),
  );
  const watched = clients.length * (WATCHED.length + 1) + more.length * 3 + most;
  let left = LIMITS.watchedOfAddress - watched;
  for (let place = 1; left > 0; place += 1, left -= most) await watch(subscriptions.slice(place), Math.min(most, left));
  assert.deepEqual(await watch(subscriptions.slice(-1), 1), new Map([['BadTooManyMonitoredItems', 1]]));
  await hearOn('One subscription and one value too many');

  const sockets = Array.from({ length: IDLE_SOCKETS }, () => connect(Number(new URL(station.url).port), '127.0.0.1'));
  for (const socket of sockets) socket.on('error', () => undefined);
  await greedy.client.disconnect();
  const late = await LineClient.come(station);
  await hearOn(`${IDLE_SOCKETS} connections that say nothing`);
  await (await elsewhere()).close();
  for (const socket of sockets) socket.destroy();
  for (const { client } of [...clients, ...more.slice(1), late]) await client.disconnect();
}

function heardBy(clients: readonly LineClient[], sequence: number): Promise<void> {
  return until(`all have heard part ${sequence}`, () =>
    clients.every(
      (client) => client.events.at(-1)?.sequence === sequence && client.newest('Result/Sequence') === sequence,
    ),
  );
}
