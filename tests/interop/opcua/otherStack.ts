/**
 * An OPC UA client that has nothing in common with the server's package: messages are written and read by the npm package `opcua` of HBM, which was made for
 * browsers and brings neither TCP nor encryption. So it speaks to a server that lets in anybody on this machine.
 */
import { createRequire } from 'node:module';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';

/** `reflect-metadata` is what it needs and does not name. */
export const OTHER_STACK = ['opcua@1.0.0', 'reflect-metadata@0.1.13'] as const;

type Fields = Readonly<Record<string, unknown>>;
type Made = new (
  fields?: object,
) => Fields & { encode?(): ArrayBuffer; decode?(bytes: ArrayBuffer, at?: number): number };
interface Codec {
  readonly services: Readonly<Record<string, Made>>;
  readonly decode: (options: { bytes: ArrayBuffer; instance: unknown; position: number }) => number;
  readonly encode: (options: { instance: unknown }) => ArrayBuffer;
  readonly made: (module: string, name?: string) => Made;
  readonly idOf: (service: string) => number;
}

interface Reference {
  readonly BrowseName: { readonly Name: string };
  readonly NodeId: { readonly NodeId: { readonly Namespace: number } };
}

/** A value as it stands in an answer. */
interface ReadValue {
  readonly value: unknown;
  readonly status: number;
}

const VALUE = 13;
const HEADER_BYTES = 8;

/** A session over TCP, without security. */
export class OtherClient {
  readonly #codec: Codec;
  readonly #socket: Socket;
  readonly #waiting = new Map<number, (bytes: ArrayBuffer, position: number) => void>();
  #acknowledged: () => void = () => undefined;
  #rest = Buffer.alloc(0);
  #channel = { id: 0, token: 0 };
  #authentication: unknown = null;
  #sent = 0;

