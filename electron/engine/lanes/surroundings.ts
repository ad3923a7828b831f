import type { LaneRuntime } from '../../../shared/processes/lane.ts';
import { CPU } from './ladder.ts';
import type { LanePool } from './lanePool.ts';
import type { MachineIdentity } from './machineIdentity.ts';

/** ONNX Runtime as the lanes have loaded it, and the machine below it. */
export interface Surroundings {
  readonly runtime: LaneRuntime;
  readonly machine: MachineIdentity;
}

export interface SurroundingsFinder {
  /** Waits until a lane has started. */
  find(): Promise<Surroundings>;
  /** Null before they were found. */
  known(): Surroundings | null;
}

/** Lanes of tests may not tell what they are. */
const UNTOLD: LaneRuntime = { version: 'unknown', offeredProviders: [CPU] };

export function createSurroundingsFinder(
  pool: Pick<LanePool, 'runtime'>,
  identify: (runtimeVersion: string) => Promise<MachineIdentity>,
): SurroundingsFinder {
  let known: Surroundings | null = null;
  return {
    async find() {
      const runtime = (await pool.runtime()) ?? UNTOLD;
      known ??= { runtime, machine: await identify(runtime.version) };
      return known;
    },
    known: () => known,
  };
}
