import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';

class UtilityProcess extends EventEmitter {
  /** Undefined before `spawn` and after `exit`. */
  pid: number | undefined;
  readonly #child;

  constructor(modulePath: string, args: readonly string[]) {
    super();
    this.#child = fork(modulePath, args, {
      execArgv: ['--import', fileURLToPath(new URL('./utilityChild.ts', import.meta.url))],
      serialization: 'advanced',
    });
    this.#child.once('spawn', () => {
      this.pid = this.#child.pid;
      this.emit('spawn');
    });
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.once('exit', (code) => {
      this.pid = undefined;
      this.emit('exit', code ?? 1);
    });
  }

  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object);
  }

  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }
}

export const utilityProcess = {
  fork: (modulePath: string, args: readonly string[] = []): UtilityProcess => new UtilityProcess(modulePath, args),
};
