import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const COMMAND_LINE = fileURLToPath(new URL('../../../electron/cli/sigmaline.ts', import.meta.url));

/** The station itself, on a temporary data folder. */
export class RealStation {
  /** With the session's token. */
  readonly url: string;
  readonly #process: ChildProcess;
  readonly #dataFolder: string;

  private constructor(url: string, process: ChildProcess, dataFolder: string) {
    this.url = url;
    this.#process = process;
    this.#dataFolder = dataFolder;
  }

  static async start(): Promise<RealStation> {
    const dataFolder = await mkdtemp(join(tmpdir(), 'sigmaline-e2e-'));
    const child = spawn(process.execPath, [COMMAND_LINE, 'serve', '--no-open', '--data', dataFolder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const url = await new Promise<string>((resolve, reject) => {
      let printed = '';
      child.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        const address = /http:\/\/\S+/.exec(printed)?.[0];
        if (address !== undefined) resolve(address);
      });
      child.on('exit', (code) => reject(new Error(`The station ended with ${code} before it was ready: ${printed}`)));
    });
    return new RealStation(url, child, dataFolder);
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGINT');
    await ended;
    await rm(this.#dataFolder, { recursive: true, force: true });
  }
}
