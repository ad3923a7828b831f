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
  const lane = new LaneClient(host.start('lane', { isQuiet }), jobTimeoutMs);
  await lane.untilReady(startTimeoutMs);
  if (threads !== undefined || memoryBytes !== undefined) lane.configure(threads ?? null, memoryBytes ?? null);
  return lane;
}

/**
 * One running lane. Jobs are answered in the order in which they were given; a second one given early is read while the first is judged. A job rejects with
 * a LaneJobError: the image's own code, or `lane.crashed` or `lane.timeout`, after which the lane is gone.
 */
export class LaneClient {
  readonly #process: HostedProcess;
  readonly #usualTimeoutMs: number;
  readonly #ready = Promise.withResolvers<void>();
  readonly #pending = new Map<number, PendingJob>();
  readonly #goneListeners: (() => void)[] = [];
  #nextId = 1;
  #isGone = false;
  #executionProvider = '';
  #runtime: LaneRuntime | null = null;
  #memoryBytes: number | null = null;

  constructor(process: HostedProcess, usualTimeoutMs: number) {
    this.#process = process;
    this.#usualTimeoutMs = usualTimeoutMs;
    process.onMessage((raw) => {
      const parsed = laneMessageSchema.safeParse(raw);
      if (parsed.success) this.#receive(parsed.data);
    });
    process.onExit((code) => {
      this.#isGone = true;
      this.#failStart(code === null ? 'it was ended by a signal' : `it ended with exit code ${code}`);
      for (const id of [...this.#pending.keys()]) this.#settle(id, (job) => job.reject(crashed(job.file)));
      for (const listener of this.#goneListeners) listener();
    });
  }

  /** What it uses where a job does not say. */
  get executionProvider(): string {
    return this.#executionProvider;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Null where the lane does not tell. */
  get runtime(): LaneRuntime | null {
    return this.#runtime;
  }

  /** What its process held of the machine's memory when it last answered; null where it has not told. */
  get memoryBytes(): number | null {
    return this.#memoryBytes;
  }

  /** @throws SigmalineError `lane.start` */
  async untilReady(timeoutMs: number): Promise<void> {
    const clock = setTimeout(() => {
      this.#failStart(`it was not ready within ${timeoutMs / 1000} seconds`);
      this.close();
    }, timeoutMs);
    await this.#ready.promise.finally(() => clearTimeout(clock));
  }

  configure(threads: number | null, memoryBytes: number | null): void {
    // Jobs are done in their order; a lane that dies of this one is noticed as any other that is gone.
    this.#run({ kind: 'configure', threads, memoryBytes }).catch(() => undefined);
  }

  /** @param timeoutMs how long this image may take, where it is not the lane's `jobTimeoutMs` */
  async inspect(job: InspectJob, timeoutMs?: number): Promise<InspectionResult> {
    const result = await this.#run(job, timeoutMs);
    if (result !== null && 'sha256' in result) return result;
    throw withoutResult();
  }

  /** Jobs that only write a file. */
  async write(job: FileJob): Promise<void> {
    await this.#run(job);
  }

  /** Opens a recipe's network before an image needs it. */
  async warm(run: RecipeRun): Promise<void> {
    await this.#run({ kind: 'warm', ...run });
  }

  /** Gives back the networks of all other recipes. */
  async retain(recipes: readonly RecipeRun[]): Promise<void> {
    await this.#run({ kind: 'retain', recipes: [...recipes] });
  }

  async golden(job: GoldenJob): Promise<GoldenResult> {
    const result = await this.#run(job);
    if (result !== null && 'runs' in result) return result;
    throw withoutResult();
  }

  /** Called once when the lane is gone, for whatever reason; at once where it is gone already. */
  onGone(listener: () => void): void {
    if (this.#isGone) listener();
    else this.#goneListeners.push(listener);
  }

  /** Ends the lane; jobs that wait fail with `lane.crashed`. */
  close(): void {
    this.#process.kill();
  }

  #run(job: LaneJob, timeoutMs = this.#usualTimeoutMs): Promise<LaneResult | null> {
    const file = fileOf(job);
    if (this.#isGone) return Promise.reject(crashed(file));
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      const clock = setTimeout(() => {
        const error = new SigmalineError('lane.timeout', { file, seconds: timeoutMs / 1000 });
        this.#settle(id, () => reject(new LaneJobError(error, null)));
        this.close();
      }, timeoutMs);
      this.#pending.set(id, { file, clock, resolve, reject });
      this.#process.send({ id, job } satisfies LaneRequest);
    });
  }

  #receive(message: LaneMessage): void {
    if (message.kind !== 'ready') this.#memoryBytes = message.memoryBytes ?? this.#memoryBytes;
    switch (message.kind) {
      case 'ready':
        this.#executionProvider = message.executionProvider;
        this.#runtime = message.runtime ?? null;
        this.#ready.resolve();
        return;
      case 'done':
        this.#settle(message.id, (job) => job.resolve(message.result));
        return;
      case 'failed':
        this.#settle(message.id, (job) => job.reject(new LaneJobError(message.error, message.sha256, message.content)));
        return;
    }
  }

  #failStart(reason: string): void {
    this.#ready.reject(new SigmalineError('lane.start', { reason }));
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

function withoutResult(): LaneJobError {
  return new LaneJobError(new SigmalineError('internal', { reason: 'the lane answered without a result' }), null);
}

/** What an error calls the job: its image, or the recipe and its version. */
function fileOf(job: LaneJob): string {
  if ('imagePath' in job) return basename(job.imagePath);
  return 'recipeFolder' in job ? job.recipeFolder.split(/[\\/]/).slice(-2).join('/') : job.kind;
}

function crashed(file: string): LaneJobError {
  return new LaneJobError(new SigmalineError('lane.crashed', { file }), null);
}
