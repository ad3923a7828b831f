import { createServer, type Server, type Socket } from 'node:net';
import { answerTo, exceptionTo, type Memory } from './protocol.ts';

export interface ServerOptions {
  readonly address: string;
  readonly port: number;
  readonly memory: Memory;
  readonly onClients: (count: number) => void;
  /** Something was not understood: it was answered with an error, or its sender was cut off. */
  readonly onGarbled: () => void;
}

/** With one more, the client that has been silent longest makes place ("MODBUS Messaging on TCP/IP Implementation Guide", 4.2.1). */
const MOST_CLIENTS = 32;
/** Transaction, protocol (0) and length, each of two bytes; the length counts the unit and what follows. */
const HEADER_BYTES = 6;
const LONGEST_FRAME = 254;
/** A frame that is begun must end within so long. */
const FRAME_MS = 5000;
/** Answers that a client does not fetch. */
const MOST_UNREAD_BYTES = 65_536;
/** Requests in a row that were answered with an error: nobody polls like this who means it. */
const MOST_ERRORS = 50;
/** Units that are answered: a device that is asked directly is 255, or 0 or 1 by the habit of many. */
const UNITS: ReadonlySet<number> = new Set([0, 1, 255]);

/** A Modbus TCP server. Each client is on its own: one that sends what is not Modbus is cut off, and the others go on. */
export class ModbusServer {
  readonly #options: ServerOptions;
  readonly #server: Server;
  /** The one that has been silent longest is the first. */
  readonly #clients = new Set<Client>();

  private constructor(options: ServerOptions) {
    this.#options = options;
    this.#server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 }, (socket) =>
      this.#welcome(socket),
    );
  }

  /** @throws the error of the operating system where it cannot listen */
  static async listen(options: ServerOptions): Promise<ModbusServer> {
    const server = new ModbusServer(options);
    await new Promise<void>((resolve, reject) => {
      server.#server.once('error', reject);
      server.#server.listen({ host: options.address, port: options.port, exclusive: true }, () => {
        server.#server.off('error', reject);
        // Of one connection that cannot be accepted: the next one can.
        server.#server.on('error', options.onGarbled);
        resolve();
      });
    });
    return server;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : this.#options.port;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const client of this.#clients) client.end();
    await closed;
  }

  #welcome(socket: Socket): void {
    const { memory, onClients, onGarbled } = this.#options;
    const [silentLongest] = this.#clients;
    if (this.#clients.size >= MOST_CLIENTS) silentLongest?.end();
    const client = new Client(socket, memory, {
      onGarbled,
      onHeard: () => {
        this.#clients.delete(client);
        this.#clients.add(client);
      },
      onEnd: () => {
        this.#clients.delete(client);
        onClients(this.#clients.size);
      },
    });
    this.#clients.add(client);
    onClients(this.#clients.size);
  }
}

interface ClientEvents {
  readonly onGarbled: () => void;
  readonly onHeard: () => void;
  readonly onEnd: () => void;
}

class Client {
  readonly #socket: Socket;
  readonly #memory: Memory;
  readonly #events: ClientEvents;
  #received: Buffer = Buffer.alloc(0);
  #errors = 0;
  #unfinished: NodeJS.Timeout | undefined;

  constructor(socket: Socket, memory: Memory, events: ClientEvents) {
    this.#socket = socket;
    this.#memory = memory;
    this.#events = events;
    socket.on('data', (bytes) => this.#receive(bytes));
    // A cut cable or a reset: it comes again or does not.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      clearTimeout(this.#unfinished);
      events.onEnd();
    });
  }

  end(): void {
    this.#socket.destroy();
  }

  #receive(bytes: Buffer): void {
    this.#events.onHeard();
    this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    for (let frame = this.#nextFrame(); frame !== null; frame = this.#nextFrame()) {
      clearTimeout(this.#unfinished);
      this.#unfinished = undefined;
      if (frame === 'garbled' || !this.#answer(frame)) {
        this.#cutOff();
        return;
      }
    }
    if (this.#received.length > 0) this.#unfinished ??= setTimeout(() => this.#cutOff(), FRAME_MS);
  }

  #nextFrame(): Buffer | 'garbled' | null {
    if (this.#received.length < HEADER_BYTES) return null;
    const length = this.#received.readUInt16BE(4);
    if (this.#received.readUInt16BE(2) !== 0 || length < 2 || length > LONGEST_FRAME) return 'garbled';
    const end = HEADER_BYTES + length;
    if (this.#received.length < end) return null;
    const frame = this.#received.subarray(0, end);
    this.#received = this.#received.subarray(end);
    return frame;
  }

  /** @returns whether it may go on */
  #answer(frame: Buffer): boolean {
    const request = frame.subarray(HEADER_BYTES + 1);
    const isOurs = UNITS.has(frame.readUInt8(HEADER_BYTES));
    const { bytes, exception } = isOurs ? answerTo(request, this.#memory) : exceptionTo(request.readUInt8(0), 'unit');
    this.#errors = exception === null ? 0 : this.#errors + 1;
    if (exception !== null) this.#events.onGarbled();
    const head = Buffer.from(frame.subarray(0, HEADER_BYTES + 1));
    head.writeUInt16BE(bytes.length + 1, 4);
    this.#socket.write(Buffer.concat([head, bytes]));
    return this.#errors < MOST_ERRORS && this.#socket.writableLength < MOST_UNREAD_BYTES;
  }

  #cutOff(): void {
    this.#events.onGarbled();
    this.#received = Buffer.alloc(0);
    this.#socket.destroy();
  }
}
