import type { LineAnswer, LineCommand, Outlet } from '../../../shared/domain/index.ts';
import type { ConnectorMessage, ConnectorRequest, OpenedConnection } from '../../../shared/processes/connector.ts';
import { createChildProcessHost, type ProcessHost, steadyMs } from '../../hosts/index.ts';
import { PlcClient } from './plc.fixture.ts';
import { type LineConnector, SOURCE, VirtualTime } from './simulatedStation.fixture.ts';

const STEP_MS = 5;
/** A PLC waits for an answer so long; then it closes the connection and opens it again. */
const REQUEST_MS = 300;

/** The clock of this machine. `stop` ends it. */
export class RealTime extends VirtualTime {
  readonly #beganMs = performance.now();
  readonly #steps = setInterval(() => this.to(performance.now() - this.#beganMs), STEP_MS);

  override async pass(ms: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, ms));
  }

  stop(): void {
    clearInterval(this.#steps);
  }
}

/** The real process of the connections with one Modbus connection, and a PLC that is connected to it. */
export class RealConnector implements LineConnector {
  readonly #host = createChildProcessHost();
  readonly #configuration: ConnectorRequest;
  readonly #port: number;
  readonly #ask: (command: LineCommand) => Promise<LineAnswer>;
  #process: ReturnType<ProcessHost['start']> | null = null;
  #plc: PlcClient | null = null;
  /** How often a process was started. */
  starts = 0;

  constructor(
    dataFolder: string,
    opened: OpenedConnection & { readonly settings: { readonly kind: 'modbus' } },
    ask: (command: LineCommand) => Promise<LineAnswer>,
  ) {
    this.#port = opened.settings.port;
    this.#ask = ask;
    this.#configuration = {
      kind: 'configure',
      dataFolder,
      station: { id: opened.id, name: 'Line 3' },
      sources: [SOURCE],
      connections: [opened],
    };
  }

  start(): void {
    this.starts += 1;
    const process = this.#host.start('connector');
    this.#process = process;
    process.onMessage((raw) => {
      const message = raw as ConnectorMessage;
      if (message.kind !== 'ask') return;
      const { id } = message;
      void this.#ask(message.command).then((error) => {
        if (this.#process === process) this.#send({ kind: 'answer', id, error });
      });
    });
    this.#send(this.#configuration);
  }

  /** As the system kills it: at once, without a word. */
  kill(): void {
    const process = this.#process;
    this.#process = null;
    process?.kill();
  }

  hold(): void {
    this.#signal('SIGSTOP');
  }

  release(): void {
    this.#signal('SIGCONT');
  }

  hear(outlets: readonly Outlet[]): void {
    this.#send({ kind: 'outlets', outlets: [...outlets], isWhole: true, sentMs: steadyMs() });
  }

  async request(request: Buffer): Promise<Buffer | null> {
    try {
      this.#plc ??= await PlcClient.connect(this.#port);
      const plc = this.#plc;
      const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), REQUEST_MS).unref());
      const answer = await Promise.race([plc.request(request), late]);
      if (answer === null) this.disconnect();
      return answer;
    } catch {
      return null;
    }
  }

  disconnect(): void {
    this.#plc?.close();
    this.#plc = null;
  }

  #send(request: ConnectorRequest): void {
    this.#process?.send(request);
  }

  #signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    const pid = this.#process?.pid;
    // Windows cannot hold a process.
    if (pid !== undefined && process.platform !== 'win32') process.kill(pid, signal);
  }
}
