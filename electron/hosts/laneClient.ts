import { basename } from 'node:path';
import { type ErrorReport, type Fingerprint, SigmalineError } from '../../shared/domain/index.ts';
import {
  type GoldenResult,
  type InspectionResult,
  type LaneJob,
  type LaneMessage,
  type LaneRequest,
  type LaneResult,
  type LaneRuntime,
  laneMessageSchema,
} from '../../shared/processes/lane.ts';
import type { HostedProcess, ProcessHost } from './processHost.ts';

export type InspectJob = Extract<LaneJob, { kind: 'inspect' }>;
export type FileJob = Extract<LaneJob, { outputPath: string }>;
export type WarmJob = Extract<LaneJob, { kind: 'warm' }>;
export type GoldenJob = Extract<LaneJob, { kind: 'golden' }>;
/** A recipe and what it is run on. */
export type RecipeRun = Extract<LaneJob, { kind: 'retain' }>['recipes'][number];

/** A job that the lane refused, or that a crash or the clock ended. `sha256` and `content` are known where the lane could read the file. */
export class LaneJobError extends SigmalineError {
  readonly sha256: string | null;
  readonly content: Fingerprint | null;

  constructor(
    report: Pick<ErrorReport, 'code' | 'details'>,
    sha256: string | null,
    content: Fingerprint | null = null,
  ) {
    super(report);
    this.sha256 = sha256;
    this.content = content;
  }

  /** Whether the lane itself failed, not the image: another lane may succeed. */
  get isLaneFailure(): boolean {
    return this.code === 'lane.crashed' || this.code === 'lane.timeout' || this.code === 'lane.memory';
  }
}

/** One running lane. Jobs are answered in the order in which they were given; a second one given early is read while the first is judged. */
export interface LaneClient {
  /** What it uses where a job does not say. */
  readonly executionProvider: string;
  readonly pid: number | undefined;
  /** Null where the lane does not tell. */
  readonly runtime: LaneRuntime | null;
  /** What its process held of the machine's memory when it last answered; null where it has not told. */
  readonly memoryBytes: number | null;
  /**
   * @param timeoutMs how long this image may take, where it is not the lane's `jobTimeoutMs`
   * @throws LaneJobError with the image's own code, `lane.crashed` or `lane.timeout`; after those two the lane is gone
   */
  inspect(job: InspectJob, timeoutMs?: number): Promise<InspectionResult>;
  /** Jobs that only write a file. @throws LaneJobError as `inspect` */
  write(job: FileJob): Promise<void>;
  /** Opens a recipe's network before an image needs it. @throws LaneJobError as `inspect` */
  warm(job: WarmJob): Promise<void>;
  /** Gives back the networks of all other recipes. @throws LaneJobError as `inspect` */
  retain(recipes: readonly RecipeRun[]): Promise<void>;
  /** @throws LaneJobError as `inspect` */
  golden(job: GoldenJob): Promise<GoldenResult>;
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
  /** How many threads a network may use; where it is left out, the lane decides. */
  readonly threads?: number;
  /** What the lane's process should take at most; it keeps fewer networks at hand then. */
  readonly memoryBytes?: number;
  /** It may fail by design: what libraries in it print is not shown. */
  readonly isQuiet?: boolean;
}

interface PendingJob {
  readonly file: string;
  readonly clock: NodeJS.Timeout;
  readonly resolve: (result: LaneResult | null) => void;
  readonly reject: (error: LaneJobError) => void;
}

/**
 * Starts a lane and waits until it is ready.
 *
 * @throws SigmalineError `lane.start`
 */
