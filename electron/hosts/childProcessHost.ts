import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentOf } from './processEnvironment.ts';
import type { HostedProcess, ProcessHost, ProcessRole } from './processHost.ts';

export interface ChildProcessOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** The Node to run them with, where this process is none (Electron). */
  readonly nodePath?: string;
  /**
   * `json` where starter and process may be of different V8 versions, whose binary formats need not understand each other (Electron and Node);
   * `advanced` carries typed arrays as they are.
   */
  readonly serialization?: 'advanced' | 'json';
  /** The folder of the bundles, where they do not lie beside this code. */
  readonly bundleFolder?: string;
}

/**
 * Starts our processes as plain Node. Running from source the entries are TypeScript files in their rooms; built, they are bundles in one folder.
 */
export function createChildProcessHost(options: ChildProcessOptions = {}): ProcessHost {
  const { bundleFolder, nodePath = process.execPath, serialization = 'advanced' } = options;
  return {
    start(role, { isQuiet = false } = {}) {
      const entry = bundleFolder === undefined ? entryOf(role) : join(bundleFolder, `${role}.js`);
      const child = fork(entry, [], {
        execPath: nodePath,
        // Flags of the starter (inspector, loaders) are its own business.
        execArgv: [],
        serialization,
        stdio: isQuiet ? ['ignore', 'ignore', 'ignore', 'ipc'] : ['ignore', 'inherit', 'inherit', 'ipc'],
        env: { ...process.env, ...environmentOf(role), ...options.environment },
      });
      return hosted(child);
    },
  };
}

function hosted(child: ReturnType<typeof fork>): HostedProcess {
  let exited = false;
  const listeners: ((code: number | null) => void)[] = [];
  const exit = (code: number | null): void => {
    if (exited) return;
    exited = true;
    for (const listener of listeners) listener(code);
  };
  child.once('exit', exit);
  // 'error' without 'exit' means that the process could not be started at all.
  child.once('error', () => exit(null));
  return {
    pid: child.pid,
    send(message) {
      // A send to a process that is going away fails by callback; its exit is what counts.
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => listeners.push(listener),
    kill: () => child.kill('SIGKILL'),
  };
}

const SOURCE_ENTRIES: Record<ProcessRole, string> = {
  engine: '../engine/process.ts',
  lane: '../lane/lane.ts',
  task: '../tasks/task.ts',
};

function entryOf(role: ProcessRole): string {
  const runsFromSource = import.meta.url.endsWith('.ts');
  return fileURLToPath(new URL(runsFromSource ? SOURCE_ENTRIES[role] : `./${role}.js`, import.meta.url));
}
