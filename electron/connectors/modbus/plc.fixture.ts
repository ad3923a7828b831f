import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { readRegister, readText } from './encoding.ts';
import { FIRST_BLOCK, REGISTERS, type Register, STATE_BIT_NAMES, type StateBit } from './registers.ts';

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** What a PLC reads of a source in one request. */
export const READ_STATUS = { at: FIRST_BLOCK, count: REGISTERS.closing.sequenceAgain.at + 2 } as const;

const numbers = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [place, value] of values.entries()) bytes.writeUInt16BE(value, place * 2);
  return bytes;
};

/** Requests as a PLC sends them: function code and data. */
export const requests = {
  read: (code: 1 | 2 | 3 | 4, at: number, count: number) => Buffer.concat([Buffer.from([code]), numbers(at, count)]),
  writeCoil: (at: number, isOn: boolean) => Buffer.concat([Buffer.from([5]), numbers(at, isOn ? 0xff_00 : 0)]),
  writeRegister: (at: number, value: number) => Buffer.concat([Buffer.from([6]), numbers(at, value)]),
  writeCoils: (at: number, count: number, ...bytes: readonly number[]) =>
    Buffer.concat([Buffer.from([15]), numbers(at, count), Buffer.from([bytes.length, ...bytes])]),
  writeRegisters: (at: number, bytes: Buffer) =>
    Buffer.concat([Buffer.from([16]), numbers(at, bytes.length / 2), Buffer.from([bytes.length]), bytes]),
  exchange: (at: number, count: number, to: number, bytes: Buffer) =>
    Buffer.concat([Buffer.from([23]), numbers(at, count, to, bytes.length / 2), Buffer.from([bytes.length]), bytes]),
};

/** The registers of an announcement, from 125 on, and the counter that hands it over. */
export function announcement(part: {
  readonly serial: string;
  readonly lot?: string;
  readonly view?: string;
  readonly recipe?: number;
  readonly counter: number;
}): Buffer {
  const { announcedRecipe, announcedSerial, announcedLot, announcedView, announce } = REGISTERS.commands;
  const bytes = Buffer.alloc((announce.at + 1 - announcedRecipe.at) * 2);
  const place = ({ at }: Register): number => (at - announcedRecipe.at) * 2;
  bytes.writeUInt16BE(part.recipe ?? 0, place(announcedRecipe));
  bytes.write(part.serial, place(announcedSerial));
  bytes.write(part.lot ?? '', place(announcedLot));
  bytes.write(part.view ?? '', place(announcedView));
  bytes.writeUInt16BE(part.counter, place(announce));
  return bytes;
}

type Status = typeof REGISTERS.status;
type NumberOf = { readonly [Name in keyof Status]: number };

export interface Reading extends Omit<NumberOf, 'serial' | 'lot' | 'view' | 'announced'> {
  readonly serial: string;
  readonly announcedSerial: string;
  readonly sequenceAgain: number;
  readonly bits: ReadonlySet<StateBit>;
  readonly answers: {
    readonly [Name in keyof typeof REGISTERS.answers]: { value: number; state: number; refusal: number };
  };
}

const NUMBERS = Object.entries(REGISTERS.status).filter(([, { type }]) => type !== 'text');
const ANSWERS = Object.entries(REGISTERS.answers);

/** @param bytes of `READ_STATUS` */
export function readingOf(bytes: Buffer, wordOrder: 'high-first' | 'low-first' = 'high-first'): Reading {
  const { status, closing } = REGISTERS;
  const number = (register: Register): number => readRegister(bytes, register, wordOrder);
  const found = Object.fromEntries(NUMBERS.map(([name, register]) => [name, number(register)])) as unknown as Omit<
    NumberOf,
    'serial' | 'lot' | 'view' | 'announced'
  >;
  return {
    ...found,
    serial: readText(bytes, status.serial) ?? '',
    announcedSerial: readText(bytes, status.announced) ?? '',
    sequenceAgain: number(closing.sequenceAgain),
    bits: new Set(STATE_BIT_NAMES.filter((_, place) => ((found.state >> place) & 1) === 1)),
    answers: Object.fromEntries(
      ANSWERS.map(([name, [value, state, refusal]]) => [
        name,
        { value: number(value), state: number(state), refusal: number(refusal) },
      ]),
    ) as Reading['answers'],
  };
}

/** A client of Modbus TCP over a real connection. */
export class PlcClient {
  readonly socket: Socket;
  readonly #waiting = new Map<number, (answer: Buffer | null) => void>();
  #received: Buffer = Buffer.alloc(0);
  #transaction = 0;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes) => this.#receive(bytes));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      for (const answer of this.#waiting.values()) answer(null);
    });
  }

  static async connect(port: number): Promise<PlcClient> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    await once(socket, 'connect');
    return new PlcClient(socket);
  }

  /** @returns the answer behind the unit; null where the connection ended */
  request(request: Buffer, unit = 1): Promise<Buffer | null> {
    return new Promise((resolve) => {
      if (this.socket.destroyed || !this.socket.writable) return resolve(null);
      this.#transaction = (this.#transaction + 1) % 0x1_00_00;
      const head = Buffer.alloc(7);
      head.writeUInt16BE(this.#transaction, 0);
      head.writeUInt16BE(request.length + 1, 4);
      head.writeUInt8(unit, 6);
      this.#waiting.set(this.#transaction, resolve);
      this.socket.write(Buffer.concat([head, request]));
    });
  }

  async status(): Promise<Reading | null> {
    const answer = await this.request(requests.read(4, READ_STATUS.at, READ_STATUS.count));
    return answer === null ? null : readingOf(answer.subarray(2));
  }

  close(): void {
    this.socket.destroy();
  }

  #receive(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    while (this.#received.length >= 7) {
      const end = 6 + this.#received.readUInt16BE(4);
      if (this.#received.length < end) return;
      const transaction = this.#received.readUInt16BE(0);
      this.#waiting.get(transaction)?.(Buffer.from(this.#received.subarray(7, end)));
      this.#waiting.delete(transaction);
      this.#received = this.#received.subarray(end);
    }
  }
}
