import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { requests as contract } from '../../../shared/contract/table.ts';
import type { ErrorCode, LineAnswer } from '../../../shared/domain/index.ts';
import type { OpenConnection, OutletView } from '../driver.ts';
import { type SurroundingsFixture, surroundingsFixture, viewFixture } from '../surroundings.fixture.ts';
import { documentTables } from './documentTables.fixture.ts';
import { bitsTogether, stateBits } from './encoding.ts';
import { CHECKS } from './gate.fixture.ts';
import { openModbus } from './index.ts';
import { announcement, freePort, PlcClient, READ_STATUS, type Reading, readingOf, requests } from './plc.fixture.ts';
import {
  FIRST_BLOCK,
  OTHER_REFUSAL,
  OWN_REFUSALS,
  REFUSALS,
  REGISTERS,
  refusalNumber,
  STATE_BIT_NAMES,
  type StateBit,
} from './registers.ts';

let fixture: SurroundingsFixture<'modbus'>;
let connection: OpenConnection;
let plc: PlcClient;

async function open(settings: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const port = await freePort();
  fixture = surroundingsFixture({ kind: 'modbus', port, ...settings });
  connection = await openModbus(fixture.surroundings);
  plc = await PlcClient.connect(port);
}

beforeEach(() => open());

afterEach(async () => {
  plc.close();
  await connection.close();
  fixture.remove();
});

const NOTHING = { value: 0, state: 0, refusal: 0 } as const;
const at = (offset: number): number => FIRST_BLOCK + offset;
const exception = (code: number, number: number): Buffer => Buffer.from([code | 0x80, number]);

async function status(): Promise<Reading> {
  return (await plc.status()) as Reading;
}

/** The registers of a block that hold a result and how the source stands. */
async function answered(name: keyof Reading['answers']): Promise<Reading['answers']['announce']> {
  return vi.waitFor(async () => {
    const answer = (await status()).answers[name];
    expect(answer.state).toBeGreaterThan(1);
    return answer;
  });
}

