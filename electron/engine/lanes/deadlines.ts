/** Which image is asked about: `run` names the recipe and what it runs on. */
export interface DeadlineOf {
  readonly run: string;
  /** The lane has not judged by this recipe yet: its network is to be opened, and perhaps compiled. */
  readonly isFirst: boolean;
  /** A lane ended on this image before: it is given more time, so that an image that is only slow is judged. */
  readonly isRetry: boolean;
}

/** How long an image may take before its lane counts as hanging: what is usual for its recipe says it sooner than a fixed time. */
export interface Deadlines {
  timeoutMs(image: DeadlineOf): number;
  /** An image by this recipe took so long. */
  took(run: string, durationMs: number): void;
}

const SHORTEST_MS = 5000;
const TIMES_AS_USUAL = 20;
const RETRY_FACTOR = 3;
/** The share of the newest image in what is usual. */
const NEWEST_SHARE = 0.2;

/** @param longestMs what no image may take longer than */
export function createDeadlines(longestMs: number): Deadlines {
  const usualMs = new Map<string, number>();
  return {
    timeoutMs({ run, isFirst, isRetry }) {
      const usual = usualMs.get(run);
      if (usual === undefined || isFirst) return longestMs;
      const patienceMs = Math.max(SHORTEST_MS, TIMES_AS_USUAL * usual);
      return Math.min(longestMs, isRetry ? RETRY_FACTOR * patienceMs : patienceMs);
    },
    took(run, durationMs) {
      const before = usualMs.get(run) ?? durationMs;
      usualMs.set(run, before + NEWEST_SHARE * (durationMs - before));
    },
  };
}
