import protobuf from 'protobufjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OpenConnection } from '../driver.ts';
import { itemsFixture, type SurroundingsFixture, surroundingsFixture, viewFixture } from '../surroundings.fixture.ts';
import { FakeBroker } from './broker.fixture.ts';
import { openMqtt } from './index.ts';
import { encodePayload } from './sparkplugPayload.ts';

interface Read {
  readonly topic: string;
  readonly qos: number;
  readonly seq: number | null;
  readonly metrics: Record<string, unknown>;
  readonly historical: string[];
}

/** Reads a payload by the field numbers of the specification alone. */
function read({ topic, qos, payload }: { topic: string; qos: number; payload: string | Buffer }): Read {
  const reader = protobuf.Reader.create(Buffer.from(payload));
  const found = {
    topic,
    qos,
    seq: null as number | null,
    metrics: {} as Record<string, unknown>,
    historical: [] as string[],
  };
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 === 3) found.seq = Number(reader.uint64());
    else if (tag >>> 3 === 2) {
      const end = reader.uint32() + reader.pos;
      let name = '';
      let value: unknown;
      let isOld = false;
      while (reader.pos < end) {
        const inner = reader.uint32();
        const field = inner >>> 3;
        if (field === 1) name = reader.string();
        else if (field === 5) isOld = reader.bool();
        else if (field === 7) value = reader.bool() ? null : undefined;
        else if (field === 10) value = reader.uint32();
        else if (field === 11) value = Number(reader.uint64());
        else if (field === 13) value = reader.double();
        else if (field === 14) value = reader.bool();
        else if (field === 15) value = reader.string();
        else reader.skipType(inner & 7);
      }
      found.metrics[name] = value;
      if (isOld) found.historical.push(name);
    } else reader.skipType(tag & 7);
  }
  return found;
}

