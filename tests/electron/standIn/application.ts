import { EventEmitter } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { note } from './calls.ts';
import { closeChromium } from './chromium.ts';
import { preventable } from './preventable.ts';
import { settings } from './settings.ts';

class Application extends EventEmitter {
  readonly isPackaged = false;
  readonly #paths = new Map([
    ['userData', join(settings.appFolder, 'user-data')],
    ['downloads', join(settings.appFolder, 'downloads')],
    ['temp', tmpdir()],
  ]);
  #lockFile: string | null = null;

  getAppPath(): string {
    return settings.appFolder;
  }

  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }

  setPath(name: string, path: string): void {
    if (!existsSync(path)) throw new Error(`Path ${path} does not exist`);
    this.#paths.set(name, path);
  }

  enableSandbox(): void {
    note('app.enableSandbox');
  }

  /** Electron's own lock lies in the folder of the user data too; the first instance hears of the second. */
  requestSingleInstanceLock(): boolean {
    const lockFile = join(this.getPath('userData'), 'instance.lock');
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    } catch {
      process.kill(Number(readFileSync(lockFile, 'utf8')), 'SIGUSR2');
      return false;
    }
    this.#lockFile = lockFile;
    process.on('SIGUSR2', () => this.emit('second-instance', {}, [], process.cwd(), undefined));
    return true;
  }

  async whenReady(): Promise<void> {
    // Electron is ready after the main script ran.
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Windows close after `before-quit`, then `will-quit` can still hold the process. */
  quit(): void {
    setImmediate(() => {
      this.emit('before-quit', preventable({}));
      const event = preventable({});
      this.emit('will-quit', event);
      if (!event.defaultPrevented) this.exit(0);
    });
  }

  exit(code: number): void {
    if (this.#lockFile !== null) rmSync(this.#lockFile, { force: true });
    void closeChromium().finally(() => process.exit(code));
  }
}

export const app = new Application();
// Electron quits on these signals.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
