import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { freePort } from '../../electron/cli/commands/serve.ts';
import { layOutStation } from '../builtStation.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fixtures = join(root, 'tests', 'electron', 'fixtures');
const standIn = join(root, 'tests', 'electron', 'standIn', 'register.ts');

export interface Call {
  readonly call: string;
  readonly details: readonly unknown[];
}

/**
 * The built main process and preload, laid out as an installation: with the scripted engine and a page that only notes (`scripted`),
 * or with all that was built (`whole`).
 */
export class Installation {
  readonly folder = mkdtempSync(join(tmpdir(), 'sigmaline-window-'));
  readonly dataFolder = join(this.folder, 'data');
  readonly #callsFile = join(this.folder, 'calls.jsonl');
  readonly #running: ChildProcess[] = [];
  #browser: Browser | null = null;

  constructor(kind: 'scripted' | 'whole' = 'scripted') {
    const out = join(this.folder, 'out');
    mkdirSync(this.dataFolder);
    layOutStation(this.folder, kind === 'whole' ? ['main', 'preload', 'renderer', 'node'] : ['main', 'preload']);
    if (kind === 'scripted') this.#addScripts(out);
  }

  #addScripts(out: string): void {
    for (const part of ['node', 'renderer']) mkdirSync(join(out, part));
    for (const file of ['index.html', 'page.js']) cpSync(join(fixtures, file), join(out, 'renderer', file));
    cpSync(join(fixtures, 'engine.js'), join(out, 'node', 'engine.js'));
    writeFileSync(join(this.dataFolder, 'images.json'), '{}');
  }

  /** Starts the main process as Electron would, and waits for nothing. */
  async start(...args: string[]): Promise<{ readonly process: ChildProcess; readonly debuggingPort: number }> {
    const debuggingPort = await freePort();
    const child = spawn(
      process.execPath,
      ['--import', standIn, join(this.folder, 'out', 'main', 'index.js'), '--data', this.dataFolder, ...args],
      {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: {
          ...process.env,
          SIGMALINE_STAND_IN: JSON.stringify({ appFolder: this.folder, debuggingPort, callsFile: this.#callsFile }),
        },
      },
    );
    this.#running.push(child);
    return { process: child, debuggingPort };
  }

  /** Starts the main process and gives the page of its window. */
  async openWindow(...args: string[]): Promise<{ readonly process: ChildProcess; readonly page: Page }> {
    const { process: child, debuggingPort } = await this.start(...args);
    await waitFor(() => this.calls('BrowserWindow.show').length > 0);
    this.#browser = await chromium.connectOverCDP(`http://127.0.0.1:${debuggingPort}`);
    await waitFor(() => this.page() !== undefined);
    return { process: child, page: this.page() as Page };
  }

  /** The window's present page: another one after a crash. */
  page(): Page | undefined {
    const pages = this.#browser?.contexts().flatMap((context) => context.pages()) ?? [];
    return pages.find((page) => page.url().startsWith('https://sigmaline.window'));
  }

  calls(name: string): readonly Call[] {
    if (!existsSync(this.#callsFile)) return [];
    const lines = readFileSync(this.#callsFile, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as Call).filter(({ call }) => call === name);
  }

  /** What the scripted engines noted: `start PID`, `stop PID`, `windowClosed PID`. */
  engineLog(): readonly string[] {
    const file = join(this.dataFolder, 'engine.log');
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    await Promise.all(this.#running.map((child) => ended(child, () => child.kill('SIGTERM'))));
    // What an ended process had started may write for a moment longer.
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** Resolves with the exit code once the process has ended. */
export function ended(child: ChildProcess, end?: () => void): Promise<number | null> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve(child.exitCode);
      return;
    }
    child.once('exit', (code) => resolve(code));
    end?.();
  });
}

export async function waitFor(condition: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline)
      throw new Error(`It did not come to pass within ${timeoutMs} ms: ${String(condition)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
