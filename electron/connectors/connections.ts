import type { ConnectionId, ErrorFact, LineAnswer, LineCommand, Outlet, SourceId } from '../../shared/domain/index.ts';
import { factOf, SigmalineError } from '../../shared/domain/index.ts';
import type {
  ConnectionCall,
  ConnectionResult,
  ConnectorMessage,
  ConnectorRequest,
  OpenedConnection,
} from '../../shared/processes/connector.ts';
import { steadyMs } from '../hosts/index.ts';
import { OutboxReader } from './outboxReader.ts';
import { RunningConnection, type StationSurroundings } from './runningConnection.ts';

type Configuration = Extract<ConnectorRequest, { kind: 'configure' }>;

const HEARTBEAT_MS = 500;
/** A machine waits for the engine's answer for so long. */
const ANSWER_MS = 5000;
const GONE: ErrorFact = { code: 'connection.not-found', details: {} };
const NOT_OPEN: { readonly [Kind in ConnectionCall['kind']]: ConnectionResult } = {
  test: { kind: 'test', test: { isOk: false, error: GONE, durationMs: 0 } },
  play: { kind: 'play', error: GONE },
  read: { kind: 'read', views: [], heartbeat: 0 },
  refuse: { kind: 'refuse' },
  reopen: { kind: 'reopen' },
};

/** All connections of this process. */
export class Connections {
  readonly #send: (message: ConnectorMessage) => void;
  readonly #running = new Map<ConnectionId, { readonly key: string; readonly connection: RunningConnection }>();
  readonly #asked = new Map<number, (answer: LineAnswer) => void>();
  readonly #beat: NodeJS.Timeout;
  #reader: OutboxReader | null = null;
  /** As they were told last, and when. */
  readonly #outlets = new Map<SourceId, Outlet>();
  #heardMs = Number.NEGATIVE_INFINITY;
  #nextId = 1;
  /** One change of the set-up after the other. */
  #configured: Promise<void> = Promise.resolve();

  constructor(send: (message: ConnectorMessage) => void) {
    this.#send = send;
    this.#beat = setInterval(() => this.#each((connection) => connection.beat()), HEARTBEAT_MS);
  }

  /** Opens what is new or was changed, closes what is gone; everything else goes on undisturbed. */
  configure(configuration: Configuration): Promise<void> {
    this.#configured = this.#configured.then(() => this.#configure(configuration));
    return this.#configured;
  }

  /** Takes what the engine tells. What was read late is as old as it is: a process that was held must not show a result longer for it. */
  hear({ outlets, isWhole, sentMs }: Omit<Extract<ConnectorRequest, { kind: 'outlets' }>, 'kind'>): void {
    const toldMs = performance.now() - Math.max(0, steadyMs() - sentMs);
    if (isWhole) this.#outlets.clear();
    for (const outlet of outlets) this.#outlets.set(outlet.sourceId, outlet);
    this.#heardMs = toldMs;
    this.#each((connection) => connection.hear(outlets, toldMs, isWhole));
  }

  /** The chain has grown. */
  wake(): void {
    this.#each((connection) => connection.wake());
  }

  async call(id: ConnectionId, call: ConnectionCall): Promise<ConnectionResult> {
    return (await this.#running.get(id)?.connection.call(call)) ?? NOT_OPEN[call.kind];
  }

  again(id: ConnectionId, sequences: readonly number[]): void {
    this.#running.get(id)?.connection.again(sequences);
  }

  answered(id: number, error: ErrorFact | null): void {
    this.#asked.get(id)?.(error);
    this.#asked.delete(id);
  }

  async stop(): Promise<void> {
    clearInterval(this.#beat);
    await Promise.all([...this.#running.values()].map(({ connection }) => connection.close()));
    this.#reader?.close();
  }

  async #configure({ dataFolder, station, sources, connections }: Configuration): Promise<void> {
    const wanted = new Map(connections.map((opened) => [opened.id, opened]));
    const keyOf = ({ position: _, acknowledged: __, ...opened }: OpenedConnection): string =>
      JSON.stringify([opened, station, sources]);
    const gone = [...this.#running].filter(([id, { key }]) => {
      const opened = wanted.get(id);
      return opened === undefined || keyOf(opened) !== key;
    });
    // A port must be free before another connection takes it.
    const positions = new Map(
      await Promise.all(gone.map(async ([id, { connection }]) => [id, await connection.close()] as const)),
    );
    for (const [id] of gone) this.#running.delete(id);
    const surroundings: StationSurroundings = {
      dataFolder,
      station,
      sources,
      reader: () => (this.#reader ??= new OutboxReader(dataFolder, station)),
      send: this.#send,
      ask: (id, command) => this.#ask(id, command),
    };
    for (const opened of connections) {
      if (this.#running.has(opened.id)) continue;
      const position = Math.max(opened.position, positions.get(opened.id) ?? 0);
      const connection = new RunningConnection({ ...opened, position }, surroundings);
      this.#running.set(opened.id, { key: keyOf(opened), connection });
      connection.hear([...this.#outlets.values()], this.#heardMs, true);
    }
  }

  #ask(connection: ConnectionId, command: LineCommand): Promise<LineAnswer> {
    return new Promise((resolve) => {
      const id = this.#nextId++;
      const answer = (error: LineAnswer): void => {
        clearTimeout(clock);
        this.#asked.delete(id);
        resolve(error);
      };
      const away = new SigmalineError('connection.timeout', { where: 'the engine', seconds: ANSWER_MS / 1000 });
      const clock = setTimeout(() => answer(factOf(away)), ANSWER_MS);
      this.#asked.set(id, answer);
      this.#send({ kind: 'ask', id, connection, command });
    });
  }

  #each(action: (connection: RunningConnection) => void): void {
    for (const { connection } of this.#running.values()) action(connection);
  }
}
