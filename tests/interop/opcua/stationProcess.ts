/** The process of the connections as the engine starts it, with OPC UA and Modbus open, and what a test asks of it. */
import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outletFixture } from '../../../electron/connectors/surroundings.fixture.ts';
import { ConnectorProcess } from '../../../electron/engine/connections/connectorProcess.ts';
import { entryOf } from '../../../electron/hosts/entries.ts';
import type { HostedProcess, ProcessHost } from '../../../electron/hosts/index.ts';
import {
  type ConnectionId,
  type ConnectionReport,
  connectionIdSchema,
  connectionSettingsSchema,
  type Outlet,
  type OutletResult,
  type SourceId,
} from '../../../shared/domain/index.ts';
import { type OpenedConnection, TICK_MS } from '../../../shared/processes/connector.ts';

export const OPCUA = connectionIdSchema.parse('11111111-1111-4111-8111-111111111111');
export const MODBUS = connectionIdSchema.parse('22222222-2222-4222-8222-222222222222');
export const SOURCE = { id: '11111111-1111-4111-8111-111111111111' as SourceId, name: 'Top' };
const QUICKLY = { firstMs: 20, longestMs: 20 };

export interface Memory {
  /** Bytes, after all that nobody needs was collected. */
  readonly heapUsed: number;
  readonly external: number;
  readonly rss: number;
}

interface Options {
  readonly packages: string;
  readonly root: string;
  readonly port: number;
  readonly modbusPort: number;
  readonly opcua?: Readonly<Record<string, unknown>>;
}

export class StationProcess {
  readonly url: string;
  readonly folder: string;
  readonly reports = new Map<ConnectionId, ConnectionReport>();
  readonly process: ConnectorProcess;
  readonly packages: string;
  readonly root: string;
  /** By source, what a client has acknowledged. */
  readonly #acknowledged: Record<string, number> = {};
  readonly #options: Options;
  readonly #tick: NodeJS.Timeout;
  #settings: Readonly<Record<string, unknown>>;
  #inspector = '';
  #newest: Outlet = outletOf(null, 0);
  #recordedMs = 0;

  constructor(options: Options) {
    const { packages, root, port } = options;
    this.#options = options;
    this.packages = packages;
    this.root = root;
    this.#settings = options.opcua ?? {};
    this.url = `opc.tcp://127.0.0.1:${port}`;
    this.folder = join(root, 'connections', OPCUA);
    mkdirSync(this.folder, { recursive: true });
    symlinkSync(packages, join(root, 'connections', 'packages'), 'junction');
    this.process = new ConnectorProcess({
      host: this.#host(),
      configuration: () => ({
        dataFolder: root,
        station: { id: '7b0a3f0e-51d4-4c7e-9f1b-2d6a0c9e8a11', name: 'Line 3' },
        sources: [SOURCE],
        connections: this.#connections(),
      }),
      onMessage: (message) => {
        if (message.kind === 'report') this.reports.set(message.connection, message.report);
        if (message.kind === 'acknowledged') this.#acknowledged[message.source] = message.sequence;
        if (message.kind === 'ask') this.process.answer({ id: message.id, error: null });
      },
      onAway: () => this.reports.clear(),
      growth: QUICKLY,
    });
    this.#tick = setInterval(() => this.tell(true), TICK_MS);
  }

  async open(): Promise<void> {
    this.process.configure();
    await this.isOpen();
  }

  async isOpen(): Promise<void> {
    await until('the connection is open', () => this.reports.get(OPCUA)?.state === 'working', 60_000);
  }

  /** With other settings: the connection is closed and opened, the process stays. */
  async change(settings: Readonly<Record<string, unknown>>): Promise<void> {
    this.#settings = { ...this.#settings, ...settings };
    this.reports.delete(OPCUA);
    this.process.configure();
    await this.isOpen();
  }

  /** As the system kills it; whoever started it starts it again. */
  async kill(): Promise<void> {
    const { pid } = this.process;
    if (pid === undefined) throw new Error('There is no process.');
    process.kill(pid, 'SIGKILL');
    await until('the process has ended', () => this.process.pid !== pid);
  }

