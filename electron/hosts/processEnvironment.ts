import type { ProcessRole } from './processHost.ts';

/**
 * What keeps libraries from calling home: no call leaves the machine unless an engineer configured it. ONNX Runtime reads this before its
 * library is loaded, so it must be in the environment of every process that we start.
 */
const OFFLINE_ENVIRONMENT = { ORT_DISABLE_TELEMETRY: '1' } as const;

/**
 * How many threads of libuv's pool a process has where the usual four are wrong; read before the first line of our code, so it must be in the
 * environment too.
 *
 * - `engine`: each access to a file takes one until it is answered, and a share that went away does not answer: one such share would hold up all.
 * - `lane`: it decodes one image after the other; with more, each goes to another thread, and the network loses 1 to 2 ms of every image by it.
 */
const POOL_THREADS: Readonly<Partial<Record<ProcessRole, number>>> = { engine: 32, lane: 1 };

/** Of all others, whoever started them. */
const USUAL_POOL_THREADS = 4;

export function environmentOf(role: ProcessRole): Readonly<Record<string, string>> {
  return { ...OFFLINE_ENVIRONMENT, UV_THREADPOOL_SIZE: String(POOL_THREADS[role] ?? USUAL_POOL_THREADS) };
}
