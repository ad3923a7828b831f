import { availableParallelism } from 'node:os';
import { EXECUTION_PROVIDER, offeredProviders } from './session/index.ts';

/**
 * The execution provider of this process: SIGMALINE_LANE_PROVIDER where it is set, else the CPU, which every machine has.
 *
 * @throws RangeError where ONNX Runtime does not offer the wished one: judging by another one silently would void what was measured or checked
 */
export function networkProvider(environment: Readonly<Record<string, string | undefined>>): string {
  const wished = environment.SIGMALINE_LANE_PROVIDER || EXECUTION_PROVIDER;
  const offered = offeredProviders();
  if (offered.includes(wished)) return wished;
  throw new RangeError(`SIGMALINE_LANE_PROVIDER is ${wished}, but ONNX Runtime offers ${offered.join(', ')} here`);
}

/** More threads hardly help the small images of one lane; another lane does. */
const USUAL_THREADS = 4;

/** How many threads the network of this process may use: SIGMALINE_LANE_THREADS where it is a whole number, else at most four. */
export function networkThreads(environment: Readonly<Record<string, string | undefined>>): number {
  const wished = Number(environment.SIGMALINE_LANE_THREADS);
  const available = availableParallelism();
  return Number.isInteger(wished) && wished >= 1 ? wished : Math.min(available, USUAL_THREADS);
}
