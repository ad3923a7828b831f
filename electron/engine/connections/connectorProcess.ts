import {
  type ConnectionId,
  type Growth,
  growingMs,
  type Outlet,
  SigmalineError,
} from '../../../shared/domain/index.ts';
import {
  type ConnectionCall,
  type ConnectionResult,
  type ConnectorMessage,
  type ConnectorRequest,
  connectorMessageSchema,
} from '../../../shared/processes/connector.ts';
import { endOf, type HostedProcess, type ProcessHost, steadyMs } from '../../hosts/index.ts';

export type Configuration = Omit<Extract<ConnectorRequest, { kind: 'configure' }>, 'kind'>;

export interface ConnectorProcessNeeds {
  readonly host: ProcessHost;
  /** Asked whenever a process begins. */
  readonly configuration: () => Configuration;
  readonly onMessage: (message: Exclude<ConnectorMessage, { kind: 'ready' | 'called' }>) => void;
  /** A process ended that nobody had asked to; it starts again. */
  readonly onAway: (reason: string) => void;
  readonly growth?: Growth;
}

const GROWTH: Growth = { firstMs: 500, longestMs: 30_000 };
/** One that ran this long was well: its end counts as the first. */
const SETTLED_MS = 60_000;
const STOP_MS = 1500;
const CALL_MS = 30_000;

/** The process of the connections, started when there are any, started again when it dies, ended when there are none. */
export class ConnectorProcess {
  readonly #needs: ConnectorProcessNeeds;
  readonly #calls = new Map<number, (result: ConnectionResult) => void>();
  #process: HostedProcess | null = null;
  #startedMs = 0;
  #isReady = false;
  #failures = 0;
  #nextCall = 1;
  #restart: NodeJS.Timeout | undefined;
  #isWanted = false;

  constructor(needs: ConnectorProcessNeeds) {
    this.#needs = needs;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Is there, and was told what to open. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Tells it what is to be open now; starts or ends it as that needs. */
  configure(): void {
    const configuration = this.#needs.configuration();
    this.#isWanted = configuration.connections.length > 0;
    if (!this.#isWanted) {
      clearTimeout(this.#restart);
      this.#restart = undefined;
      void this.#end();
    } else if (this.#process === null) {
      if (this.#restart === undefined) this.#start();
    } else if (this.#isReady) this.#send({ kind: 'configure', ...configuration });
  }

  /** @param isWhole whether these are all sources, or only those that changed */
  show(outlets: readonly Outlet[], isWhole: boolean): void {
    if (this.#isReady) this.#send({ kind: 'outlets', outlets: [...outlets], isWhole, sentMs: steadyMs() });
  }

  grown(sequence: number): void {
    if (this.#isReady) this.#send({ kind: 'grown', sequence });
  }

  again(connection: ConnectionId, sequences: readonly number[]): void {
    if (this.#isReady) this.#send({ kind: 'again', connection, sequences: [...sequences] });
  }

  answer(answer: Omit<Extract<ConnectorRequest, { kind: 'answer' }>, 'kind'>): void {
    this.#send({ kind: 'answer', ...answer });
  }

  /** Asks something of one connection. @throws SigmalineError `connection.timeout` */
  call(connection: ConnectionId, call: ConnectionCall): Promise<ConnectionResult> {
    return new Promise((resolve, reject) => {
      const id = this.#nextCall++;
      const settle = (result: ConnectionResult): void => {
        clearTimeout(clock);
        this.#calls.delete(id);
        resolve(result);
      };
      const clock = setTimeout(() => {
        this.#calls.delete(id);
        reject(new SigmalineError('connection.timeout', { where: 'connector', seconds: CALL_MS / 1000 }));
      }, CALL_MS).unref();
      this.#calls.set(id, settle);
      this.#send({ kind: 'call', id, connection, call });
    });
  }

  async stop(): Promise<void> {
    this.#isWanted = false;
    clearTimeout(this.#restart);
    await this.#end();
  }

  #start(): void {
    this.#restart = undefined;
    const started = this.#needs.host.start('connector');
    this.#process = started;
    this.#startedMs = performance.now();
    started.onMessage((raw) => {
      const message = connectorMessageSchema.safeParse(raw);
      if (message.success && this.#process === started) this.#receive(message.data);
    });
    started.onExit((code) => {
      if (this.#process === started) this.#ended(code);
    });
  }

  #receive(message: ConnectorMessage): void {
    if (message.kind === 'ready') {
      this.#isReady = true;
      this.#send({ kind: 'configure', ...this.#needs.configuration() });
    } else if (message.kind === 'called') this.#calls.get(message.id)?.(message.result);
    else this.#needs.onMessage(message);
  }

  #ended(code: number | null): void {
    this.#process = null;
    this.#isReady = false;
    if (!this.#isWanted) return;
    this.#needs.onAway(code === null ? 'killed' : `exit code ${code}`);
    if (performance.now() - this.#startedMs >= SETTLED_MS) this.#failures = 0;
    this.#restart = setTimeout(() => this.#start(), growingMs(this.#failures, this.#needs.growth ?? GROWTH));
    this.#failures += 1;
  }

  async #end(): Promise<void> {
    const ending = this.#process;
    if (ending === null) return;
    this.#process = null;
    this.#isReady = false;
    const ended = endOf(ending, STOP_MS);
    ending.send({ kind: 'stop' } satisfies ConnectorRequest);
    await ended;
  }

  #send(request: ConnectorRequest): void {
    this.#process?.send(request);
  }
}
