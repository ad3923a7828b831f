import { fileURLToPath } from 'node:url';
import { createChildProcessHost } from '../../../electron/hosts/index.ts';
import { ContractClient } from '../../../shared/contract/index.ts';
import type { EngineMessage, EngineRequest } from '../../../shared/processes/engine.ts';
import type { EngineSettings, FromEngine, ToEngine } from '../processes/messages.ts';

/** An engine in a process of its own, which can be killed at any instant of its life. */
export interface EngineProcess {
  readonly pid: number;
  /** Resolves once the engine serves. @throws Error with the engine's own sentence where it cannot start, or where it was ended before */
  readonly begun: Promise<void>;
  /** Resolves once the process is gone; `code` is null where a signal ended it. */
  readonly gone: Promise<number | null>;
  client(): ContractClient;
  /** The lanes that run now. */
  lanes(): readonly number[];
  /** What the engine or a lane that really judges told last of its heap; null before it did. */
  heapBytes(pid: number): number | null;
  /** What the engine finds when it measures the disk, where it was started with made-up room. */
  setFreeBytes(freeBytes: number): void;
  /** By how much its clock is wrong from now on. */
  setClockError(errorMs: number): void;
  /** Asks it to stop, and does not wait. */
  askToStop(): void;
  /** Stops it as a person does. @throws Error where it takes longer than a station may */
  stop(): Promise<void>;
  kill(): Promise<void>;
}

const BUNDLES = fileURLToPath(new URL('../processes', import.meta.url));
/** Five seconds are promised; a machine that does three other things at a time takes some more. */
const LONGEST_STOP_MS = 20_000;

export function startEngineProcess(settings: EngineSettings): EngineProcess {
  const hosted = createChildProcessHost({ bundleFolder: BUNDLES }).start('engine');
  if (hosted.pid === undefined) throw new Error('the engine has no process');
  const lanes = new Set<number>();
  const frameListeners: ((frame: unknown) => void)[] = [];
  const heaps = new Map<number, number>();
  let client: ContractClient | null = null;
  const send = (message: ToEngine | EngineRequest): void => hosted.send(message);

  const gone = new Promise<number | null>((resolve) => hosted.onExit(resolve));
  const begun = new Promise<void>((resolve, reject) => {
    hosted.onExit(() => reject(new Error('the engine was gone before it had begun')));
    hosted.onMessage((raw) => {
      const message = raw as FromEngine | EngineMessage;
      if (message.kind === 'ready') send({ kind: 'begin', ...settings });
      if (message.kind === 'begun') resolve();
      if (message.kind === 'refused') reject(new Error(message.message));
      if (message.kind === 'heap') heaps.set(message.pid, message.bytes);
      if (message.kind === 'lane' && message.runs) lanes.add(message.pid);
      if (message.kind === 'lane' && !message.runs) lanes.delete(message.pid);
      if (message.kind === 'frame') for (const listener of frameListeners) listener(message.frame);
    });
  });
  // Whoever kills it before it has begun need not wait for it.
  begun.catch(() => undefined);

  return {
    pid: hosted.pid,
    begun,
    gone,
    client() {
      client ??= new ContractClient({
        send: (frame) => send({ kind: 'frame', channel: 'host', frame }),
        onFrame: (listener) => frameListeners.push(listener),
        onClose: () => undefined,
        close: () => undefined,
      });
      return client;
    },
    lanes: () => [...lanes],
    heapBytes: (pid) => heaps.get(pid) ?? null,
    setFreeBytes: (freeBytes) => send({ kind: 'room', freeBytes }),
    setClockError: (errorMs) => send({ kind: 'clock', errorMs }),
    askToStop: () => send({ kind: 'end' }),
    async stop() {
      send({ kind: 'end' });
      const clock = AbortSignal.timeout(LONGEST_STOP_MS);
      await Promise.race([
        gone,
        new Promise((_, reject) => {
          clock.addEventListener('abort', () => reject(new Error('the engine did not stop')));
        }),
      ]);
    },
    async kill() {
      hosted.kill();
      await gone;
    },
  };
}
