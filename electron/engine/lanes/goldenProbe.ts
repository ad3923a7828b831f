import { constants, setPriority } from 'node:os';
import type { Detail, ErrorFact } from '../../../shared/domain/index.ts';
import type { GoldenResult } from '../../../shared/processes/lane.ts';
import { LaneJobError, openLane, type ProcessHost, type RecipeRun } from '../../hosts/index.ts';
import { agreementOf, CPU, type Probe, reasonOf } from './ladder.ts';
import type { LanePool } from './lanePool.ts';
import type { RecipeProvider } from './recipeProvider.ts';

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

/** To live parts: a lane that judges none steps back behind those that do. */
export function givePrecedence(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Where the system does not allow it, or the process is gone: what it does is short.
  }
}

/** A lane may end on an image while the golden pictures wait behind it: so often they are asked for. */
const SELF_CHECK_TRIES = 3;

/**
 * Has a lane judge the golden pictures again: a device that judges otherwise than when it was checked is as bad as one that fails.
 *
 * @returns what is wrong; null where nothing is, or nothing had to be compared
 */
export async function selfCheckFault(
  { choice: { provider, reference }, run }: RecipeProvider,
  pool: Pick<LanePool, 'golden'>,
): Promise<ErrorFact | null> {
  if (provider === CPU || reference === null) return null;
  try {
    const result = await goldenResult(pool, run);
    if (result === null) return null;
    const agreement = agreementOf(reference, result.runs[0]?.outputs ?? [], provider);
    return agreement.agrees ? null : atCheck(agreement.reason);
  } catch (thrown) {
    const isItsFault = thrown instanceof LaneJobError && thrown.code !== 'lane.start';
    if (isItsFault) return atCheck(reasonOf(thrown));
    throw thrown;
  }
}

/** Null where each lane ended before it came to them. */
async function goldenResult(pool: Pick<LanePool, 'golden'>, run: RecipeRun): Promise<GoldenResult | null> {
  for (let count = 0; count < SELF_CHECK_TRIES; count += 1) {
    const result = await pool.golden({ kind: 'golden', ...run, runs: 1 });
    if (result !== null) return result;
  }
  return null;
}

function atCheck(reason: Detail): ErrorFact {
  return { code: 'execution.check', details: { reason } };
}
