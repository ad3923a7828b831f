/** Clients of the line, with the client that comes with the server's package: it reconnects by itself, as those of PLCs and SCADA systems do. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PACKAGE } from '../../../electron/connectors/opcua/stack.ts';
import { CERTIFICATES } from '../../../shared/processes/connector.ts';
import { type Identity, identityOf } from './specificationClient.ts';
import { SOURCE, type StationProcess } from './stationProcess.ts';

const VALUE = 13;
const EVENTS = 12;
const UINT32 = 7;
const SERVER = 'i=2253';
const SUBSCRIPTION_COUNT = 'i=2285';
const POLICY = 'http://opcfoundation.org/UA/SecurityPolicy#';

interface Told {
  readonly value: { readonly value: unknown };
  readonly statusCode: { readonly name: string };
}
export interface Monitored {
  readonly statusCode: { readonly name: string };
  readonly result?: { readonly revisedQueueSize: number };
  on(event: 'changed', listener: (told: never) => void): void;
}
export interface Subscription {
  monitor(node: object, options: object, timestamps: number): Promise<Monitored>;
  monitorItems(nodes: readonly object[], options: object, timestamps: number): Promise<ItemGroup>;
  on(event: 'status_changed', listener: (status: { readonly name: string }) => void): void;
}
interface ItemGroup {
  readonly monitoredItems: readonly Monitored[];
}
export interface Session {
  readNamespaceArray(): Promise<string[]>;
  read(nodes: object): Promise<never>;
  call(request: object): Promise<{ readonly outputArguments: readonly { readonly value: unknown }[] }>;
  createSubscription2(options: object): Promise<Subscription>;
  close(): Promise<void>;
}
export interface Client {
  connect(url: string): Promise<void>;
  disconnect(): Promise<void>;
  createSession(user?: object): Promise<Session>;
  readonly isReconnecting: boolean;
}
interface ClientPackage {
  readonly OPCUAClient: { create(options: object): Client };
}
interface StorePackage {
  readonly OPCUACertificateManager: new (options: object) => object;
}
interface DebugPackage {
  setLogLevel(level: number): void;
}
interface FilterPackage {
  readonly constructEventFilter: (fields: readonly string[], where: object) => object;
  readonly ofType: (type: string) => object;
}

export interface Come {
  /** Who it is, where the channel is encrypted; in the files of this name. */
  readonly name?: string;
  readonly reconnects?: boolean;
  readonly sessionMs?: number;
  readonly queueSize?: number;
  /** Times 50 ms, for which a subscription lives without its client. */
  readonly lifetimeCount?: number;
  readonly watched?: readonly string[];
}

/** An event of a part, as a client hears it. */
interface HeardEvent {
  readonly eventId: string;
  readonly sequence: number;
  readonly recordId: string;
}

/** Installs the package of the server in a temporary folder. @returns the folder */
export function installStack(root: string): string {
  const packages = join(root, 'packages');
  mkdirSync(packages, { recursive: true });
  const wanted = `${PACKAGE.name}@${PACKAGE.version}`;
  const quietly = ['--no-audit', '--no-fund', '--silent'];
  execFileSync('npm', ['install', ...quietly, '--prefix', packages, wanted], { stdio: 'inherit' });
  return packages;
}

