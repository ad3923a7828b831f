import type { ErrorCode, ErrorFact } from '../../../shared/domain/index.ts';
import type { InspectJob } from '../../hosts/index.ts';
import { CPU, reasonOn } from './ladder.ts';
import type { LanePool } from './lanePool.ts';
import type { LaneOutcome } from './laneTasks.ts';
import type { ProviderChoices } from './providerChoices.ts';

/** What a lane says where not the image but what it ran on may be at fault. */
const PROVIDER_CODES: ReadonlySet<ErrorCode> = new Set(['lane.run-failed', 'lane.not-finite', 'lane.provider-failed']);

/**
 * Judges by what was chosen for the recipe. An image on which that fails is judged by the CPU: where the CPU can, the provider was at fault, and no
 * error is recorded.
 */
export function createCheckedPool(
  pool: Pick<LanePool, 'inspect' | 'capacity'>,
  choices: Pick<ProviderChoices, 'executionOf' | 'failed' | 'suspected'>,
): Pick<LanePool, 'inspect' | 'capacity'> {
  async function inspectOnCpu(job: InspectJob, alone: boolean, reason: ErrorFact): Promise<LaneOutcome> {
    const execution = { device: choices.executionOf(job.recipeFolder)?.cpu ?? null, reason: reasonOn(CPU, reason) };
    return pool.inspect({ ...job, executionProvider: CPU }, { alone, execution });
  }

  return {
    get capacity() {
      return pool.capacity;
    },
    async inspect(job, { alone }) {
      const execution = choices.executionOf(job.recipeFolder);
      if (execution === null) return pool.inspect(job, { alone });
      const { provider } = execution;
      // An image on which a lane ended before is tried again on what is known to work.
      if (provider !== CPU && alone) {
        const ended: ErrorFact = { code: 'execution.lane-ended', details: { provider } };
        const outcome = await inspectOnCpu(job, alone, ended);
        if (outcome.kind === 'judged')
          choices.suspected(job.recipeFolder, provider, { code: 'execution.ends-lanes', details: {} });
        return outcome;
      }
      const outcome = await pool.inspect({ ...job, executionProvider: provider }, { alone, execution });
      if (provider === CPU || outcome.kind !== 'refused' || !PROVIDER_CODES.has(outcome.error.code)) return outcome;
      const cause = outcome.error.details.reason ?? ({ code: 'execution.no-numbers', details: {} } as const);
      const failed: ErrorFact = { code: 'execution.failed-image', details: { provider, reason: cause } };
      const second = await inspectOnCpu(job, alone, failed);
      if (second.kind === 'judged') choices.failed(job.recipeFolder, provider, cause);
      return second;
    },
  };
}
