import type { ProcessRole } from './processHost.ts';

/**
 * What keeps libraries from calling home: no call leaves the machine unless an engineer configured it. ONNX Runtime reads this before its
 * library is loaded, so it must be in the environment of every process that we start.
 */
const OFFLINE_ENVIRONMENT = { ORT_DISABLE_TELEMETRY: '1' } as const;

/**
 * Each access to a file takes a thread of libuv's pool until it is answered, and a share that went away does not answer: with the usual four, one such
 * share would hold up the whole engine. Read before the first line of our code, so it must be in the environment too.
 */
const FILE_THREADS = { UV_THREADPOOL_SIZE: '32' } as const;

export function environmentOf(role: ProcessRole): Readonly<Record<string, string>> {
  return role === 'engine' ? { ...OFFLINE_ENVIRONMENT, ...FILE_THREADS } : OFFLINE_ENVIRONMENT;
}