export async function openLane(host: ProcessHost, options: LaneOptions = {}): Promise<LaneClient> {
  const { startTimeoutMs = 60_000, jobTimeoutMs = 120_000, threads, memoryBytes, isQuiet = false } = options;
  const process = host.start('lane', { isQuiet });
  const jobs = new JobTable(process, jobTimeoutMs);
  const { executionProvider, runtime = null } = await untilReady(process, startTimeoutMs);
  if (threads !== undefined || memoryBytes !== undefined) {
    // Jobs are done in their order; a lane that dies of this one is noticed as any other that is gone.
    jobs.run({ kind: 'configure', threads: threads ?? null, memoryBytes: memoryBytes ?? null }).catch(() => undefined);
  }
  return {
    executionProvider,
    runtime,
    get pid() {
      return process.pid;
    },
    get memoryBytes() {
      return jobs.memoryBytes;
    },
    async inspect(job, timeoutMs) {
      const result = await jobs.run(job, timeoutMs);
      if (result !== null && 'sha256' in result) return result;
      throw withoutResult();
    },
    async write(job) {
      await jobs.run(job);
    },
    async warm(job) {
      await jobs.run(job);
    },
    async retain(recipes) {
      await jobs.run({ kind: 'retain', recipes: [...recipes] });
    },
    async golden(job) {
      const result = await jobs.run(job);
      if (result !== null && 'runs' in result) return result;
      throw withoutResult();
    },
    onGone: (listener) => jobs.onGone(listener),
    close: () => process.kill(),
  };
}

function withoutResult(): LaneJobError {
  return new LaneJobError(new SigmalineError('internal', { reason: 'the lane answered without a result' }), null);
}

type ReadyMessage = Extract<LaneMessage, { kind: 'ready' }>;

function untilReady(process: HostedProcess, timeoutMs: number): Promise<ReadyMessage> {
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
      resolve(message.data);
    });
  });
}

/** The jobs that a lane was given and has not answered. */
class JobTable {
  readonly #process: HostedProcess;
  readonly #usualTimeoutMs: number;
  readonly #pending = new Map<number, PendingJob>();
  readonly #goneListeners: (() => void)[] = [];
  #nextId = 1;
  #isGone = false;
  #memoryBytes: number | null = null;

  constructor(process: HostedProcess, usualTimeoutMs: number) {
    this.#process = process;
    this.#usualTimeoutMs = usualTimeoutMs;
    process.onMessage((raw) => {
      const parsed = laneMessageSchema.safeParse(raw);
      if (parsed.success) this.#receive(parsed.data);
    });
    process.onExit(() => {
      this.#isGone = true;
      for (const id of [...this.#pending.keys()]) this.#settle(id, (job) => job.reject(crashed(job.file)));
      for (const listener of this.#goneListeners) listener();
    });
  }

  get memoryBytes(): number | null {
    return this.#memoryBytes;
  }

  run(job: LaneJob, timeoutMs = this.#usualTimeoutMs): Promise<LaneResult | null> {
    const file = fileOf(job);
    if (this.#isGone) return Promise.reject(crashed(file));
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      const clock = setTimeout(() => {
        const error = new SigmalineError('lane.timeout', { file, seconds: timeoutMs / 1000 });
        this.#settle(id, () => reject(new LaneJobError(error, null)));
        this.#process.kill();
      }, timeoutMs);
      this.#pending.set(id, { file, clock, resolve, reject });
      this.#process.send({ id, job } satisfies LaneRequest);
    });
  }

  onGone(listener: () => void): void {
    if (this.#isGone) listener();
    else this.#goneListeners.push(listener);
  }

  #receive(message: LaneMessage): void {
    if (message.kind !== 'ready') this.#memoryBytes = message.memoryBytes ?? this.#memoryBytes;
    switch (message.kind) {
      case 'ready':
        return;
      case 'done':
        this.#settle(message.id, (job) => job.resolve(message.result));
        return;
      case 'failed':
        this.#settle(message.id, (job) => job.reject(new LaneJobError(message.error, message.sha256, message.content)));
        return;
    }
  }

  #settle(id: number, action: (job: PendingJob) => void): void {
    const job = this.#pending.get(id);
    if (job === undefined) return;
    this.#pending.delete(id);
    clearTimeout(job.clock);
    // Jobs are answered one after the other: those that waited begin only now.
    for (const waiting of this.#pending.values()) waiting.clock.refresh();
    action(job);
  }
}

/** What an error calls the job: its image, or the recipe and its version. */
function fileOf(job: LaneJob): string {
  if ('imagePath' in job) return basename(job.imagePath);
  return 'recipeFolder' in job ? job.recipeFolder.split(/[\\/]/).slice(-2).join('/') : job.kind;
}

function crashed(file: string): LaneJobError {
  return new LaneJobError(new SigmalineError('lane.crashed', { file }), null);
}