describe('a station that speaks Sparkplug B', () => {
  let broker: FakeBroker;
  let fixture: SurroundingsFixture<'mqtt'>;
  let connection: OpenConnection;
  const never = new AbortController().signal;
  const said = (): Read[] => broker.published.map(read);
  const topics = (): string[] => said().map(({ topic }) => topic.replace('spBv1.0/Plant/', ''));
  const open = async (folder?: string): Promise<void> => {
    const settings = { kind: 'mqtt', format: 'sparkplug', prefix: 'Plant', url: broker.url } as const;
    fixture = surroundingsFixture(settings, {}, folder === undefined ? {} : { folder });
    connection = await openMqtt(fixture.surroundings);
  };
  const settled = (count: number): Promise<void> => vi.waitFor(() => expect(broker.published).toHaveLength(count));

  beforeEach(async () => {
    broker = await FakeBroker.start();
    await open();
  });
  afterEach(async () => {
    await connection.close();
    fixture.remove();
    await broker.kill();
  });

  it('is born, tells what differs, dies with the engine and is born again, numbered without a gap', async () => {
    connection.show?.([viewFixture()], 1);
    connection.show?.([viewFixture({ result: {} })], 1);
    await settled(3);
    connection.show?.([viewFixture({ sequence: 41 })], 1);
    await settled(4);
    connection.show?.([viewFixture({ state: 'engine-away', sequence: 41 })], 1);
    await settled(5);
    connection.show?.([viewFixture({ sequence: 41 })], 1);
    await settled(6);
    const names = ['NBIRTH/Line 3', 'DBIRTH/Line 3/Top', 'DDATA/Line 3/Top', 'DDATA/Line 3/Top', 'DDEATH/Line 3/Top'];
    expect(topics()).toEqual([...names, 'DBIRTH/Line 3/Top']);
    expect(said().map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(new Set(said().map(({ qos }) => qos))).toEqual(new Set([0]));
    expect(said()[0]?.metrics).toMatchObject({ bdSeq: 0, 'Node Control/Rebirth': false, 'Station/Name': 'Line 3' });
    expect(said()[1]?.metrics).toMatchObject({ 'Outlet/Pass': false, 'Outlet/Verdict': null, 'Record/Score': null });
    expect(said()[2]?.metrics).toMatchObject({ 'Outlet/Pass': true, 'Outlet/Verdict': 'pass', 'Outlet/Score': 1.25 });
    expect(said()[2]?.metrics).not.toHaveProperty('Recipe/Number');
    expect(said()[3]?.metrics).toMatchObject({ 'Outlet/Pass': false, 'Outlet/Verdict': null });
    expect(said()[3]?.metrics).not.toHaveProperty('Outlet/Sequence');
  });

  it('has a death certificate with the number of its birth, and the next number after each start', async () => {
    const [first] = broker.connected;
    expect(first?.will).toMatchObject({ topic: 'spBv1.0/Plant/NDEATH/Line 3', qos: 1, retain: false });
    expect(read({ topic: '', qos: 1, payload: first?.will?.payload ?? '' })).toMatchObject({
      seq: null,
      metrics: { bdSeq: 0 },
    });
    await connection.close();
    expect(said().at(-1)).toMatchObject({ topic: 'spBv1.0/Plant/NDEATH/Line 3', metrics: { bdSeq: 0 } });
    await open(fixture.surroundings.folder);
    expect(said().at(-1)).toMatchObject({ topic: 'spBv1.0/Plant/NBIRTH/Line 3', metrics: { bdSeq: 1 } });
  });

  it('is born again when a host asks, and counts from 255 on to 0', async () => {
    connection.show?.([viewFixture()], 1);
    await settled(2);
    await connection.deliver?.(itemsFixture(300), never);
    const numbers = said().map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.map((_, index) => index % 256));
    const rebirth = { name: 'Node Control/Rebirth', type: 'Boolean', value: true } as const;
    broker.published.length = 0;
    broker.say('spBv1.0/Plant/NCMD/Line 3', encodePayload([rebirth], null, 0));
    await settled(2);
    expect(said().map(({ seq }) => seq)).toEqual([0, 1]);
    expect(topics()).toEqual(['NBIRTH/Line 3', 'DBIRTH/Line 3/Top']);
  });

  it('sends the outbox as values of before, of the source where it has one, and resolves once the broker has them', async () => {
    connection.show?.([viewFixture()], 1);
    await settled(2);
    const [record, entry] = itemsFixture(2, 1, (sequence) => (sequence === 2 ? { type: 'event', record: null } : {}));
    if (record === undefined || entry === undefined) throw new Error('two items');
    const asked = broker.subscribed.length;
    await connection.deliver?.([record, entry], never);
    expect(broker.subscribed.length).toBeGreaterThan(asked);
    const [ofSource, ofNode] = said().slice(-2);
    expect(ofSource).toMatchObject({ topic: 'spBv1.0/Plant/DDATA/Line 3/Top', metrics: { 'Record/Verdict': 'pass' } });
    expect(ofSource?.historical).toContain('Record/Score');
    expect(ofNode).toMatchObject({ topic: 'spBv1.0/Plant/NDATA/Line 3', metrics: { 'Outbox/Sequence': 2 } });
    expect(JSON.parse(String(ofNode?.metrics['Outbox/Message']))).toEqual(entry.message);
  });

  it('obeys commands of its devices, and survives what is no payload', async () => {
    connection.show?.([viewFixture()], 1);
    await settled(2);
    const command = { name: 'Command/announce', type: 'String', value: '{"serial":"SN-9","id":"1"}' } as const;
    broker.say('spBv1.0/Plant/DCMD/Line 3/Top', encodePayload([command], null, 0));
    await settled(3);
    expect(fixture.asked).toMatchObject([{ kind: 'announce', serial: 'SN-9' }]);
    expect(JSON.parse(String(said()[2]?.metrics['Command/Answer']))).toMatchObject({ id: '1', is_done: true });
    let seed = 17;
    const random = (): number => {
      seed = (seed * 16807) % 2147483647;
      return seed;
    };
    for (let index = 0; index < 500; index += 1) {
      const bytes = Buffer.from(Array.from({ length: 40 }, () => random() & 255));
      broker.say(index % 2 === 0 ? 'spBv1.0/Plant/NCMD/Line 3' : 'spBv1.0/Plant/DCMD/Line 3/Top', bytes);
    }
    await vi.waitFor(() => expect(fixture.garbled).toBeGreaterThan(400));
    expect(fixture.asked).toHaveLength(1);
    expect(broker.connected).toHaveLength(1);
  });
});
