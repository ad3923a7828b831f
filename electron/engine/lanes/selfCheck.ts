import { LaneJobError } from '../../hosts/index.ts';
import { agreementOf } from './agreement.ts';
import { CPU, reasonOf } from './ladder.ts';
import type { LanePool } from './lanePool.ts';
import type { RecipeProvider } from './recipeProvider.ts';

/**
 * Has a lane judge the golden pictures again: a device that judges otherwise than when it was checked is as bad as one that fails.
 *
 * @returns what is wrong; null where nothing is, or nothing had to be compared
 */
export async function selfCheckFault(
  { provider, reference, run }: RecipeProvider,
  pool: Pick<LanePool, 'golden'>,
): Promise<string | null> {
  if (provider === CPU || reference === null) return null;
  try {
    const { runs } = await pool.golden({ kind: 'golden', ...run, runs: 1 });
    const agreement = agreementOf(reference, runs[0]?.outputs ?? []);
    return agreement.agrees ? null : `the check at regular times: ${agreement.reason}`;
  } catch (thrown) {
    const isItsFault = thrown instanceof LaneJobError && thrown.code !== 'lane.start';
    if (isItsFault) return `the check at regular times: ${reasonOf(thrown)}`;
    throw thrown;
  }
}
