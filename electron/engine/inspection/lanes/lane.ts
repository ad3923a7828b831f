import type { RunningLane } from './runningLane.ts';

/** A place that one process after another fills. */
export interface Lane {
  readonly id: number;
  running: RunningLane | null;
  startProblem: string | null;
  failedStarts: number;
  isBeingRenewed: boolean;
}

/** How many lanes there are, and how many threads the networks of each of them have. */
export interface LaneSplit {
  readonly lanes: number;
  readonly threads: number;
}
