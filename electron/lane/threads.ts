import { availableParallelism } from 'node:os';

/** More threads hardly help the small images of one lane; another lane does. */
const USUAL_THREADS = 4;

/** How many threads the network of this process may use: SIGMALINE_LANE_THREADS where it is a whole number, else at most four. */
export function networkThreads(environment: Readonly<Record<string, string | undefined>>): number {
  const wished = Number(environment.SIGMALINE_LANE_THREADS);
  const available = availableParallelism();
  return Number.isInteger(wished) && wished >= 1 ? wished : Math.min(available, USUAL_THREADS);
}
