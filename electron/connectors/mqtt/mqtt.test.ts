import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { MESSAGE_SCHEMA, outboxMessageSchema } from '../../../shared/domain/index.ts';
import { MessageRefused, type OpenConnection } from '../driver.ts';
import { itemsFixture, type SurroundingsFixture, surroundingsFixture, viewFixture } from '../surroundings.fixture.ts';
import { FakeBroker } from './broker.fixture.ts';
import { answerSchema } from './commands.ts';
import { openMqtt } from './index.ts';
import { heartbeatSchema, outletMessageSchema, stateSchema } from './jsonSpeech.ts';
import { levelOf } from './topics.ts';

const OUTLET = 'sigmaline/Line 3/source/Top/outlet';
const STATE = 'sigmaline/Line 3/state';
type OutletMessage = z.infer<typeof outletMessageSchema>;

let broker: FakeBroker;
let fixture: SurroundingsFixture<'mqtt'>;
let connection: OpenConnection;
const never = new AbortController().signal;

async function open(settings: Readonly<Record<string, unknown>> = {}): Promise<void> {
  fixture = surroundingsFixture({ kind: 'mqtt', url: broker.url, ...settings });
  connection = await openMqtt(fixture.surroundings);
}

beforeEach(async () => {
  broker = await FakeBroker.start();
});
afterEach(async () => {
  await connection.close();
  fixture.remove();
  await broker.kill();
});