  /** As the station does it when it is closed and started. */
  async restart(): Promise<void> {
    await this.process.stop();
    this.reports.clear();
    await this.open();
  }

  async stop(): Promise<void> {
    clearInterval(this.#tick);
    await this.process.stop();
  }

  /** A part was judged just now. */
  judge(sequence: number, result: Partial<OutletResult> = {}): void {
    this.#newest = outletOf(
      { sequence, number: sequence, recordId: recordIdOf(sequence) as never, ...result },
      sequence,
    );
    this.#recordedMs = performance.now();
    this.tell(false);
  }

  get modbusPort(): number {
    return this.#options.modbusPort;
  }

  tell(isWhole: boolean): void {
    const { result } = this.#newest;
    const ageMs = performance.now() - this.#recordedMs;
    this.process.show([{ ...this.#newest, result: result === null ? null : { ...result, ageMs } }], isWhole);
  }

  /** Of the process of the connections, asked through its inspector. */
  async memory(): Promise<Memory> {
    const socket = new WebSocket(this.#inspector);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error(`no inspector at ${this.#inspector}`));
    });
    let asked = 0;
    const ask = (method: string, params: object = {}): Promise<{ result?: { value?: string } }> =>
      new Promise((resolve) => {
        const id = ++asked;
        socket.addEventListener('message', ({ data }) => {
          const answer = JSON.parse(String(data)) as { id?: number; result: { result?: { value?: string } } };
          if (answer.id === id) resolve(answer.result);
        });
        socket.send(JSON.stringify({ id, method, params }));
      });
    // What is freed by the end of one collection is collected by the next.
    for (let time = 0; time < 3; time += 1) await ask('HeapProfiler.collectGarbage');
    const { result } = await ask('Runtime.evaluate', { expression: 'JSON.stringify(process.memoryUsage())' });
    socket.close();
    return JSON.parse(result?.value ?? '') as Memory;
  }

  #connections(): OpenedConnection[] {
    const { port, modbusPort } = this.#options;
    const common = { position: 0, acknowledged: this.#acknowledged };
    const settings = { kind: 'opcua', port, user: 'line', validMs: 2000, ...this.#settings };
    const modbus = { kind: 'modbus', port: modbusPort };
    return [
      {
        ...common,
        id: OPCUA,
        name: 'Plant',
        settings: connectionSettingsSchema.parse(settings),
        secrets: { password: 'secret' },
      },
      { ...common, id: MODBUS, name: 'PLC', settings: connectionSettingsSchema.parse(modbus), secrets: {} },
    ];
  }

  #host(): ProcessHost {
    return {
      start: (role) => {
        const child = spawn(process.execPath, ['--inspect=127.0.0.1:0', fileURLToPath(entryOf(role))], {
          serialization: 'advanced',
          stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
        });
        child.stderr?.on('data', (bytes: Buffer) => {
          const address = /ws:\/\/\S+/.exec(bytes.toString())?.[0];
          if (address !== undefined) this.#inspector = address;
          else if (!/^(For help|Debugger)/.test(bytes.toString())) process.stderr.write(bytes);
        });
        const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
        return {
          pid: child.pid,
          send: (message) => void (child.connected && child.send(message as object, () => undefined)),
          onMessage: (listener) => child.on('message', listener),
          onExit: (listener) => void exit.then(listener),
          kill: () => child.kill('SIGKILL'),
        } satisfies HostedProcess;
      },
    };
  }
}

function outletOf(result: Partial<OutletResult> | null, inspected: number): Outlet {
  const { counters } = outletFixture();
  return outletFixture({ sourceId: SOURCE.id, result, counters: { ...counters, inspected } });
}

function recordIdOf(sequence: number): string {
  return `33333333-3333-4333-8333-${String(sequence).padStart(12, '0')}`;
}

/** Waits until something is so. @throws Error what was not so in time */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> {
  const latestMs = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > latestMs) throw new Error(`Not in ${withinMs / 1000} s: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
