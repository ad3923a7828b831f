export interface RestartTiming {
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** An engine that ran this long was well: its end counts as the first one. */
  readonly settledAfterMs: number;
}

/** Doubles with every end in a row, so that an engine that cannot start does not keep the machine busy. */
export function restartDelayMs(endsBefore: number, timing: RestartTiming): number {
  return Math.min(timing.longestDelayMs, timing.firstDelayMs * 2 ** endsBefore);
}
