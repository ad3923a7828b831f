import assert from 'node:assert/strict';
import { LineClient, trusted } from './lineClient.ts';
import { type StationProcess, until } from './stationProcess.ts';

const PANEL = 'panel';
const TRIES = 5;
const LATE_MS = 5000;

/**
 * The connector is killed, restarted and set up anew below a client that reconnects as usual: it gets its subscription back under the same node ids, hears the newest
 * value and no older pass, and knows what is told twice by its id.
 *
 * @param station whose results are valid for long, so that one of before is valid still
 */
export async function tryRestarts(station: StationProcess): Promise<void> {
  trusted(station, PANEL);
  await station.open();
  const client = await LineClient.come(station, {
    name: PANEL,
    reconnects: true,
    watched: ['Result/Sequence', 'Result/Pass', 'State'],
  });
  const { namespace, heard } = client;
  const hears = (sequence: number, isPass: boolean, withinMs?: number): Promise<void> =>
    until(
      `part ${sequence} is heard as ${isPass}, after ${String(client.newest('Result/Sequence'))}`,
      () => client.newest('Result/Sequence') === sequence && client.newest('Result/Pass') === isPass,
      withinMs,
    );
  let sequence = 0;
  /** A result that comes a second late, because this machine is busy, is shown to nobody: the next one is. */
  const passes = async (): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      station.judge(++sequence);
      try {
        await hears(sequence, true, tries < TRIES ? LATE_MS : undefined);
        return;
      } catch (thrown) {
        if (tries === TRIES) throw thrown;
      }
    }
  };
  for (const [what, interrupt] of [
    ['killed', () => station.kill()],
    ['restarted', () => station.restart()],
    ['set up anew', () => station.change({ historySize: 7 })],
  ] as const) {
    await passes();
    const before = heard.get('Result/Pass')?.length ?? 0;
    // While the client hears nothing, a bad part follows.
    const interrupted = interrupt();
    station.judge(++sequence, { verdict: 'fail' });
    await interrupted;
    await station.isOpen();
    await hears(sequence, false);
    const later = heard.get('Result/Pass')?.slice(before) ?? [];
    assert.ok(!later.includes(true), `${what}: a pass of before is heard`);
    await passes();
    const read = await client.read('Result/Sequence', 'Result/Pass', 'State');
    assert.deepEqual(read, [sequence, true, 'inspecting'], `${what}: by the node ids of before`);
    assert.equal((await client.session.readNamespaceArray()).indexOf('urn:sigmaline:station'), namespace);
    console.log(`a connector that was ${what}: the client hears the newest part, and no older pass`);
  }

  // A result that is valid still is told again, and is known by its id; one that was acknowledged is not.
  const killed = async (isPass: boolean): Promise<unknown[]> => {
    const before = heard.get('Result/Pass')?.length ?? 0;
    const toldAgain = (): unknown[] => heard.get('Result/Pass')?.slice(before) ?? [];
    await station.kill();
    await station.isOpen();
    // The value of before is none that it was told again: its session may still be refused.
    await until(
      `the client is back and hears ${isPass}`,
      () => toldAgain().at(-1) === isPass && !client.client.isReconnecting,
    );
    return toldAgain();
  };
  await killed(true);
  const objectId = client.node('').replace(/\/$/, '');
  const inputArguments = [{ dataType: 7, value: sequence }];
  await client.session.call({ objectId, methodId: client.node('Acknowledge'), inputArguments });
  await hears(sequence, false);
  assert.deepEqual(await killed(false), [false]);
  await passes();

  for (const { sequence: of, recordId } of client.events)
    assert.equal(
      recordId,
      client.events.find((event) => event.sequence === of)?.recordId,
      'the same part, the same id',
    );
  assert.equal(new Set(client.events.map(({ eventId }) => eventId)).size, client.events.length);
  await client.client.disconnect();
  console.log('a result that is valid still is told again with its id, one that was acknowledged is not');
}
