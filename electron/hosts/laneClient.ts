import { basename } from 'node:path';
import { type ErrorReport, SigmalineError } from '../../shared/domain/index.ts';
import {
  type InspectionResult,
  type LaneJob,
  type LaneMessage,
  type LaneRequest,
  laneMessageSchema,
} from '../../shared/processes/lane.ts';
import type { HostedProcess, ProcessHost } from './processHost.ts';

export type InspectJob = Extract<LaneJob, { kind: 'inspect' }>;
export type FileJob = Exclude<LaneJob, { kind: 'inspect' }>;

/** A job that the lane refused, or that a crash or the clock ended. `sha256` is known where the lane could read the file. */
export class LaneJobError extends SigmalineError {
  readonly sha256: string | null;

  constructor(report: Pick<ErrorReport, 'code' | 'details'>, sha256: string | null) {
    super(report.code, report.details);
    this.sha256 = sha256;
  }

  /** Whether the lane itself failed, not the image: another lane may succeed. */
  get isLaneFailure(): boolean {
    return this.code === 'lane.crashed' || this.code === 'lane.timeout';
  }
}

/** One running lane. Jobs are answered in the order in which they were given; a second one given early is read while the first is judged. */
export interface LaneClient {
  readonly executionProvider: string;
  /** @throws LaneJobError with the image's own code, `lane.crashed` or `lane.timeout`; after those two the lane is gone */
  inspect(job: InspectJob): Promise<InspectionResult>;
  /** Jobs that only write a file. @throws LaneJobError as `inspect` */
  write(job: FileJob): Promise<void>;
  /** Called once when the lane is gone, for whatever reason; at once where it is gone already. */
  onGone(listener: () => void): void;
  /** Ends the lane; jobs that wait fail with `lane.crashed`. */
  close(): void;
}

export interface LaneOptions {
  /** How long the process may take until it is ready. */
  readonly startTimeoutMs?: number;
  /** How long one job may take; longer means that the lane hangs, and it is killed. */
  readonly jobTimeoutMs?: number;
}

interface PendingJob {
  readonly file: string;
  readonly clock: NodeJS.Timeout;
  readonly resolve: (result: InspectionResult | null) => void;
  readonly reject: (error: LaneJobError) => void;
}

/**
 * Starts a lane and waits until it is ready.
 *
 * @throws SigmalineError `lane.start`
 */
export async function openLane(host: ProcessHost, options: LaneOptions = {}): Promise<LaneClient> {
  const { startTimeoutMs = 60_000, jobTimeoutMs = 120_000 } = options;
  const process = host.start('lane');
  const jobs = createJobTable(process, jobTimeoutMs);
  const executionProvider = await untilReady(process, startTimeoutMs);
  return {
    executionProvider,
    async inspect(job) {
      const result = await jobs.run(job);
      if (result !== null) return result;
      throw new LaneJobError({ code: 'internal', details: { reason: 'the lane answered without a result' } }, null);
    },
    async write(job) {
      await jobs.run(job);
    },
    onGone: (listener) => jobs.onGone(listener),
    close: () => process.kill(),
  };
}

function untilReady(process: HostedProcess, timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      clearTimeout(clock);
      reject(new SigmalineError('lane.start', { reason }));
    };
    const clock = setTimeout(() => {
      fail(`it was not ready within ${timeoutMs / 1000} seconds`);
      process.kill();
    }, timeoutMs);
    process.onExit((code) => fail(code === null ? 'it was ended by a signal' : `it ended with exit code ${code}`));
    process.onMessage((raw) => {
      const message = laneMessageSchema.safeParse(raw);
      if (!message.success || message.data.kind !== 'ready') return;
      clearTimeout(clock);
      resolve(message.data.executionProvider);
    });
  });
}

interface JobTable {
  run(job: LaneJob): Promise<InspectionResult | null>;
  onGone(listener: () => void): void;
}

function createJobTable(process: HostedProcess, timeoutMs: number): JobTable {
  const pending = new Map<number, PendingJob>();
  const goneListeners: (() => void)[] = [];
  let nextId = 1;
  let gone = false;

  const settle = (id: number, action: (job: PendingJob) => void): void => {
    const job = pending.get(id);
    if (job === undefined) return;
    pending.delete(id);
    clearTimeout(job.clock);
    // Jobs are answered one after the other: those that waited begin only now.
    for (const waiting of pending.values()) waiting.clock.refresh();
    action(job);
  };

  process.onMessage((raw) => {
    const parsed = laneMessageSchema.safeParse(raw);
    if (parsed.success) receive(parsed.data);
  });
  process.onExit(() => {
    gone = true;
    for (const id of [...pending.keys()]) settle(id, (job) => job.reject(crashed(job.file)));
    for (const listener of goneListeners) listener();
  });

  function receive(message: LaneMessage): void {
    switch (message.kind) {
      case 'ready':
        return;
      case 'done':
        settle(message.id, (job) => job.resolve(message.result));
        return;
      case 'failed':
        settle(message.id, (job) => job.reject(new LaneJobError(message.error, message.sha256)));
        return;
    }
  }

  return {
    run(job) {
      const file = basename(job.imagePath);
      if (gone) return Promise.reject(crashed(file));
      return new Promise((resolve, reject) => {
        const id = nextId++;
        const clock = setTimeout(() => {
          settle(id, () =>
            reject(new LaneJobError({ code: 'lane.timeout', details: { file, seconds: timeoutMs / 1000 } }, null)),
          );
          process.kill();
        }, timeoutMs);
        pending.set(id, { file, clock, resolve, reject });
        process.send({ id, job } satisfies LaneRequest);
      });
    },
    onGone(listener) {
      if (gone) listener();
      else goneListeners.push(listener);
    },
  };
}

function crashed(file: string): LaneJobError {
  return new LaneJobError({ code: 'lane.crashed', details: { file } }, null);
}