  private constructor(codec: Codec, socket: Socket) {
    this.#codec = codec;
    this.#socket = socket;
    socket.on('data', (bytes) => this.#receive(bytes));
  }

  /** @param packages the folder in which `OTHER_STACK` is installed */
  static async connect(packages: string, port: number): Promise<OtherClient> {
    const url = `opc.tcp://127.0.0.1:${port}`;
    const socket = connect(port, '127.0.0.1');
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    const client = new OtherClient(codecOf(packages), socket);
    await client.#hello(url);
    const opened = await client.#ask('OpenSecureChannel', {
      RequestType: 0,
      SecurityMode: 1,
      RequestedLifetime: 600_000,
    });
    const { ChannelId, TokenId } = opened.SecurityToken as { readonly ChannelId: number; readonly TokenId: number };
    client.#channel = { id: ChannelId, token: TokenId };
    const session = await client.#ask('CreateSession', { EndpointUrl: url, RequestedSessionTimeout: 60_000 });
    client.#authentication = session.AuthenticationToken;
    await client.#ask('ActivateSession', {});
    return client;
  }

  /** The namespace of an object in the folder `Objects`. It reads no arrays as values, and so no list of namespaces. */
  async namespaceOf(name: string): Promise<number> {
    const found = await this.#references(this.#made('ua/NodeId', { Type: 0, Identifier: 85 }));
    return found.find(({ BrowseName }) => BrowseName.Name === name)?.NodeId.NodeId.Namespace ?? 0;
  }

  /** Names of what is in a node. */
  async browse(namespace: number, id: string): Promise<string[]> {
    return (await this.#references(this.#nodeId(namespace, id))).map(({ BrowseName }) => BrowseName.Name);
  }

  async read(namespace: number, ids: readonly string[]): Promise<ReadValue[]> {
    const NodesToRead = ids.map((id) => this.#valueOf(namespace, id));
    const { Results } = await this.#ask('Read', { NodesToRead });
    return (Results as readonly Fields[]).map(told);
  }

  /** @returns what asks for the next changes: `[place in ids, value]` */
  async subscribe(namespace: number, ids: readonly string[]): Promise<() => Promise<(readonly [number, unknown])[]>> {
    const { SubscriptionId } = await this.#ask('CreateSubscription', {
      ...{ RequestedPublishingInterval: 50, RequestedLifetimeCount: 1000, RequestedMaxKeepAliveCount: 10 },
      PublishingEnabled: true,
    });
    const ItemsToCreate = ids.map((id, ClientHandle) =>
      this.#structure('MonitoredItemCreateRequest', {
        ...{ ItemToMonitor: this.#valueOf(namespace, id), MonitoringMode: 2 },
        RequestedParameters: this.#structure('MonitoringParameters', {
          ClientHandle,
          QueueSize: 1000,
          DiscardOldest: true,
        }),
      }),
    );
    await this.#ask('CreateMonitoredItems', { SubscriptionId, ItemsToCreate });
    return async () => {
      const { NotificationMessage } = await this.#ask('Publish', {});
      const { NotificationData } = NotificationMessage as { readonly NotificationData: readonly Fields[] | null };
      type Items = { readonly MonitoredItems: readonly { readonly ClientHandle: number; readonly Value: Fields }[] };
      return (NotificationData ?? []).flatMap(({ Value }) =>
        (Value as Items).MonitoredItems.map((item) => [item.ClientHandle, told(item.Value).value] as const),
      );
    };
  }

  close(): void {
    this.#socket.destroy();
  }

  async #references(NodeId: Fields): Promise<readonly Reference[]> {
    const node = this.#structure('BrowseDescription', {
      ...{ NodeId, BrowseDirection: 0, IncludeSubtypes: true, ResultMask: 63 },
      ReferenceTypeId: this.#made('ua/NodeId', { Type: 0, Identifier: 33 }),
    });
    const { Results } = await this.#ask('Browse', { NodesToBrowse: [node] });
    const [result] = Results as readonly { readonly References: readonly Reference[] }[];
    return result?.References ?? [];
  }

  #made(module: string, fields: object): Fields {
    return new (this.#codec.made(module))(fields);
  }

  #valueOf(namespace: number, id: string): Fields {
    return this.#structure('ReadValueId', { NodeId: this.#nodeId(namespace, id), AttributeId: VALUE });
  }

  #nodeId(namespace: number, id: string): Fields {
    return this.#made('ua/NodeId', { Type: 3, Namespace: namespace, Identifier: id });
  }

  #structure(name: string, fields: object): Fields {
    return new (service(this.#codec, name))(fields);
  }

  async #hello(url: string): Promise<void> {
    const hello = new (this.#codec.made('uacp/HelloMessage'))({
      ...{ ProtocolVersion: 0, ReceiveBufferSize: 65_535, SendBufferSize: 65_535, EndpointUrl: url },
    });
    const body = Buffer.from(this.#codec.encode({ instance: hello }));
    const header = Buffer.from('HELF\0\0\0\0', 'latin1');
    header.writeUInt32LE(HEADER_BYTES + body.length, 4);
    const acknowledged = new Promise<void>((resolve) => {
      this.#acknowledged = resolve;
    });
    this.#socket.write(Buffer.concat([header, body]));
    await acknowledged;
  }

  #ask(name: string, fields: object): Promise<Fields> {
    const { made, idOf, decode } = this.#codec;
    const request = this.#structure(`${name}Request`, fields);
    if (this.#authentication !== null)
      Object.assign(request.RequestHeader as object, { AuthenticationToken: this.#authentication });
    const isOpening = name === 'OpenSecureChannel';
    this.#sent += 1;
    const security = isOpening ? 'AsymmetricSecurityHeader' : 'SymmetricSecurityHeader';
    const message = new (made('uasc/Message', 'Message'))({
      ChunkHeader: new (made('uasc/Message', 'ChunkHeader'))({
        Header: new (made('uasc/SecureConversationMessageHeader'))({
          ...{ MessageType: isOpening ? 'OPN' : 'MSG', IsFinal: 'F', SecureChannelId: this.#channel.id },
        }),
        SecurityHeader: new (made(`uasc/${security}`))(isOpening ? undefined : { TokenId: this.#channel.token }),
        SequenceHeader: new (made('uasc/SequenceHeader'))({ SequenceNumber: this.#sent, RequestId: this.#sent }),
      }),
      TypeId: new (made('ua/ExpandedNodeId'))({
        NodeId: new (made('ua/NodeId'))({ Type: 1, Identifier: idOf(`${name}Request`) }),
      }),
      Service: request,
    });
    const answered = new Promise<Fields>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`No answer to ${name}.`)), 20_000);
      this.#waiting.set(this.#sent, (bytes, at) => {
        clearTimeout(late);
        const type = new (made('ua/ExpandedNodeId'))();
        const position = decode({ bytes, instance: type, position: at });
        const kind = (type.NodeId as { readonly Identifier: number }).Identifier;
        if (kind !== idOf(`${name}Response`)) return reject(new Error(`${name} was answered with ${kind}.`));
        const response = new (service(this.#codec, `${name}Response`))();
        decode({ bytes, instance: response, position });
        resolve(response);
      });
    });
    this.#socket.write(Buffer.from((message.encode as () => ArrayBuffer).call(message)));
    return answered;
  }

  #receive(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length >= HEADER_BYTES && this.#rest.length >= this.#rest.readUInt32LE(4)) {
      const chunk = this.#rest.subarray(0, this.#rest.readUInt32LE(4));
      this.#rest = this.#rest.subarray(chunk.length);
      if (chunk.toString('latin1', 0, 3) === 'ACK') this.#acknowledged();
      else this.#answer(Uint8Array.from(chunk).buffer);
    }
  }

  #answer(bytes: ArrayBuffer): void {
    const header = new (this.#codec.made('uasc/Message', 'ChunkHeader'))();
    const position = (header.decode as (bytes: ArrayBuffer) => number).call(header, bytes);
    const { RequestId } = header.SequenceHeader as { readonly RequestId: number };
    this.#waiting.get(RequestId)?.(bytes, position);
    this.#waiting.delete(RequestId);
  }
}

