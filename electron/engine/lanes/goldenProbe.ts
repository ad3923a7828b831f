import { constants, setPriority } from 'node:os';
import { openLane, type ProcessHost } from '../../hosts/index.ts';
import type { Probe } from './ladder.ts';

export interface GoldenProbeOptions {
  readonly host: ProcessHost;
  readonly recipeFolder: string;
  readonly threads: number;
  /** Ends the process, and with it the probe. */
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

/** Opening a network on a graphics processor compiles hundreds of programs for it. */
const PROBE_TIMEOUT_MS = 120_000;

/**
 * Runs golden pictures in a lane of their own: a driver that crashes or hangs takes only that process with it. Inspection goes on meanwhile and comes
 * first.
 */
export function createGoldenProbe(options: GoldenProbeOptions): Probe {
  const { host, recipeFolder, threads, signal, timeoutMs = PROBE_TIMEOUT_MS } = options;
  return async (executionProvider, runs) => {
    signal.throwIfAborted();
    const lane = await openLane(host, { startTimeoutMs: timeoutMs, jobTimeoutMs: timeoutMs, threads, isQuiet: true });
    const end = (): void => lane.close();
    signal.addEventListener('abort', end, { once: true });
    try {
      signal.throwIfAborted();
      givePrecedence(lane.pid);
      return await lane.golden({ kind: 'golden', recipeFolder, executionProvider, runs });
    } finally {
      signal.removeEventListener('abort', end);
      lane.close();
    }
  };
}

function givePrecedence(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Where the system does not allow it, or the process is gone: the probe is short.
  }
}