describe('a Modbus TCP server', () => {
  test('shows the newest result in one reading, as floats, texts and counters', async () => {
    connection.show?.([viewFixture({ result: { serial: 'SN-Ä7', score: 1.25, limit: 4.5 } })], 70_000);
    const reading = await status();
    expect(reading).toMatchObject({
      ...{ sequence: 41, sequenceAgain: 41, heartbeat: 70_000 % 65_536, verdict: 1, reason: 0, serial: 'SN-Ä7' },
      ...{
        score: 1.25,
        limit: 4.5,
        number: 7,
        delayMs: 50,
        inspected: 10,
        pass: 8,
        fail: 2,
        recipe: 1,
        recipeVersion: 2,
      },
    });
    expect([...reading.bits]).toEqual(['inspecting', 'resultValid', 'pass']);
    expect(reading.validMs).toBeGreaterThan(1000);
    expect(reading.validMs).toBeLessThanOrEqual(2000);
  });

  test('puts the lower word of 32 bits first where the settings say so', async () => {
    await connection.close();
    await open({ wordOrder: 'low-first' });
    connection.show?.([viewFixture({ result: { score: 1.25 } })], 1);
    const answer = (await plc.request(requests.read(3, READ_STATUS.at, READ_STATUS.count))) as Buffer;
    expect(answer.subarray(2).readUInt16BE(0)).toBe(41);
    expect(readingOf(answer.subarray(2), 'low-first')).toMatchObject({ sequence: 41, score: 1.25 });
  });

  test('answers units 0, 1 and 255 alike, and says of others that they are not there', async () => {
    connection.show?.([viewFixture({ result: {} })], 1);
    const read = requests.read(3, at(0), 4);
    const [asZero, asOne, as255] = await Promise.all([0, 1, 255].map((unit) => plc.request(read, unit)));
    expect(asZero?.readUInt32BE(2)).toBe(41);
    expect(asOne).toEqual(asZero);
    expect(as255).toEqual(asZero);
    expect(await plc.request(read, 7)).toEqual(exception(3, 11));
  });

  test('is a snapshot: bits, coils and registers say the same', async () => {
    connection.show?.([viewFixture({ result: { verdict: 'fail' } })], 1);
    const word = (await status()).state;
    const coils = (await plc.request(requests.read(1, at(0), 16))) as Buffer;
    const inputs = (await plc.request(requests.read(2, at(0), 16))) as Buffer;
    expect(coils.readUInt16LE(2)).toBe(word);
    expect(inputs.readUInt16LE(2)).toBe(word);
  });

  test('shows no pass without one that stands', async () => {
    const without = [
      viewFixture({ result: { verdict: 'pass', isLate: true } }),
      viewFixture({ result: {}, state: 'by-passed', isPass: true }),
      viewFixture({ result: {}, state: 'not-inspecting', reason: 'lane.start' }),
      viewFixture({ result: {}, state: 'engine-away' }),
      viewFixture({ result: {}, validForMs: 0 }),
      viewFixture({ sequence: 41, result: null }),
      viewFixture({ result: {}, isPass: false }),
    ];
    const found = [];
    for (const view of without) {
      connection.show?.([view], 1);
      const { bits, verdict, reason } = await status();
      expect(bits.has('pass')).toBe(false);
      found.push([verdict, reason]);
    }
    expect(found).toEqual([
      [5, 0],
      [0, 6],
      [0, 2],
      [0, 10],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  test('takes a result back by itself when its time is over, also if nobody says so', async () => {
    connection.show?.([viewFixture({ result: {}, validForMs: 60 })], 1);
    expect((await status()).bits.has('pass')).toBe(true);
    await vi.waitFor(async () => expect((await status()).bits.has('resultValid')).toBe(false), { timeout: 2000 });
    expect(await status()).toMatchObject({ sequence: 41, verdict: 0, validMs: 0, serial: '' });
  });

  test('names what it is: version, sources, stride, order of words, name of the station', async () => {
    connection.show?.([viewFixture()], 5);
    const answer = (await plc.request(requests.read(4, 0, 16))) as Buffer;
    const { words, station } = REGISTERS.header;
    const registers = answer.subarray(2);
    expect([0, 1, 2, 3, 4].map((register) => registers.readUInt16BE(register * 2))).toEqual([1, 2, 5, 200, 1000]);
    // Of the second source nothing was told yet.
    expect(registers.readUInt16BE(5 * 2)).toBe(1 << STATE_BIT_NAMES.indexOf('engineAway'));
    expect(registers.readFloatBE(words.at * 2)).toBe(1234.5);
    expect(registers.toString('latin1', station.at * 2, station.at * 2 + 6)).toBe('Line 3');
  });

  test('refuses addresses that are not there and requests that are none', async () => {
    const refused: readonly (readonly [Buffer, number])[] = [
      [requests.read(3, 0, 17), 2],
      [requests.read(3, 999, 1), 2],
      [requests.read(4, at(2 * 200 - 1), 2), 2],
      [requests.read(3, 65_535, 2), 2],
      [requests.read(1, at(0), 21), 2],
      [requests.read(3, at(0), 0), 3],
      [requests.read(3, at(0), 126), 3],
      [requests.read(2, at(0), 2001), 3],
      [requests.writeRegister(at(0), 1), 2],
      [requests.writeRegister(at(167), 1), 2],
      [requests.writeCoil(at(4), true), 2],
      [Buffer.concat([Buffer.from([5]), Buffer.from([0x03, 0xf8, 0x12, 0x34])]), 3],
      [requests.writeRegisters(at(119), Buffer.alloc(4)), 2],
      [requests.writeRegisters(at(120), Buffer.alloc(4)).subarray(0, -1), 3],
      [requests.writeCoils(at(16), 4, 0, 0), 3],
      [requests.exchange(at(0), 126, at(122), Buffer.alloc(2)), 3],
      [requests.exchange(500, 2, at(122), Buffer.from([0, 9])), 2],
      [Buffer.from([3, 0]), 3],
      [Buffer.from([43, 14, 1, 0]), 1],
      [Buffer.from([0]), 1],
    ];
    for (const [request, number] of refused)
      expect(await plc.request(request), request.toString('hex')).toEqual(exception(request.readUInt8(0), number));
    expect(fixture.garbled).toBe(refused.length);
    expect(fixture.asked).toEqual([]);
  });

  test('passes on what the line asks for, once for each value', async () => {
    const source = fixture.surroundings.sources[0]?.id;
    connection.show?.([viewFixture({ result: {} })], 1);
    const part = announcement({ serial: 'SN-8', lot: 'L2', view: 'left', recipe: 1, counter: 1 });
    await plc.request(requests.writeRegisters(at(125), part));
    // A machine that writes all of its registers in each cycle.
    await plc.request(requests.writeRegisters(at(125), part));
    expect(await answered('announce')).toEqual({ value: 1, state: 2, refusal: 0 });
    await plc.request(requests.writeRegister(at(120), 0));
    await plc.request(requests.writeRegister(at(121), 41));
    await plc.request(requests.writeRegister(at(122), 1));
    await plc.request(requests.writeRegister(at(123), 15));
    await plc.request(requests.writeRegister(at(123), 0));
    await plc.request(requests.writeRegister(at(124), 3));
    expect(fixture.asked).toEqual([
      { kind: 'announce', source, serial: 'SN-8', lot: 'L2', view: 'left', recipe: 1 },
      { kind: 'acknowledge', source, sequence: 41 },
      { kind: 'reset', source },
      { kind: 'begin-bypass', source, minutes: 15 },
      { kind: 'end-bypass', source },
      { kind: 'choose-recipe', source, recipe: 3 },
    ]);
    expect((await status()).bits.has('acknowledged')).toBe(true);
    // What was written can be read back.
    const written = (await plc.request(requests.read(3, at(125), 42))) as Buffer;
    expect(written.subarray(2)).toEqual(part);
  });

  test('acknowledges the whole of a sequence of which the registers hold the lower half', async () => {
    connection.show?.([viewFixture({ result: { sequence: 0x1_00_00_00_05 } })], 1);
    expect((await status()).sequence).toBe(5);
    await plc.request(requests.writeRegisters(at(120), Buffer.from([0, 0, 0, 5])));
    expect(fixture.asked).toMatchObject([{ kind: 'acknowledge', sequence: 0x1_00_00_00_05 }]);
    await plc.request(requests.writeRegisters(at(120), Buffer.from([0, 0, 0, 4])));
    expect(fixture.asked.at(-1)).toMatchObject({ sequence: 4 });
  });

  test('does the same by coils', async () => {
    connection.show?.([viewFixture({ result: {} })], 1);
    await plc.request(requests.writeCoil(at(16), true));
    await plc.request(requests.writeCoils(at(17), 3, 0b111));
    expect(fixture.asked.map(({ kind }) => kind)).toEqual(['acknowledge', 'reset', 'announce', 'begin-bypass']);
    connection.show?.([viewFixture({ state: 'by-passed' })], 1);
    await plc.request(requests.writeCoil(at(18), true));
    await plc.request(requests.writeCoil(at(18), false));
    expect(fixture.asked.at(-1)?.kind).toBe('end-bypass');
    expect(fixture.asked).toHaveLength(5);
  });

  test('writes and reads in one request', async () => {
    connection.show?.([viewFixture({ result: {} })], 1);
    const answer = await plc.request(requests.exchange(at(120), 3, at(122), Buffer.from([0, 5])));
    expect(answer).toEqual(Buffer.from([23, 6, 0, 0, 0, 0, 0, 5]));
    expect(fixture.asked).toMatchObject([{ kind: 'reset' }]);
  });

  test('says by a number why it did not do something, and begins nothing while the one before is under way', async () => {
    let answer: (value: LineAnswer) => void = () => undefined;
    connection.show?.([viewFixture()], 1);
    fixture.answer = { code: 'connection.recipe-unknown', details: { recipe: 9 } };
    await plc.request(requests.writeRegister(at(124), 9));
    expect(await answered('recipe')).toEqual({ value: 9, state: 3, refusal: 4 });
    const garbledText = announcement({ serial: 'x', counter: 1 });
    garbledText.writeUInt8(0xff, 2);
    await plc.request(requests.writeRegisters(at(125), garbledText));
    expect(await answered('announce')).toEqual({ value: 1, state: 3, refusal: 8 });
    await plc.request(requests.writeRegister(at(123), 1441));
    expect(await answered('bypass')).toEqual({ value: 1441, state: 3, refusal: 10 });

    vi.spyOn(fixture.surroundings, 'ask').mockImplementation(() => new Promise((resolve) => (answer = resolve)));
    await plc.request(requests.writeRegister(at(122), 1));
    expect((await status()).answers.reset).toEqual({ value: 1, state: 1, refusal: 0 });
    await plc.request(requests.writeRegister(at(122), 2));
    expect((await status()).answers.reset).toEqual({ value: 2, state: 3, refusal: 9 });
    answer(null);
  });

  test('has clients that do not disturb each other: rubbish ends one, the others go on', async () => {
    connection.show?.([viewFixture({ result: {} })], 1);
    expect(fixture.states.at(-1)?.state).toBe('working');
    const other = await PlcClient.connect(fixture.surroundings.settings.port);
    const ended = new Promise((resolve) => other.socket.once('close', resolve));
    other.socket.write('GET / HTTP/1.1\r\n\r\n');
    await ended;
    expect((await status()).sequence).toBe(41);
    expect(fixture.garbled).toBe(1);
    // One that resets in the middle of a frame.
    const third = await PlcClient.connect(fixture.surroundings.settings.port);
    third.socket.write(Buffer.from([0, 1, 0, 0, 0, 6, 1]));
    third.socket.resetAndDestroy();
    await vi.waitFor(() => expect(fixture.clients).toBe(1));
    expect((await status()).sequence).toBe(41);
  });

  test('takes frames that arrive in pieces or several at once, and answers each with its transaction', async () => {
    connection.show?.([viewFixture({ result: {} })], 1);
    const answers = Promise.all(Array.from({ length: 40 }, (_, place) => plc.request(requests.read(3, at(place), 1))));
    expect((await answers)[1]).toEqual(Buffer.from([3, 2, 0, 41]));
    const frame = Buffer.from([0, 9, 0, 0, 0, 6, 1, 3, 0x03, 0xe9, 0, 1]);
    const answer = new Promise<Buffer>((resolve) => plc.socket.once('data', resolve));
    for (const byte of frame) {
      plc.socket.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await answer).toEqual(Buffer.from([0, 9, 0, 0, 0, 5, 1, 3, 2, 0, 41]));
  });

  test('makes place for a new client where there are too many', async () => {
    const others = await Promise.all(
      Array.from({ length: 31 }, () => PlcClient.connect(fixture.surroundings.settings.port)),
    );
    await vi.waitFor(() => expect(fixture.clients).toBe(32));
    await status();
    const oneMore = await PlcClient.connect(fixture.surroundings.settings.port);
    await vi.waitFor(() => expect(others.filter(({ socket }) => socket.closed)).toHaveLength(1));
    expect(await status()).toMatchObject({ sequence: 0 });
    for (const client of [...others, oneMore]) client.close();
  });

  test('tries itself over the network, and says what is wrong', async () => {
    await connection.test({} as never);
    const { settings } = fixture.surroundings;
    await expect(openModbus(fixture.surroundings)).rejects.toMatchObject({
      code: 'connection.port-taken',
      details: { port: settings.port, address: '127.0.0.1' },
    });
    const foreign = surroundingsFixture({ kind: 'modbus', port: settings.port, address: '192.0.2.1' });
    await expect(openModbus(foreign.surroundings)).rejects.toMatchObject({ code: 'connection.cannot-listen' });
    foreign.remove();
    await connection.close();
    await expect(connection.test({} as never)).rejects.toMatchObject({ code: 'connection.unreachable' });
    const stranger = createServer((socket) => socket.end('HTTP/1.1 400')).listen(settings.port, '127.0.0.1');
    await expect(connection.test({} as never)).rejects.toMatchObject({ code: 'connection.unreachable' });
    stranger.close();
  });

  test('warns where others reach it, for Modbus knows no passwords', async () => {
    expect(fixture.warnings).toEqual([]);
    const open = surroundingsFixture({ kind: 'modbus', port: await freePort(), address: '0.0.0.0' });
    const reached = await openModbus(open.surroundings);
    expect(open.warnings).toMatchObject([{ code: 'connection.no-authentication' }]);
    await reached.test({} as never);
    await reached.close();
    open.remove();
  });
});

test('a sequence beyond 32 bits is acknowledged by its lower half, and no gate opens where that half is 0', async () => {
  const WRAP = 2 ** 32;
  connection.show?.([viewFixture({ result: { sequence: WRAP + 5 } })], 1);
  expect(await status()).toMatchObject({ sequence: 5, sequenceAgain: 5 });
  await plc.request(requests.writeRegisters(at(120), Buffer.from([0, 0, 0, 5])));
  expect(await answered('acknowledge')).toEqual({ value: 5, state: 2, refusal: 0 });
  expect(fixture.asked).toMatchObject([{ kind: 'acknowledge', sequence: WRAP + 5 }]);
  connection.show?.([viewFixture({ result: { sequence: WRAP, serial: 'S' } })], 2);
  const reading = await status();
  expect([...reading.bits]).toContain('pass');
  const part = { serial: 'S', sequenceBefore: 0xff_ff_ff_ff };
  expect(CHECKS.filter(({ holds }) => !holds(reading, part, { stillMs: 0 })).map(({ name }) => name)).toEqual([
    'sequence',
  ]);
});

test('all sources together are as good as the worst of them, and never say pass', () => {
  const [top, side] = [viewFixture({ result: {} }), viewFixture({ result: { verdict: 'fail' } })];
  const answers = { acknowledge: NOTHING, reset: NOTHING, bypass: NOTHING, recipe: NOTHING, announce: NOTHING };
  const together = (...views: readonly OutletView[]): StateBit[] => [
    ...bitsTogether(views.map((view) => stateBits({ view, heartbeat: 0, answers }))),
  ];
  expect(together(viewFixture(), viewFixture())).toEqual(['inspecting', 'ready']);
  expect(together(top, top)).toEqual(['inspecting']);
  expect(together(top, side)).toEqual(['inspecting', 'fail']);
  expect(together(viewFixture(), viewFixture({ isBusy: true }))).toEqual(['inspecting', 'busy']);
  expect(together(top, viewFixture({ state: 'by-passed' }))).toEqual(['bypassed']);
  expect(together()).toEqual([]);
});

test('the tables of the document are those of the code', () => {
  const document = readFileSync(new URL('../../../docs/connections/modbus.md', import.meta.url), 'utf8');
  for (const [name, table] of Object.entries(documentTables())) expect(document, name).toContain(table);
});

test('whatever a command can be refused for has a number of its own', () => {
  const asked = ['recipeChange.make', 'bypass.begin', 'bypass.end'] as const;
  // Machines name sources by their block, and never sign.
  const never: readonly ErrorCode[] = ['source.not-found', 'signature.both', 'signature.other-person'];
  const codes = asked.flatMap((name): readonly ErrorCode[] => contract[name].errors);
  const unnumbered = codes.filter((code) => refusalNumber(code) === OTHER_REFUSAL.number && !never.includes(code));
  expect(unnumbered).toEqual([]);
  const numbers = [...Object.values(REFUSALS), ...Object.values(OWN_REFUSALS)].map(({ number }) => number);
  expect(new Set(numbers).size).toBe(numbers.length);
});