interface Decorators {
  readonly TypeArray: (type: string) => (owner: object, field: string) => void;
}
interface Factory {
  default: (name: string) => unknown;
}

/** The other stack lacks one structure, that of changes in a subscription. Its fields are declared to it here, and read by it. */
function knowChanges({ TypeArray }: Decorators, factory: Factory): void {
  class DataChangeNotification {
    MonitoredItems = null;
    DiagnosticInfos = null;
  }
  TypeArray('MonitoredItemNotification')(DataChangeNotification.prototype, 'MonitoredItems');
  TypeArray('DiagnosticInfo')(DataChangeNotification.prototype, 'DiagnosticInfos');
  const known = factory.default;
  factory.default = (name) => (name === 'DataChangeNotification' ? new DataChangeNotification() : known(name));
}

function told({ Value, Status }: Fields): ReadValue {
  return { value: (Value as { readonly Value: unknown } | null)?.Value ?? null, status: Number(Status ?? 0) };
}

function service({ services }: Codec, name: string): Made {
  const made = services[name];
  if (made === undefined) throw new Error(`The other stack has no ${name}.`);
  return made;
}

function codecOf(packages: string): Codec {
  const require = createRequire(join(packages, 'x.js'));
  const load = (module: string): Record<string, never> => require(`opcua/dist/${module}.js`) as Record<string, never>;
  const { mapNameToId } = load('id/id') as unknown as { readonly mapNameToId: ReadonlyMap<string, number> };
  knowChanges(load('ua/generated') as unknown as Decorators, load('ua/factory') as unknown as Factory);
  return {
    services: load('ua/generated'),
    decode: load('ua/decode').default as unknown as Codec['decode'],
    encode: load('ua/encode').encode as unknown as Codec['encode'],
    made: (module, name = 'default') => load(module)[name] as unknown as Made,
    idOf: (name) => mapNameToId.get(name) ?? 0,
  };
}
