/** A PostgreSQL server of the system's packages, in a temporary folder and on a free port; as nobody where this is root, whom it refuses. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

const NOBODY = 65_534;
const PACKAGES = '/usr/lib/postgresql';

export class PostgresServer {
  readonly port: number;
  readonly password = randomBytes(12).toString('hex');
  /** PEM text of the certificate that it shows, which signs itself. */
  readonly authority: string;
  /** Its own; the server reads and writes there. */
  readonly folder: string;
  readonly #programs: string;
  #process: ChildProcess | null = null;

  private constructor(folder: string, programs: string, port: number, authority: string) {
    this.folder = folder;
    this.#programs = programs;
    this.port = port;
    this.authority = authority;
  }

  static async start(): Promise<PostgresServer> {
    const programs = join(PACKAGES, readdirSync(PACKAGES).toSorted((a, b) => Number(b) - Number(a))[0] ?? '', 'bin');
    const folder = mkdtempSync(join(tmpdir(), 'sigmaline-postgres-'));
    const subject = ['-subj', '/CN=plant', '-addext', 'subjectAltName=DNS:localhost'];
    const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, ...files], {
      stdio: 'ignore',
    });
    chmodSync(join(folder, 'key.pem'), 0o600);
    const authority = readFileSync(join(folder, 'certificate.pem'), 'utf8');
    const server = new PostgresServer(folder, programs, await freePort(), authority);
    writeFileSync(join(folder, 'password'), server.password);
    if (process.getuid?.() === 0)
      for (const name of ['.', 'key.pem', 'certificate.pem', 'password']) chownSync(join(folder, name), NOBODY, NOBODY);
    const access = ['-A', 'scram-sha-256', '-U', 'plant', `--pwfile=${join(folder, 'password')}`];
    execFileSync(join(programs, 'initdb'), ['-D', join(folder, 'data'), '-E', 'UTF8', '--locale=C', ...access], {
      ...server.#options,
      stdio: 'ignore',
    });
    await server.run();
    return server;
  }

  get #options(): { readonly cwd: string; readonly uid?: number; readonly gid?: number } {
    return { cwd: this.folder, ...(process.getuid?.() === 0 && { uid: NOBODY, gid: NOBODY }) };
  }

  /** Runs it, after it was killed too. */
  async run(): Promise<void> {
    const { port } = this;
    const folder = this.folder;
    const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'ssl=on'];
    const files = [`ssl_cert_file=${join(folder, 'certificate.pem')}`, `ssl_key_file=${join(folder, 'key.pem')}`];
    this.#process = spawn(
      join(this.#programs, 'postgres'),
      ['-D', join(folder, 'data'), ...[...settings, ...files].flatMap((setting) => ['-c', setting])],
      { ...this.#options, stdio: 'ignore' },
    );
    for (let tries = 0; tries < 200; tries += 1) {
      if (
        await this.query('SELECT 1').then(
          () => true,
          () => false,
        )
      )
        return;
      await delay(100);
    }
    throw new Error('PostgreSQL did not start.');
  }

  /** As a power cut ends it. Its other processes find out by themselves. */
  async kill(): Promise<void> {
    const running = this.#process;
    const ended = new Promise((resolve) => running?.once('exit', resolve));
    running?.kill('SIGKILL');
    await ended;
    // A new one refuses to start while one of them is left.
    const lock = join(this.folder, 'data', 'postmaster.pid');
    if (existsSync(lock)) rmSync(lock);
    await delay(1500);
  }

  async close(): Promise<void> {
    const running = this.#process;
    const ended = new Promise((resolve) => running?.once('exit', resolve));
    running?.kill('SIGINT');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  client(user = 'plant', password = this.password): pg.Client {
    return new pg.Client({ host: '127.0.0.1', port: this.port, user, password, database: 'postgres' });
  }

  async query(text: string, user?: string, password?: string): Promise<Readonly<Record<string, unknown>>[]> {
    const client = this.client(user, password);
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(text)).rows as Readonly<Record<string, unknown>>[];
    } finally {
      await client.end();
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