/** A client that the station trusts, before the station has heard of it. @param changed its certificate, as it is to be */
export function trusted(
  station: StationProcess,
  name: string,
  changed: (made: Identity) => Identity = (made) => made,
): Identity {
  const identity = changed(identityOf(station.root, name));
  const folder = join(station.folder, CERTIFICATES.trusted);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.pem`), pemOf(identity.certificate));
  return identity;
}

export function pemOf(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** A client with one subscription to a source: values, and the events of parts. */
export class LineClient {
  readonly client: Client;
  readonly session: Session;
  readonly namespace: number;
  /** By path of a node, what was heard of it, the newest last. */
  readonly heard = new Map<string, unknown[]>();
  readonly events: HeardEvent[] = [];
  readonly statuses: string[] = [];
  overflows = 0;
  readonly #packages: string;

  private constructor(client: Client, session: Session, namespace: number, packages: string) {
    this.client = client;
    this.session = session;
    this.namespace = namespace;
    this.#packages = packages;
  }

  static async come(station: StationProcess, come: Come = {}): Promise<LineClient> {
    const { packages, root, url } = station;
    const client = clientOf(packages, root, come);
    await client.connect(url);
    try {
      const user = come.name === undefined ? undefined : { type: 1, userName: 'line', password: 'secret' };
      const session = await client.createSession(user);
      const namespace = (await session.readNamespaceArray()).indexOf('urn:sigmaline:station');
      const made = new LineClient(client, session, namespace, packages);
      await made.#subscribe(come);
      return made;
    } catch (thrown) {
      await client.disconnect();
      throw thrown;
    }
  }

  newest(path: string): unknown {
    return this.heard.get(path)?.at(-1);
  }

  node(path: string): string {
    return `ns=${this.namespace};s=${SOURCE.id}/${path}`;
  }

  /** @returns values, or the name of the status of what is not good */
  async read(...paths: readonly string[]): Promise<unknown[]> {
    const nodes = paths.map((path) => ({ nodeId: this.node(path), attributeId: VALUE }));
    const values = (await this.session.read(nodes)) as readonly Told[];
    return values.map(({ value, statusCode }) => (statusCode.name === 'Good' ? value.value : statusCode.name));
  }

  /** Of all clients, those that vanished included. */
  async subscriptionsOfServer(): Promise<unknown> {
    const node = { nodeId: SUBSCRIPTION_COUNT, attributeId: VALUE };
    return ((await this.session.read([node])) as readonly Told[])[0]?.value.value;
  }

  subscribe(lifetimeCount = 10_000): Promise<Subscription> {
    return this.session.createSubscription2({
      ...{ requestedPublishingInterval: 50, requestedLifetimeCount: lifetimeCount, requestedMaxKeepAliveCount: 20 },
      ...{ maxNotificationsPerPublish: 0, publishingEnabled: true, priority: 1 },
    });
  }

  /** The connection without its end: it is there, and nobody reads from it. */
  pause(): void {
    socketOf(this.client)?.pause();
  }

  /** It lives, and asks for nothing that it subscribed to. */
  publishNoMore(): void {
    this.#publishing.suspend(true);
  }

  publishAgain(): void {
    this.#publishing.suspend(false);
  }

  get #publishing(): { suspend(isSuspended: boolean): void } {
    return (
      this.session as unknown as { getPublishEngine(): { suspend(isSuspended: boolean): void } }
    ).getPublishEngine();
  }

  /** @returns the results that the station keeps, as texts */
  async lastResults(): Promise<readonly string[]> {
    const { outputArguments } = await this.session.call(this.#asksForAll());
    return outputArguments[0]?.value as readonly string[];
  }

  /** Asks for many long answers at once, and waits for none. */
  askOnly(times: number): void {
    for (let time = 0; time < times; time += 1) void this.session.call(this.#asksForAll()).catch(() => undefined);
  }

  #asksForAll(): object {
    const inputArguments = [0, 100_000].map((value) => ({ dataType: UINT32, value }));
    return { objectId: this.node('').slice(0, -1), methodId: this.node('LastResults'), inputArguments };
  }

  /** What was heard so far. */
  forget(): void {
    for (const values of this.heard.values()) values.splice(0, values.length - 1);
    this.events.splice(0);
  }

  /** As where somebody pulls the plug: the session is not closed. */
  async vanish(): Promise<void> {
    socketOf(this.client)?.destroy();
    // Once it knows, it cannot close its session any more.
    await new Promise((resolve) => setTimeout(resolve, 0));
    await this.client.disconnect().catch(() => undefined);
  }

  async #subscribe({
    watched = ['Result/Sequence', 'Result/Pass'],
    queueSize = 5000,
    lifetimeCount,
  }: Come): Promise<void> {
    const subscription = await this.subscribe(lifetimeCount);
    subscription.on('status_changed', ({ name }) => this.statuses.push(name));
    const options = { samplingInterval: 0, queueSize, discardOldest: true };
    for (const path of watched) {
      const values: unknown[] = [];
      this.heard.set(path, values);
      const item = await subscription.monitor({ nodeId: this.node(path), attributeId: VALUE }, options, 2);
      item.on('changed', ({ value, statusCode }: Told) => {
        values.push(value.value);
        if (statusCode.name !== 'Good') this.overflows += 1;
      });
    }
    const loaded = createRequire(join(this.#packages, 'x.js'));
    const { constructEventFilter, ofType } = loaded('node-opcua-service-filter') as FilterPackage;
    const own = ['Sequence', 'RecordId'].map((name) => `${this.namespace}:${name}`);
    const filter = constructEventFilter(['EventId', ...own], ofType(`ns=${this.namespace};s=PartJudgedEventType`));
    const item = await subscription.monitor({ nodeId: SERVER, attributeId: EVENTS }, { ...options, filter }, 3);
    item.on('changed', ([id, sequence, recordId]: readonly { readonly value: unknown }[]) =>
      this.events.push({
        eventId: Buffer.from((id?.value ?? []) as Uint8Array).toString('hex'),
        sequence: Number(sequence?.value),
        recordId: String(recordId?.value),
      }),
    );
  }
}

function clientOf(packages: string, root: string, { name, reconnects = false, sessionMs = 60_000 }: Come): Client {
  const loaded = createRequire(join(packages, 'x.js'));
  const { OPCUAClient } = loaded('node-opcua-client') as ClientPackage;
  // What a test does to a client on purpose is nothing to print.
  (loaded('node-opcua-debug') as DebugPackage).setLogLevel(0);
  const { OPCUACertificateManager } = loaded('node-opcua-certificate-manager') as StorePackage;
  const forever = { maxRetry: -1, initialDelay: 50, maxDelay: 200 };
  const common = {
    ...{ endpointMustExist: false, requestedSessionTimeout: sessionMs, keepSessionAlive: true },
    connectionStrategy: reconnects ? forever : { maxRetry: 0, initialDelay: 50 },
    clientCertificateManager: new OPCUACertificateManager({
      ...{ rootFolder: join(root, 'client-pki'), automaticallyAcceptUnknownCertificate: true },
    }),
  };
  if (name === undefined) return OPCUAClient.create(common);
  return OPCUAClient.create({
    ...{ ...common, securityMode: 3, securityPolicy: `${POLICY}Basic256Sha256` },
    ...{ applicationUri: `urn:interop:${name}`, applicationName: name },
    ...{ certificateFile: join(root, `${name}.pem`), privateKeyFile: join(root, `${name}.key`) },
  });
}

interface PausableSocket {
  pause(): void;
  destroy(): void;
}

/** The package has no way to it. */
function socketOf(client: Client): PausableSocket | undefined {
  const { _secureChannel: channel } = client as unknown as {
    readonly _secureChannel?: { getTransport(): { readonly _socket?: PausableSocket } };
  };
  return channel?.getTransport()._socket;
}
