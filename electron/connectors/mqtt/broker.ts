import { setTimeout as delay } from 'node:timers/promises';
import { connect, type IClientOptions, type IClientPublishOptions, type MqttClient, type MqttProtocol } from 'mqtt';
import { type Growth, growingMs, messageOf, SigmalineError } from '../../../shared/domain/index.ts';
import { networkError } from '../networkErrors.ts';

/** What the broker tells of us where the connection breaks. */
export type Will = NonNullable<IClientOptions['will']>;

export interface Received {
  readonly topic: string;
  readonly payload: Buffer;
  /** It was kept by the broker from before: a command of then is no command of now. */
  readonly isRetained: boolean;
  readonly responseTopic: string | undefined;
  readonly correlation: Buffer | undefined;
}

export interface BrokerNeeds {
  readonly url: string;
  readonly user: string;
  readonly password: string | undefined;
  readonly authority: string;
  readonly certificate: string;
  readonly key: string | undefined;
  readonly clientId: string;
  /** Asked anew for each session. */
  readonly will: () => Will;
  /** Says who we are, and subscribes. Where it fails the session ends, and another one begins later. */
  readonly greet: (session: BrokerSession) => Promise<void>;
  readonly hear: (session: BrokerSession, received: Received) => void;
  /** What is said before the last word of a session that ends as it should. */
  readonly leave: (session: BrokerSession) => Promise<void>;
  readonly onState: (state: 'working' | 'waiting', error: SigmalineError | null) => void;
  readonly growth?: Growth;
}

/** The broker has refused one message. */
export class PublishRefused extends Error {}

const KEEPALIVE_S = 5;
const CONNECT_MS = 10_000;
/** A broker that does not acknowledge for so long is left, although it answers pings. */
const ACKNOWLEDGE_MS = 30_000;
const LEAVE_MS = 1000;
/** A session that broke earlier than that counts as one that never began: two stations with one name would throw each other out for ever. */
const STEADY_MS = 10_000;
const GROWTH: Growth = { firstMs: 500, longestMs: 30_000 };
/** Messages under way without an acknowledgement, where the broker takes so many. */
const WINDOW = 200;
/** Reason codes of MQTT 5 that are about the message and not about the broker: not authorised, topic, size, form; and two that say nothing more. */
const ABOUT_THE_MESSAGE: ReadonlySet<number> = new Set([0x80, 0x83, 0x87, 0x90, 0x95, 0x99]);
/** Of a broker that refuses to be signed in to: user and password (MQTT 5 and 3), not authorised, banned, another method. */
const ABOUT_THE_USER: ReadonlySet<number> = new Set([0x86, 0x87, 0x8a, 0x8c, 4, 5]);

/** Keeps a session with a broker: begins another one whenever one ends. What was not sent in a session is not sent in the next. */
export class Broker {
  readonly #needs: BrokerNeeds;
  readonly #ending = new AbortController();
  readonly #waiting = new Set<(session: BrokerSession) => void>();
  readonly #done: Promise<void>;
  #session: BrokerSession | null = null;
  #lastError: SigmalineError | null = null;
  #failures = 0;

  private constructor(needs: BrokerNeeds, onFirst: () => void) {
    this.#needs = needs;
    this.#done = this.#run(onFirst);
  }

  /** Resolves once the first try has succeeded or failed: a broker that is away comes back one day. */
  static async open(needs: BrokerNeeds): Promise<Broker> {
    return new Promise((resolve) => {
      const broker: Broker = new Broker(needs, () => resolve(broker));
    });
  }

