import { join } from 'node:path';
import { environmentOf } from './processEnvironment.ts';
import type { HostedProcess, ProcessHost } from './processHost.ts';
import { relayLanes } from './relay.ts';

/** The part of Electron's `UtilityProcess` that is used here. */
interface UtilityProcessChild {
  readonly pid: number | undefined;
  postMessage(message: unknown): void;
  kill(): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  on(event: 'spawn', listener: () => void): unknown;
}

/** Electron's `utilityProcess`, handed in by the main process: this room imports no Electron. */
export interface UtilityProcessLauncher {
  fork(
    modulePath: string,
    args: string[],
    options: {
      readonly serviceName: string;
      readonly stdio: 'inherit';
      readonly env: Record<string, string | undefined>;
    },
  ): UtilityProcessChild;
}

const SERVICE_NAMES = {
  engine: 'Sigmaline engine',
  lane: 'Sigmaline lane',
  task: 'Sigmaline task',
} as const;

/** Starts our processes by Electron's utilityProcess. An engine that was started so gets its lanes through the relay. */
export function createUtilityProcessHost(launcher: UtilityProcessLauncher, bundleFolder: string): ProcessHost {
  const host: ProcessHost = {
    start(role) {
      const child = launcher.fork(join(bundleFolder, `${role}.js`), [], {
        serviceName: SERVICE_NAMES[role],
        stdio: 'inherit',
        env: { ...process.env, ...environmentOf(role) },
      });
      const started = hosted(child);
      return role === 'engine' ? relayLanes(started, host) : started;
    },
  };
  return host;
}

function hosted(child: UtilityProcessChild): HostedProcess {
  let exited = false;
  let killed = false;
  child.on('exit', () => {
    exited = true;
  });
  // Electron's own kill asks politely, which a lane that hangs in native code need not hear.
  const kill = (): void => {
    killed = true;
    if (exited) return;
    if (child.pid === undefined) child.kill();
    else endNow(child.pid);
  };
  child.on('spawn', () => {
    if (killed) kill();
  });
  return {
    get pid() {
      return child.pid;
    },
    send(message) {
      if (!exited) child.postMessage(message);
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.on('exit', listener),
    kill,
  };
}

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}
