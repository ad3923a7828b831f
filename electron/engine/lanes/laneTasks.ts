import { basename } from 'node:path';
import { detailText, type ErrorReport, type Fingerprint, type SigmalineError } from '../../../shared/domain/index.ts';
import type { GoldenResult, InspectionResult } from '../../../shared/processes/lane.ts';
import { type GoldenJob, type InspectJob, type LaneClient, LaneJobError } from '../../hosts/index.ts';
import { type Execution, type LaneTask, nameOfRun } from './runningLane.ts';

/** What a lane found, on which processor, and why that was chosen. */
export interface JudgedResult extends InspectionResult {
  readonly executionDevice: string | null;
  readonly executionReason: string | null;
}

export type LaneOutcome =
  | { readonly kind: 'judged'; readonly result: JudgedResult }
  | {
      readonly kind: 'refused';
      readonly error: ErrorReport;
      readonly sha256: string | null;
      /** Where the lane could read the file. */
      readonly content: Fingerprint | null;
    }
  /** The lane ended or hung. Where the image is not `blamed`, it only waited behind the one that was at work. */
  | { readonly kind: 'lost'; readonly error: SigmalineError; readonly blamed: boolean };

export interface InspectOptions {
  /** No other image shares the lane meanwhile, so that a death of the lane is this image's. */
  readonly alone: boolean;
  /** What the record and the lane's status tell of what it runs on, besides what the lane says itself. */
  readonly execution?: Pick<Execution, 'device' | 'reason'>;
}

/** Whoever gave the task waits for one of these. */
type Settled<Result> = Pick<PromiseWithResolvers<Result>, 'resolve' | 'reject'>;

/** Which image is asked about: `run` names the recipe and what it runs on. */
interface DeadlineOf {
  readonly run: string;
  /** The lane has not judged by this recipe yet: its network is to be opened, and perhaps compiled. */
  readonly isFirst: boolean;
  /** A lane ended on this image before: it is given more time, so that an image that is only slow is judged. */
  readonly isRetry: boolean;
}

const SHORTEST_MS = 5000;
const TIMES_AS_USUAL = 20;
const RETRY_FACTOR = 3;
/** The share of the newest image in what is usual. */
const NEWEST_SHARE = 0.2;

/** How long an image may take before its lane counts as hanging: what is usual for its recipe says it sooner than a fixed time. */
export class Deadlines {
  readonly #longestMs: number;
  readonly #usualMs = new Map<string, number>();

  /** @param longestMs what no image may take longer than */
  constructor(longestMs: number) {
    this.#longestMs = longestMs;
  }

  timeoutMs({ run, isFirst, isRetry }: DeadlineOf): number {
    const usual = this.#usualMs.get(run);
    if (usual === undefined || isFirst) return this.#longestMs;
    const patienceMs = Math.max(SHORTEST_MS, TIMES_AS_USUAL * usual);
    return Math.min(this.#longestMs, isRetry ? RETRY_FACTOR * patienceMs : patienceMs);
  }

  /** An image by this recipe took so long. */
  took(run: string, durationMs: number): void {
    const before = this.#usualMs.get(run) ?? durationMs;
    this.#usualMs.set(run, before + NEWEST_SHARE * (durationMs - before));
  }
}

const UNKNOWN_EXECUTION = { device: null, reason: null };

/**
 * Judges an image. Only what is no answer of a lane rejects.
 *
 * @param rules of the pool; once its signal is aborted, the end of a lane is nobody's fault
 */
export function inspectTask(
  job: InspectJob,
  { alone, execution = UNKNOWN_EXECUTION }: InspectOptions,
  { deadlines, signal }: { readonly deadlines: Deadlines; readonly signal: AbortSignal },
  { resolve, reject }: Settled<LaneOutcome>,
): LaneTask {
  const { recipeFolder, executionProvider } = job;
  const { device, reason } = execution;
  const run = { recipeFolder, executionProvider };
  const name = nameOfRun(run);
  return {
    alone,
    run,
    file: basename(job.imagePath),
    async attempt(lane) {
      const timeoutMs = deadlines.timeoutMs({ run: name, isFirst: !lane.hasOpen(run), isRetry: alone });
      const result = await lane.client.inspect(job, timeoutMs);
      deadlines.took(name, result.durationMs);
      lane.execution = { provider: result.executionProvider, device, reason };
      const executionReason = reason === null ? null : detailText(reason);
      resolve({ kind: 'judged', result: { ...result, executionDevice: device, executionReason } });
    },
    failed(error, blamed) {
      if (!(error instanceof LaneJobError)) reject(error);
      else if (error.isLaneFailure) resolve({ kind: 'lost', error, blamed: blamed && !signal.aborted });
      else resolve({ kind: 'refused', error, sha256: error.sha256, content: error.content });
    },
  };
}

/**
 * Judges the golden pictures. Resolves with null where the lane ended for the sake of another task, or because the pool closes: nothing was found out then.
 *
 * @param signal of the pool
 */
export function goldenTask(
  job: GoldenJob,
  signal: AbortSignal,
  { resolve, reject }: Settled<GoldenResult | null>,
): LaneTask {
  const file = basename(job.recipeFolder);
  const attempt: LaneTask['attempt'] = async ({ client }) => resolve(await client.golden(job));
  return {
    ...{ alone: false, run: job, file, attempt },
    failed(error, blamed) {
      const isOwnFault = !(error instanceof LaneJobError) || !error.isLaneFailure || (blamed && !signal.aborted);
      if (isOwnFault) reject(error);
      else resolve(null);
    },
  };
}

/** Needs no network. Whatever goes wrong rejects. */
export function answeredTask<Result>(
  file: string,
  ask: (lane: LaneClient) => Promise<Result>,
  { resolve, reject }: Settled<Result>,
): LaneTask {
  return { alone: false, run: null, file, attempt: async ({ client }) => resolve(await ask(client)), failed: reject };
}