  get where(): string {
    const { protocol, host, port } = new URL(this.#needs.url);
    return port === '' ? `${host}:${portOf(protocol)}` : host;
  }

  /** Null while there is none. */
  get session(): BrokerSession | null {
    return this.#session;
  }

  /** The session, once there is one. @throws the signal's reason */
  connected(signal: AbortSignal): Promise<BrokerSession> {
    if (this.#session !== null) return Promise.resolve(this.#session);
    return new Promise((resolve, reject) => {
      const come = (session: BrokerSession): void => {
        signal.removeEventListener('abort', leave);
        this.#waiting.delete(come);
        resolve(session);
      };
      const leave = (): void => {
        this.#waiting.delete(come);
        reject(networkError(this.where, signal.reason));
      };
      this.#waiting.add(come);
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
    });
  }

  /** The session of now. @throws why there is none */
  require(): BrokerSession {
    if (this.#session !== null) return this.#session;
    throw (
      this.#lastError ?? new SigmalineError('connection.timeout', { where: this.where, seconds: CONNECT_MS / 1000 })
    );
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#ending.abort();
    if (session !== null) {
      const late = delay(LEAVE_MS, undefined, { ref: false });
      await Promise.race([this.#needs.leave(session).catch(() => undefined), late]);
      await session.end();
    }
    await this.#done;
  }

  async #run(onTried: () => void): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      const beganMs = performance.now();
      const error = await this.#live(onTried);
      if (signal.aborted) return;
      this.#lastError = error;
      this.#needs.onState('waiting', error);
      onTried();
      if (performance.now() - beganMs > STEADY_MS) this.#failures = 0;
      const pauseMs = growingMs(this.#failures, this.#needs.growth ?? GROWTH);
      this.#failures += 1;
      // A hundred stations must not come back at the same moment.
      await delay(pauseMs * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
    }
  }

  /** One session, from its beginning to its end. @returns why it ended */
  async #live(onConnected: () => void): Promise<SigmalineError> {
    let session: BrokerSession | null = null;
    try {
      session = await BrokerSession.begin(this.#needs, this.where, this.#ending.signal);
      await this.#needs.greet(session);
      this.#session = session;
      this.#needs.onState('working', null);
      onConnected();
      for (const come of [...this.#waiting]) come(session);
      return await session.ended;
    } catch (thrown) {
      return brokerError(this.where, thrown);
    } finally {
      this.#session = null;
      // Without this a session that failed to greet would go on beside the next one.
      if (!this.#ending.signal.aborted) session?.drop();
    }
  }
}

function portOf(protocol: string): string {
  const ports: Readonly<Record<string, string>> = { 'mqtts:': '8883', 'ws:': '80', 'wss:': '443' };
  return ports[protocol] ?? '1883';
}

/** One connection to a broker, which never comes back: nothing that is old can go out with it. */
export class BrokerSession {
  readonly #client: MqttClient;
  readonly #where: string;
  readonly #window: number;
  readonly #queue: (() => void)[] = [];
  #underWay = 0;
  /** Why it ended. Never rejects. */
  readonly ended: Promise<SigmalineError>;

  private constructor(client: MqttClient, where: string, ended: Promise<SigmalineError>) {
    this.#client = client;
    this.#where = where;
    this.ended = ended;
    this.#window = Math.min(WINDOW, client.serverProperties?.receiveMaximum ?? WINDOW);
  }

  static async begin(needs: BrokerNeeds, where: string, signal: AbortSignal): Promise<BrokerSession> {
    const client = connect(optionsOf(needs));
    const abort = (): void => void client.end(true);
    let session: BrokerSession | null = null;
    const ended = endOf(client, where);
    client.on('message', (topic, payload, { retain, properties }) => {
      if (session === null) return;
      const { responseTopic, correlationData: correlation } = properties ?? {};
      needs.hear(session, { topic, payload, isRetained: retain, responseTopic, correlation });
    });
    signal.addEventListener('abort', abort, { once: true });
    const connected = new Promise<null>((resolve) => client.once('connect', () => resolve(null)));
    const error = await Promise.race([connected, ended]);
    signal.removeEventListener('abort', abort);
    if (error !== null || signal.aborted) {
      client.end(true);
      throw error ?? networkError(where, signal.reason);
    }
    session = new BrokerSession(client, where, ended);
    return session;
  }

  /** The largest packet that the broker takes, bytes. */
  get largestBytes(): number {
    return this.#client.serverProperties?.maximumPacketSize ?? Number.POSITIVE_INFINITY;
  }

  /**
   * Publishes, and resolves once the broker has the message (QoS 1) or it was written (QoS 0).
   *
   * @throws PublishRefused; any other error where the session ended
   */
  async publish(topic: string, payload: Buffer, options: IClientPublishOptions): Promise<void> {
    if (topic.length + payload.length > this.largestBytes)
      throw new PublishRefused(`it has ${payload.length} bytes, the broker takes ${this.largestBytes}`);
    await this.#enter();
    try {
      await this.#within((done) => this.#client.publish(topic, payload, options, done));
    } finally {
      // Whoever waits gets the place itself: nobody overtakes.
      const next = this.#queue.shift();
      if (next === undefined) this.#underWay -= 1;
      else next();
    }
  }

  /** Resolves once the broker has done everything that was sent before it too: it works through a connection in its order. */
  async subscribe(topics: readonly string[]): Promise<void> {
    await this.#within((done) => this.#client.subscribe([...topics], { qos: 1, rh: 2 }, done));
  }

  /** Says goodbye: the broker keeps the will to itself. */
  async end(): Promise<void> {
    await Promise.race([this.#client.endAsync(), delay(LEAVE_MS, undefined, { ref: false })]);
    this.drop();
  }

  /** Cuts the connection. */
  drop(): void {
    this.#client.end(true);
  }

  async #enter(): Promise<void> {
    if (this.#underWay < this.#window) this.#underWay += 1;
    else await new Promise<void>((resolve) => this.#queue.push(resolve));
  }

  async #within(send: (done: (error?: Error | null) => void) => void): Promise<void> {
    let clock: NodeJS.Timeout | undefined;
    const sent = new Promise<null>((resolve, reject) => {
      clock = setTimeout(() => {
        reject(new SigmalineError('connection.timeout', { where: this.#where, seconds: ACKNOWLEDGE_MS / 1000 }));
        this.drop();
      }, ACKNOWLEDGE_MS);
      send((error) => {
        if (error === undefined || error === null) resolve(null);
        else reject(isAboutTheMessage(error) ? new PublishRefused(error.message) : brokerError(this.#where, error));
      });
    });
    try {
      const error = await Promise.race([sent, this.ended]);
      if (error !== null) throw error;
    } finally {
      clearTimeout(clock);
    }
  }
}

function optionsOf({ url, user, password, authority, certificate, key, clientId, will }: BrokerNeeds): IClientOptions {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  return {
    protocol: protocol.slice(0, -1) as MqttProtocol,
    // An IPv6 address has brackets in addresses alone.
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port === '' ? portOf(protocol) : port),
    path: `${pathname === '' ? '/' : pathname}${search}`,
    protocolVersion: 5,
    clientId,
    // Commands that came while we were away are not obeyed later, hence no session outlives its connection.
    clean: true,
    properties: { sessionExpiryInterval: 0, receiveMaximum: 100 },
    // Each session is a client of its own, whose memory ends with it.
    reconnectPeriod: 0,
    reconnectOnConnackError: false,
    resubscribe: false,
    queueQoSZero: false,
    keepalive: KEEPALIVE_S,
    reschedulePings: false,
    connectTimeout: CONNECT_MS,
    timerVariant: 'native',
    will: will(),
    ...(user !== '' && { username: user }),
    ...(password !== undefined && { password }),
    ...(authority !== '' && { ca: authority }),
    ...(certificate !== '' && { cert: certificate }),
    ...(certificate !== '' && key !== undefined && { key }),
  };
}

/** Resolves with the first thing that was wrong once the connection is closed. */
function endOf(client: MqttClient, where: string): Promise<SigmalineError> {
  return new Promise((resolve) => {
    let first: SigmalineError | null = null;
    const note = (error: unknown): void => {
      first ??= brokerError(where, error);
    };
    client.on('error', (error) => {
      note(error);
      client.end(true);
    });
    client.on('disconnect', ({ reasonCode = 0 }) => note(new Error(`the broker ended it, reason code ${reasonCode}`)));
    client.on('close', () => {
      resolve(first ?? brokerError(where, Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
      client.end(true);
    });
  });
}

function isAboutTheMessage(error: Error): boolean {
  return ABOUT_THE_MESSAGE.has(Number((error as { readonly code?: unknown }).code));
}

function brokerError(where: string, thrown: unknown): SigmalineError {
  const { code } = thrown as { readonly code?: unknown };
  const isRefusal = typeof code === 'number' && ABOUT_THE_USER.has(code);
  if (isRefusal) return new SigmalineError('connection.sign-in', { where, reason: messageOf(thrown) }, thrown);
  return networkError(where, thrown);
}
