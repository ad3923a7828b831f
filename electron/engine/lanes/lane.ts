import type { StationStatus } from '../../../shared/contract/index.ts';
import { type ErrorFact, stationSubject } from '../../../shared/domain/index.ts';
import type { BackOff, Statement } from '../kernel/index.ts';
import type { RunningLane } from './runningLane.ts';

/** A place that one process after another fills. */
export interface Lane {
  readonly id: number;
  running: RunningLane | null;
  /** Why its last process could not start. */
  startProblem: ErrorFact | null;
  readonly starts: BackOff;
  isBeingRenewed: boolean;
}

/** How many lanes there are, and how many threads the networks of each of them have. */
export interface LaneSplit {
  readonly lanes: number;
  readonly threads: number;
}

export type LaneStatus = StationStatus['lanes'][number];

/** Memory changes with every image; nobody needs it more exactly. */
const ROUND_BYTES = 32 * 1024 * 1024;

export function statusOf({ id, running, startProblem }: Lane, { threads }: LaneSplit): LaneStatus {
  const { provider = null, device = null, reason = null } = running?.execution ?? {};
  const memoryBytes = running?.client.memoryBytes ?? null;
  const without = startProblem === null ? 'starting' : 'failed';
  return {
    id,
    state: running === null ? without : running.tasks.length > 0 ? 'busy' : 'idle',
    executionProvider: provider,
    executionDevice: device,
    executionReason: reason,
    threads,
    memoryBytes: memoryBytes === null ? null : Math.round(memoryBytes / ROUND_BYTES) * ROUND_BYTES,
  };
}

/** Where not even one lane can start, no part is inspected. */
export function startStatements(lanes: readonly Pick<Lane, 'startProblem'>[]): readonly Statement[] {
  const problems = lanes.flatMap(({ startProblem }) => startProblem ?? []);
  const severity = problems.length === lanes.length ? 'alarm' : 'warning';
  return problems.slice(0, 1).map((problem) => ({ ...problem, subject: stationSubject(), severity }));
}