describe('a station at a broker', () => {
  it('says that it is online, has the broker say offline for it once it is gone, and says so itself when it is closed', async () => {
    await open();
    expect(fixture.states).toEqual([{ state: 'working', error: null }]);
    expect(fixture.clients).toBe(1);
    expect(stateSchema.parse(broker.on(STATE)[0]).state).toBe('online');
    expect(broker.connected[0]).toMatchObject({ clean: true, keepalive: 5, protocolVersion: 5 });
    expect(broker.connected[0]?.properties).toMatchObject({ sessionExpiryInterval: 0 });
    const will = broker.connected[0]?.will;
    expect(will).toMatchObject({ topic: STATE, retain: true, qos: 1 });
    expect(stateSchema.parse(JSON.parse(String(will?.payload))).state).toBe('offline');
    await connection.close();
    expect(broker.on(STATE).at(-1)).toMatchObject({ state: 'offline' });
  });

  it('shows a pass with the time that it has left, takes it back, and leaves no pass behind when it is closed', async () => {
    await open();
    connection.show?.([viewFixture({ result: {} })], 1);
    await vi.waitFor(() => expect(broker.on(OUTLET)).toHaveLength(1));
    const [pass] = broker.on<OutletMessage>(OUTLET);
    expect(outletMessageSchema.parse(pass)).toMatchObject({
      is_pass: true,
      sequence: 41,
      result: { serial: 'SN-0007' },
    });
    expect(pass?.valid_for_ms).toBeGreaterThan(1500);
    expect(Date.parse(pass?.valid_until_utc ?? '') - Date.parse(pass?.time_utc ?? '')).toBeLessThanOrEqual(2000);
    expect(broker.retained.get(OUTLET)?.properties?.messageExpiryInterval).toBe(2);
    expect(heartbeatSchema.parse(broker.on('sigmaline/Line 3/heartbeat')[0]).heartbeat).toBe(1);

    connection.show?.([viewFixture({ result: { ageMs: 7 } })], 1);
    connection.show?.([viewFixture({ sequence: 41 })], 1);
    await vi.waitFor(() => expect(broker.on(OUTLET)).toHaveLength(2));
    expect(broker.on(OUTLET)[1]).toMatchObject({ is_pass: false, result: null, valid_for_ms: 0, sequence: 41 });

    connection.show?.([viewFixture({ result: { sequence: 42 } })], 1);
    await vi.waitFor(() => expect(broker.on(OUTLET)).toHaveLength(3));
    await connection.close();
    const left = JSON.parse(String(broker.retained.get(OUTLET)?.payload)) as OutletMessage;
    expect(left).toMatchObject({ is_pass: false, result: null, state: 'engine-away' });
  });

  it('replaces what waits for a slow broker, and tells a pass that became too old meanwhile as none', async () => {
    await open();
    broker.acknowledge = ({ topic }) => (topic === OUTLET ? null : 0);
    connection.show?.([viewFixture()], 1);
    for (let sequence = 1; sequence <= 500; sequence += 1)
      connection.show?.([viewFixture({ result: { sequence }, validForMs: 20 })], 1);
    await new Promise((resolve) => setTimeout(resolve, 40));
    broker.acknowledge = () => 0;
    const [first] = broker.published.filter(({ topic }) => topic === OUTLET);
    broker.send({ cmd: 'puback', messageId: first?.messageId ?? 0, reasonCode: 0 });
    await vi.waitFor(() => expect(broker.on(OUTLET)).toHaveLength(2));
    expect(broker.on(OUTLET)[1]).toMatchObject({ sequence: 500, is_pass: false, result: null });
  });

  it('sends messages in their order and resolves once the broker has all, never more at once than it takes', async () => {
    broker.connack = { reasonCode: 0, properties: { receiveMaximum: 7 } };
    await open();
    const items = itemsFixture(100);
    await connection.deliver?.(items, never);
    const arrived = broker.published.filter(({ topic }) => topic === 'sigmaline/Line 3/record');
    expect(arrived.map(({ payload }) => outboxMessageSchema.parse(JSON.parse(String(payload))).sequence)).toEqual(
      items.map(({ message }) => message.sequence),
    );
    expect(broker.mostUnderWay).toBeLessThanOrEqual(7);
    expect(arrived[0]).toMatchObject({
      qos: 1,
      retain: false,
      properties: {
        contentType: 'application/json',
        userProperties: { schema: MESSAGE_SCHEMA, id: items[0]?.message.id },
      },
    });
  });

  it('names the first message that the broker refuses, and how many it took before', async () => {
    await open();
    broker.acknowledge = ({ payload }) => (/"sequence":(3|5),"time/.test(String(payload)) ? 0x87 : 0);
    const refused: unknown = await connection.deliver?.(itemsFixture(6), never).catch((thrown: unknown) => thrown);
    expect(refused).toBeInstanceOf(MessageRefused);
    expect(refused).toMatchObject({ sequence: 3, taken: 2, fact: { code: 'connection.refused' } });
  });

  it('sets a message aside that is larger than the broker takes', async () => {
    broker.connack = { reasonCode: 0, properties: { maximumPacketSize: 2000 } };
    await open();
    const items = itemsFixture(2, 1, (sequence) => (sequence === 2 ? { reason: 'x'.repeat(3000) } : {}));
    await expect(connection.deliver?.(items, never)).rejects.toMatchObject({ sequence: 2, taken: 1 });
  });

  it('says nothing old to a broker that comes back: what was under way is sent again by the outbox alone', async () => {
    await open();
    broker.acknowledge = () => null;
    connection.show?.([viewFixture({ result: {} })], 1);
    const failed = connection.deliver?.(itemsFixture(20), never).catch((thrown: unknown) => thrown);
    await vi.waitFor(() => expect(broker.published.length).toBeGreaterThan(20));
    await broker.kill();
    expect(await failed).toMatchObject({ code: 'connection.unreachable' });
    await vi.waitFor(() => expect(fixture.states.at(-1)).toMatchObject({ state: 'waiting' }));
    connection.show?.([viewFixture({ sequence: 41 })], 2);
    broker.published.length = 0;
    broker.acknowledge = () => 0;
    const again = connection.deliver?.(itemsFixture(20), never);
    await broker.listen();
    await again;
    expect(broker.on('sigmaline/Line 3/record')).toHaveLength(20);
    expect(broker.on(OUTLET)).toEqual([expect.objectContaining({ is_pass: false, result: null })]);
    expect(fixture.states.at(-1)).toEqual({ state: 'working', error: null });
  });

  it('ends a delivery that waits for the broker when it is told to', async () => {
    await broker.kill();
    await open();
    expect(fixture.states).toMatchObject([{ state: 'waiting', error: { code: 'connection.unreachable' } }]);
    const ending = new AbortController();
    const waits = connection.deliver?.(itemsFixture(1), ending.signal).catch((thrown: unknown) => thrown);
    ending.abort();
    expect(await waits).toBeInstanceOf(Error);
    await expect(connection.test(itemsFixture(1)[0]?.message as never)).rejects.toMatchObject({
      code: 'connection.unreachable',
    });
  });

  it('tells user and password from a broker that is away, and wants the secrets that its settings need', async () => {
    broker.connack = { reasonCode: 0x86, properties: {} };
    await open();
    expect(fixture.states).toMatchObject([{ state: 'waiting', error: { code: 'connection.sign-in' } }]);
    // What stays on this machine nobody else reads.
    expect(fixture.warnings).toEqual([]);
    const elsewhere = surroundingsFixture({ kind: 'mqtt', url: broker.url.replace('127.0.0.1', '0.0.0.0') });
    await (await openMqtt(elsewhere.surroundings)).close();
    expect(elsewhere.warnings).toMatchObject([{ code: 'connection.not-encrypted' }]);
    elsewhere.remove();
    const lacking = surroundingsFixture({ kind: 'mqtt', url: broker.url, user: 'line' });
    await expect(openMqtt(lacking.surroundings)).rejects.toMatchObject({ code: 'connection.secret-missing' });
    lacking.remove();
    const nobody = surroundingsFixture({ kind: 'mqtt', url: broker.url }, { password: 'token' });
    await expect(openMqtt(nobody.surroundings)).rejects.toMatchObject({ code: 'connection.sign-in' });
    nobody.remove();
  });

  it('survives a broker that sends rubbish, and begins again', async () => {
    await open();
    broker.send(Buffer.alloc(200, 0xff));
    await vi.waitFor(() => expect(broker.connected).toHaveLength(2), { timeout: 3000 });
    await connection.deliver?.(itemsFixture(1), never);
  });
});

describe('commands of the line', () => {
  const answers = (topic = 'sigmaline/Line 3/answer'): z.infer<typeof answerSchema>[] =>
    broker.on(topic).map((answer) => answerSchema.parse(answer));
  const command = (kind: string, fields: unknown, packet = {}): void =>
    broker.say(
      `sigmaline/Line 3/command/${kind}`,
      typeof fields === 'string' ? fields : JSON.stringify(fields),
      packet,
    );

  it('reach the engine with the source by its name, and are answered where they say', async () => {
    await open();
    expect(broker.subscribed).toEqual(['sigmaline/Line 3/command/+']);
    const properties = { responseTopic: 'plc/answers', correlationData: Buffer.from('77') };
    command('announce', { source: 'Top', serial: 'SN-1' }, { properties });
    await vi.waitFor(() => expect(answers('plc/answers')).toMatchObject([{ is_done: true, command: 'announce' }]));
    expect(fixture.asked).toEqual([
      expect.objectContaining({ kind: 'announce', serial: 'SN-1', lot: null, view: null, recipe: null }),
    ]);
    expect(broker.published.at(-1)?.properties?.correlationData?.toString()).toBe('77');
  });

  it('are done once where the broker brings one twice, and tell why they were not done', async () => {
    await open();
    fixture.answer = { code: 'connection.result-over', details: { sequence: 4, newest: 5 } };
    for (let time = 0; time < 2; time += 1) command('acknowledge', { id: 'a', source: 'Top', sequence: 4 });
    await vi.waitFor(() => expect(answers()).toHaveLength(2));
    expect(fixture.asked).toHaveLength(1);
    expect(answers()[1]).toMatchObject({ id: 'a', is_done: false, error: { code: 'connection.result-over' } });
  });

  it('that cannot be read are refused and counted; retained ones are never obeyed; answers go nowhere else', async () => {
    await open();
    command('announce', 'no json');
    command('announce', '[]');
    command('open-the-gate', { source: 'Top' });
    command('acknowledge', { source: 'Top', sequence: 'x' });
    command('reset', { source: 'Top' }, { retain: true });
    command('reset', { source: 'Elsewhere' }, { properties: { responseTopic: OUTLET } });
    await vi.waitFor(() => expect(answers()).toHaveLength(6));
    expect(fixture.asked).toEqual([]);
    expect(fixture.garbled).toBe(5);
    // What the broker kept is refused before anything is read.
    expect(answers().map(({ error }) => error?.code)).toEqual([
      ...Array.from({ length: 3 }, () => 'connection.command-unreadable'),
      'connection.command-unknown',
      'connection.command-wrong',
      'connection.source-unknown',
    ]);
    expect(broker.on(OUTLET)).toEqual([]);
  });
});

describe('what receivers hold messages against', () => {
  it('is written in docs/connections, as the code has it', async () => {
    // A later version may add fields: a receiver that holds messages against this must not refuse them.
    const text = (schema: z.ZodType): string => `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`;
    const folder = '../../../docs/connections';
    await expect(text(outboxMessageSchema)).toMatchFileSnapshot(`${folder}/message.schema.json`);
    const topics = z.object({
      state: stateSchema,
      heartbeat: heartbeatSchema,
      outlet: outletMessageSchema,
      answer: answerSchema,
    });
    await expect(text(topics)).toMatchFileSnapshot(`${folder}/mqtt.schema.json`);
  });

  it('is found under topics that hold any name', () => {
    expect(levelOf('Cell 3/left+right #1 100%')).toBe('Cell 3%2Fleft%2Bright %231 100%25');
    expect([levelOf(''), levelOf('$SYS'), levelOf('Prüfung\u0000')]).toEqual(['%', '%24SYS', 'Prüfung%00']);
  });
});
