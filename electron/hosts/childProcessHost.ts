import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { entryOf } from './entries.ts';
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
 * What keeps libraries from calling home: no call leaves the machine unless an engineer configured it. ONNX Runtime reads this before its
 * library is loaded, so it must be in the environment of every process that we start.
 */
const OFFLINE_ENVIRONMENT = { ORT_DISABLE_TELEMETRY: '1' } as const;

/**
 * How many threads of libuv's pool a process has; read before the first line of our code, so it must be in the environment too.
 *
 * - `engine`: each access to a file takes one until it is answered, and a share that went away does not answer: one such share would hold up all.
 * - `lane`: it decodes one image after the other; with more, each goes to another thread, and the network loses 1 to 2 ms of every image by it.
 * - `connector`: each connection to a share that hangs holds one, and names of receivers are looked up by them too.
 * - `task`: the usual number, whoever started it.
 */
const POOL_THREADS: Readonly<Record<ProcessRole, number>> = { engine: 32, lane: 1, task: 4, connector: 16 };

/**
 * A lane gives back to the system what opening a network took besides the network itself: from the first large block that is freed on, glibc keeps free blocks of up to
 * 32 MB for itself unless their size is fixed, here at what it begins with; and it keeps them for each of up to eight times as many threads as there are cores.
 * Judging is not slower by more than 2 %.
 */
const ALLOCATION: Readonly<Record<ProcessRole, Readonly<Record<string, string>>>> = {
  engine: {},
  lane: { MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_ARENA_MAX: '2' },
  task: {},
  connector: {},
};

/**
 * Starts our processes as plain Node. Running from source the entries are TypeScript files in their rooms; built, they are bundles in one folder.
 */
export function createChildProcessHost(options: ChildProcessOptions = {}): ProcessHost {
  const { bundleFolder, nodePath = process.execPath, serialization = 'advanced' } = options;
  return {
    start(role, { isQuiet = false } = {}) {
      const entry = bundleFolder === undefined ? fileURLToPath(entryOf(role)) : join(bundleFolder, `${role}.js`);
      // Flags of the starter (inspector, loaders) are its own business.
      const child = spawn(nodePath, [entry], {
        serialization,
        // Node is a console program, and Windows would open a console for it.
        windowsHide: true,
        stdio: isQuiet ? ['ignore', 'ignore', 'ignore', 'ipc'] : ['ignore', 'inherit', 'inherit', 'ipc'],
        env: {
          ...process.env,
          ...OFFLINE_ENVIRONMENT,
          ...ALLOCATION[role],
          UV_THREADPOOL_SIZE: String(POOL_THREADS[role]),
          ...options.environment,
        },
      });
      return hosted(child);
    },
  };
}

function hosted(child: ChildProcess): HostedProcess {
  const exit = Promise.withResolvers<number | null>();
  child.once('exit', exit.resolve);
  // 'error' without 'exit' means that the process could not be started at all.
  child.once('error', () => exit.resolve(null));
  return {
    pid: child.pid,
    send(message) {
      // A send to a process that is going away fails by callback; its exit is what counts.
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => void exit.promise.then(listener),
    kill: () => child.kill('SIGKILL'),
  };
}
