import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layOutStation } from '../../builtStation.ts';

/** The station itself as it was built, on an empty data folder. */
export class RealStation {
  /** With the session's token. */
  readonly url: string;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(url: string, process: ChildProcess, folder: string) {
    this.url = url;
    this.#process = process;
    this.#folder = folder;
  }

  static async start(quick: Parameters<typeof layOutStation>[2] = {}): Promise<RealStation> {
    const folder = await mkdtemp(join(tmpdir(), 'sigmaline-e2e-'));
    layOutStation(folder, ['node', 'renderer'], quick);
    const program = join(folder, 'out', 'node', 'sigmaline.js');
    // Two that begin at once would both find the usual port free.
    const serve = [program, 'serve', '--no-open', '--port', '0', '--data', join(folder, 'data')];
    const child = spawn(process.execPath, serve, { stdio: ['ignore', 'pipe', 'inherit'] });
    const url = await new Promise<string>((resolve, reject) => {
      let printed = '';
      child.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        const address = /http:\/\/\S+/.exec(printed)?.[0];
        if (address !== undefined) resolve(address);
      });
      child.on('exit', (code) => reject(new Error(`The station ended with ${code} before it was ready: ${printed}`)));
    });
    return new RealStation(url, child, folder);
  }

  /** What a second start on the same data folder says, and that the commands find the first one still. */
  async startAgain(): Promise<{ readonly said: string; readonly isFound: boolean }> {
    const address = join(this.dataFolder, 'session.address');
    const program = join(this.#folder, 'out', 'node', 'sigmaline.js');
    const child = spawn(process.execPath, [program, 'serve', '--no-open', '--port', '0', '--data', this.dataFolder], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await once(child, 'close');
    return { said, isFound: existsSync(address) };
  }

  get dataFolder(): string {
    return join(this.#folder, 'data');
  }

  /** The verifier as it was built: one file. */
  get verifier(): string {
    return join(this.#folder, 'out', 'node', 'verify.js');
  }

  /** Ends the process; its folder stays. */
  async end(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGINT');
    await ended;
  }

  async stop(): Promise<void> {
    await this.end();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
