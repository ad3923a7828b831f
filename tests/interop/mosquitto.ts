/** The MQTT broker mosquitto of the system's packages, with TLS and on a free port, and its programs that listen and ask. */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

/** What it stores takes milliseconds. */
const STORES_WITHIN_MS = 300;

/** A mosquitto with a folder and a port of its own. */
export class Mosquitto {
  readonly folder: string;
  readonly port: number;
  readonly #listeners: Listener[] = [];
  #process: ChildProcess | null = null;

  constructor(folder: string, port: number) {
    this.folder = folder;
    this.port = port;
  }

  get settings(): { readonly kind: 'mqtt' } & Record<string, unknown> {
    const text = (file: string): string => readFileSync(join(this.folder, file), 'utf8');
    return {
      kind: 'mqtt',
      url: `mqtts://127.0.0.1:${this.port}`,
      authority: text('authority.pem'),
      certificate: text('client.pem'),
    };
  }

  get secrets(): Record<string, string> {
    return { key: readFileSync(join(this.folder, 'client.key'), 'utf8') };
  }

  /** When it has last stored what it keeps. */
  get storedMs(): number {
    return statSync(join(this.folder, 'mosquitto.db'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  }

  async start(): Promise<void> {
    const file = join(this.folder, 'mosquitto.conf');
    const lines = [
      `listener ${this.port} 127.0.0.1`,
      `cafile ${this.folder}/authority.pem`,
      `certfile ${this.folder}/server.pem`,
      `keyfile ${this.folder}/server.key`,
      'require_certificate true',
      'allow_anonymous true',
      'persistence true',
      `persistence_location ${this.folder}/`,
      // It stores with each message, although only after it has acknowledged it: see `tellsWhatIsStored`.
      'autosave_on_changes true',
      'autosave_interval 1',
      'max_queued_messages 0',
      ...(process.getuid?.() === 0 ? ['user root'] : []),
    ];
    writeFileSync(file, `${lines.join('\n')}\n`);
    const started = spawn('mosquitto', ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#process = started;
    for await (const line of createInterface(started.stderr)) if (line.includes('running')) break;
    started.stderr.resume();
  }

  async kill(): Promise<void> {
    const killed = this.#process;
    if (killed === null) return;
    killed.kill('SIGKILL');
    await once(killed, 'exit');
  }

  stop(): void {
    for (const listener of this.#listeners) listener.stop();
    this.#process?.kill('SIGKILL');
  }

  /** Not while everything else stands still: the station that it talks to is in this process. */
  run(program: string, programArguments: readonly string[], input?: Buffer): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = execFile(program, [...this.#who(), ...programArguments], (error, output) => {
        if (error === null) resolve(output);
        else reject(new Error(error.message, { cause: error }));
      });
      child.stdin?.end(input);
    });
  }

  /** The first message of a topic; empty where none comes. */
  async first(topic: string, seconds = 5): Promise<string> {
    try {
      return (await this.run('mosquitto_sub', ['-t', topic, '-C', '1', '-W', String(seconds)])).trim();
    } catch {
      return '';
    }
  }

  listen(topic: string, others: readonly string[], form = '%t %p'): Listener {
    const listener = new Listener(['-d', ...this.#who(), '-q', '1', '-t', topic, '-F', `MESSAGE ${form}`, ...others]);
    this.#listeners.push(listener);
    return listener;
  }

  #who(): string[] {
    const files = ['--cafile', 'authority.pem', '--cert', 'client.pem', '--key', 'client.key'];
    const paths = files.map((file) => (file.startsWith('-') ? file : join(this.folder, file)));
    return ['-V', 'mqttv5', '-h', '127.0.0.1', '-p', String(this.port), ...paths];
  }
}

/** A `mosquitto_sub`, begun again where it ends because its broker did. */
class Listener {
  readonly lines: { readonly topic: string; readonly payload: string }[] = [];
  readonly #arguments: readonly string[];
  #process: ChildProcess | null = null;
  #isStopped = false;
  #onReady: () => void = () => undefined;
  readonly #ready = new Promise<void>((resolve) => {
    this.#onReady = resolve;
  });

  constructor(programArguments: readonly string[]) {
    this.#arguments = programArguments;
    this.#start();
  }

  ready(): Promise<void> {
    return this.#ready;
  }

  stop(): void {
    this.#isStopped = true;
    this.#process?.kill();
  }

  #start(): void {
    if (this.#isStopped) return;
    // It holds back what it says to a pipe until there is a lot of it.
    const started = spawn('stdbuf', ['-oL', 'mosquitto_sub', ...this.#arguments], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#process = started;
    createInterface(started.stdout).on('line', (line) => {
      const [, topic, payload] = /^MESSAGE (.*?) (\{.*|[0-9a-f]+)$/.exec(line) ?? [];
      if (topic !== undefined && payload !== undefined) this.lines.push({ topic, payload });
      else if (line.includes('SUBACK') || line.startsWith('Subscribed')) this.#onReady();
    });
    started.once('exit', () => setTimeout(() => this.#start(), 100));
  }
}

/**
 * Mosquitto acknowledges a message and stores it then: killed in between it loses what it has acknowledged, which no sender can mend. This stands before it and passes on
 * what it says once it has stored what came before, or had the time to where there was nothing to store.
 */
export async function tellsWhatIsStored(broker: Mosquitto): Promise<Server> {
  const server = createServer((station) => {
    const within = connect(broker.port, '127.0.0.1');
    const end = (): void => void [station, within].map((socket) => socket.destroy());
    for (const socket of [station, within]) socket.on('error', end).on('close', end);
    station.pipe(within);
    let passedOn = Promise.resolve();
    within.on('data', (bytes: Buffer) => {
      const saidMs = Date.now();
      passedOn = passedOn.then(async () => {
        while (broker.storedMs <= saidMs && Date.now() < saidMs + STORES_WITHIN_MS) await delay(2);
        if (!station.destroyed) station.write(bytes);
      });
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

/** Of an authority, the broker and a client, as files of the folder. */
export function makeCertificates(folder: string): void {
  const openssl = (...openSslArguments: string[]): void =>
    void execFileSync('openssl', openSslArguments, { cwd: folder, stdio: 'ignore' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'authority.key',
    '-out',
    'authority.pem',
    '-subj',
    '/CN=Authority',
    '-days',
    '2',
  );
  for (const name of ['server', 'client']) {
    writeFileSync(join(folder, `${name}.ext`), 'subjectAltName=IP:127.0.0.1\n');
    openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    const by = [
      '-CA',
      'authority.pem',
      '-CAkey',
      'authority.key',
      '-CAcreateserial',
      '-extfile',
      `${name}.ext`,
      '-days',
      '2',
    ];
    openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, ...by);
  }
}
