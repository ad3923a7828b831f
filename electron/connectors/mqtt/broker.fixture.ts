import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { generate, type IConnectPacket, type IPublishPacket, type Packet, parser } from 'mqtt-packet';

/** A broker in a few lines that does what a test says: refuses, stays silent, cuts off. It shows what arrived, in its order. */
export class FakeBroker {
  readonly published: IPublishPacket[] = [];
  readonly connected: IConnectPacket[] = [];
  readonly subscribed: string[] = [];
  /** What the last connection left behind. */
  readonly retained = new Map<string, IPublishPacket>();
  /** The reason code of each acknowledgement; null where none is sent. */
  acknowledge: (packet: IPublishPacket) => number | null = () => 0;
  /** Of every CONNACK. */
  connack: { reasonCode: number; properties: object } = { reasonCode: 0, properties: {} };
  mostUnderWay = 0;
  readonly #sockets = new Set<Socket>();
  #underWay = 0;
  #server: Server | null = null;
  #port = 0;

  static async start(port = 0): Promise<FakeBroker> {
    const broker = new FakeBroker();
    await broker.listen(port);
    return broker;
  }

  async listen(port = this.#port): Promise<void> {
    this.#server = createServer((socket) => this.#serve(socket)).listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.#port}`;
  }

  /** As a broker that was killed. */
  async kill(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    const server = this.#server;
    this.#server = null;
    if (server !== null) await new Promise((resolve) => server.close(resolve));
  }

  send(packet: Packet | Buffer): void {
    const bytes = Buffer.isBuffer(packet) ? packet : generate(packet, { protocolVersion: 5 });
    for (const socket of this.#sockets) socket.write(bytes);
  }

  say(topic: string, payload: string | Buffer, packet: Partial<IPublishPacket> = {}): void {
    this.send({ cmd: 'publish', topic, payload, qos: 0, dup: false, retain: false, ...packet });
  }

  /** The payloads of one topic, read as JSON. */
  on<Payload = Record<string, unknown>>(topic: string): Payload[] {
    const packets = this.published.filter((packet) => packet.topic === topic);
    return packets.map(({ payload }) => JSON.parse(payload.toString()) as Payload);
  }

  #serve(socket: Socket): void {
    const packets = parser({ protocolVersion: 5 });
    let will: IConnectPacket['will'];
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => packets.parse(bytes));
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#underWay = 0;
      if (will?.retain === true)
        this.retained.set(will.topic, { ...will, cmd: 'publish', qos: 1, dup: false, retain: true });
    });
    packets.on('packet', (packet) => {
      if (packet.cmd === 'connect') will = packet.will;
      if (packet.cmd === 'disconnect') will = undefined;
      this.#answer(socket, packet);
    });
  }

  #answer(socket: Socket, packet: Packet): void {
    const reply = (answer: Packet): void => void socket.write(generate(answer, { protocolVersion: 5 }));
    if (packet.cmd === 'connect') {
      this.connected.push(packet);
      reply({ cmd: 'connack', sessionPresent: false, ...this.connack });
    } else if (packet.cmd === 'subscribe') {
      this.subscribed.push(...packet.subscriptions.map(({ topic }) => topic));
      reply({ cmd: 'suback', messageId: packet.messageId ?? 1, granted: packet.subscriptions.map(() => 0) });
    } else if (packet.cmd === 'pingreq') reply({ cmd: 'pingresp' });
    else if (packet.cmd === 'publish') this.#take(packet, reply);
  }

  #take(packet: IPublishPacket, reply: (answer: Packet) => void): void {
    this.published.push(packet);
    if (packet.retain) this.retained.set(packet.topic, packet);
    if (packet.qos === 0) return;
    this.#underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.#underWay);
    const reasonCode = this.acknowledge(packet);
    if (reasonCode === null) return;
    // A little later, as over a network: what is under way at once can be seen.
    setImmediate(() => {
      this.#underWay -= 1;
      reply({ cmd: 'puback', messageId: packet.messageId ?? 1, reasonCode });
    });
  }
}
