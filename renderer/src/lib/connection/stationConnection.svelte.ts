import {
  type Channel,
  ContractClient,
  type Credentials,
  type EventName,
  type EventPayload,
  isAction,
  type RequestInput,
  type RequestName,
  type RequestOutput,
} from '../../../../shared/contract/index.ts';
import { SigmalineError } from '../../../../shared/domain/index.ts';
import { Listeners } from '../listeners.ts';
import { pause } from '../pause.ts';
import { Refusal } from '../sentence.ts';

/** Keeps trying to have one channel to the station open, and tells of each that opens; the one before has been closed by then. */
export type Transport = (onChannel: (channel: Channel) => void) => void;

/** `connecting` until the station answered for the first time; `lost` whenever it does not answer afterwards. */
export type ConnectionState = 'connecting' | 'open' | 'lost';

export interface ConnectionTimes {
  /** How often the station is asked for a sign of life. */
  readonly heartbeatMs: number;
  /** How long an answer to that may take before the connection counts as lost: no verdict is shown from then on. */
  readonly silenceMs: number;
  /** How long it may take before the channel is given up for another one. */
  readonly patienceMs: number;
}

/** A part must not be passed by a verdict that the station cannot take back: that it is away is known within two seconds. */
const DEFAULT_TIMES: ConnectionTimes = { heartbeatMs: 400, silenceMs: 1500, patienceMs: 4000 };

/**
 * The one connection to the station. It outlives channels: subscriptions stay, and `onOpen` tells when everything has to be read again.
 * A channel counts as open only once the station answered over it, and as lost as soon as it falls silent: an open socket to a hanging
 * station must not keep an old verdict on the screen.
 */
export class StationConnection {
  #state = $state<ConnectionState>('connecting');
  #lostAt = $state<number | null>(null);
  #client: ContractClient | null = null;
  #channel: Channel | null = null;
  readonly #clients = new Listeners<[ContractClient]>();
  readonly #openings = new Listeners();
  readonly #losses = new Listeners();
  readonly #times: ConnectionTimes;
  #askWho: (refused: Refusal) => Promise<Credentials | null> = () => Promise.resolve(null);

  constructor(transport: Transport, times: ConnectionTimes = DEFAULT_TIMES) {
    this.#times = times;
    transport((channel) => this.#adopt(channel));
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** When the connection was lost, in milliseconds since 1970; null while it is open. */
  get lostAt(): number | null {
    return this.#lostAt;
  }

  /**
   * Where the station asks who does it, a person is asked, and it is sent again with the answer.
   *
   * @throws SigmalineError with the code that the station gave, or `connection.lost`
   */
  async request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
    try {
      return await this.#send(name, input);
    } catch (thrown) {
      const credentials = isAction(name) ? await this.#askWho(Refusal.of(thrown)) : null;
      if (credentials === null) throw thrown;
      return await this.#send(name, input, credentials);
    }
  }

  /** @param ask gives the id and the secret of whoever acts; null where the refusal is about something else, or nothing is to be done after all */
  onRefusedAction(ask: (refused: Refusal) => Promise<Credentials | null>): void {
    this.#askWho = ask;
  }

  /** @returns the error that refused the request; null where it was done */
  async refusalOf<N extends RequestName>(name: N, input: RequestInput<N>): Promise<Refusal | null> {
    try {
      await this.request(name, input);
      return null;
    } catch (thrown) {
      return Refusal.of(thrown);
    }
  }

  /** @returns the function that ends the subscription */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void {
    let leave = (): void => {};
    const subscribe = (client: ContractClient): void => {
      leave = client.on(name, listener);
    };
    const forget = this.#clients.add(subscribe);
    if (this.#client !== null) subscribe(this.#client);
    return () => {
      forget();
      leave();
    };
  }

  /** The listener runs each time the station answers after it did not. */
  onOpen(listener: () => void): () => void {
    const leave = this.#openings.add(listener);
    if (this.#state === 'open') listener();
    return leave;
  }

  /** @returns the function that ends the subscription */
  onLost(listener: () => void): () => void {
    return this.#losses.add(listener);
  }

  #send<N extends RequestName>(name: N, input: RequestInput<N>, as?: Credentials): Promise<RequestOutput<N>> {
    if (this.#client === null) return Promise.reject(new SigmalineError('connection.lost'));
    return this.#client.request(name, input, as);
  }

  #adopt(channel: Channel): void {
    const client = new ContractClient(channel);
    this.#channel = channel;
    this.#client = client;
    this.#clients.tell(client);
    channel.onClose(() => {
      if (this.#channel === channel) this.#lose();
    });
    void this.#watch(channel, client);
  }

  /** Asks for signs of life until the channel is replaced or falls silent. */
  async #watch(channel: Channel, client: ContractClient): Promise<void> {
    while (this.#channel === channel) {
      const { silenceMs, patienceMs, heartbeatMs } = this.#times;
      const answer = signOfLife(client);
      let answered = await isWithin(answer, silenceMs);
      if (!answered && this.#channel === channel) {
        this.#fallSilent();
        answered = await isWithin(answer, patienceMs - silenceMs);
      }
      if (this.#channel !== channel) return;
      if (!answered) {
        this.#lose();
        channel.close();
        return;
      }
      this.#open();
      await pause(heartbeatMs);
    }
  }

  #open(): void {
    if (this.#state === 'open') return;
    this.#state = 'open';
    this.#lostAt = null;
    this.#openings.tell();
  }

  #lose(): void {
    this.#channel = null;
    this.#client = null;
    this.#fallSilent();
  }

  /** It may answer yet: a station that hangs for a moment keeps its channel. */
  #fallSilent(): void {
    this.#lostAt ??= Date.now();
    if (this.#state !== 'open') return;
    this.#state = 'lost';
    this.#losses.tell();
  }
}

function signOfLife(client: ContractClient): Promise<boolean> {
  return client.ping().then(
    () => true,
    () => false,
  );
}

function isWithin(answer: Promise<boolean>, milliseconds: number): Promise<boolean> {
  // Where this page itself was held up, the answer may lie here unread when the time is over: it is read first.
  const timeIsOver = pause(milliseconds)
    .then(() => pause(0))
    .then(() => pause(0))
    .then(() => false);
  return Promise.race([answer, timeIsOver]);
}
