import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ErrorReport, SigmalineError } from '../../../shared/domain/index.ts';
import type { GoldenResult, InspectionResult, LaneRuntime } from '../../../shared/processes/lane.ts';
import {
  type FileJob,
  type GoldenJob,
  type InspectJob,
  LaneJobError,
  type LaneOptions,
  openLane,
  type ProcessHost,
  type RecipeRun,
} from '../../hosts/index.ts';
import {
  createDeadlines,
  type Execution,
  isLargerThanItShouldBe,
  type LaneTask,
  type MemoryLimits,
  nameOfRun,
  RunningLane,
  residentBytes,
  TASKS_PER_LANE,
} from './lanes/index.ts';

/** What a lane found, on which processor, and why that was chosen. */
export interface JudgedResult extends InspectionResult {
  readonly executionDevice: string | null;
  readonly executionReason: string | null;
}

export type LaneOutcome =
  | { readonly kind: 'judged'; readonly result: JudgedResult }
  | { readonly kind: 'refused'; readonly error: ErrorReport; readonly sha256: string | null }
  /** The lane ended or hung. Where the image is not `blamed`, it only waited behind the one that was at work. */
  | { readonly kind: 'lost'; readonly error: SigmalineError; readonly blamed: boolean };

export interface InspectOptions {
  /** No other image shares the lane meanwhile, so that a death of the lane is this image's. */
  readonly alone: boolean;
  /** What the record and the lane's status tell of what it runs on, besides what the lane says itself. */
  readonly execution?: Pick<Execution, 'device' | 'reason'>;
}

export interface LaneStatus {
  readonly id: number;
  readonly state: 'starting' | 'idle' | 'busy' | 'failed';
  /** What it judged the last image on, what processor that is, and why it was chosen. */
  readonly executionProvider: string | null;
  readonly executionDevice: string | null;
  readonly executionReason: string | null;
  readonly threads: number;
  readonly memoryBytes: number | null;
}

/** How many lanes there are, and how many threads the networks of each of them have. */
export interface LaneSplit {
  readonly lanes: number;
  readonly threads: number;
}

export interface LanePool {
  /** How many jobs are worth giving at once: the next image is read while one is judged. */
  readonly capacity: number;
  inspect(job: InspectJob, options: InspectOptions): Promise<LaneOutcome>;
  /** @throws LaneJobError where the lane refuses or ends */
  write(job: FileJob): Promise<void>;
  /** Runs the golden pictures in a lane, between images. @throws LaneJobError where the lane refuses or ends */
  golden(job: GoldenJob): Promise<GoldenResult>;
  /** ONNX Runtime as the first lane that started has loaded it; null where the lane does not tell. */
  runtime(): Promise<LaneRuntime | null>;
  /**
   * Has every lane open the recipe's network, without an image waiting for it: a lane that is in use goes on until another process that has everything
   * open takes its place. Resolves when that is done, or at once where no lane is there yet.
   *
   * @param replaced what a lane that starts from now on need not open any more
   */
  prepare(run: RecipeRun, replaced?: RecipeRun): Promise<void>;
  /** Gives back the networks of all other recipes. */
  retain(runs: readonly RecipeRun[]): void;
  /**
   * Judges nothing more by this folder's recipe until it is prepared again: images that wait for it are `lost` without blame. Resolves when those at
   * work are done.
   */
  finish(recipeFolder: string): Promise<void>;
  /** Changes the number of lanes and their threads, without an image waiting for it. */
  arrange(split: LaneSplit): Promise<void>;
  /** The number of lanes and their threads, as they are or are about to be. */
  split(): LaneSplit;
  /** Whether a lane has anything to do. */
  isBusy(): boolean;
  status(): LaneStatus[];
  /** The sentence that says why a lane cannot start; null where all could. */
  problem(): string | null;
  close(): void;
}

export interface LanePoolOptions {
  readonly host: ProcessHost;
  readonly split: LaneSplit;
  readonly lane?: LaneOptions;
  readonly memory: MemoryLimits;
  readonly onChanged: () => void;
  readonly onTrouble: (error: unknown) => void;
}

interface Lane {
  readonly id: number;
  running: RunningLane | null;
  startProblem: string | null;
  failedStarts: number;
  isBeingRenewed: boolean;
}

const UNKNOWN_EXECUTION = { device: null, reason: null };

/** No image may take longer, whatever is usual. The first one of a recipe waits for its network to be opened, which takes seconds on a slow machine. */
const LONGEST_JOB_MS = 60_000;
const FIRST_RESTART_DELAY_MS = 250;
const LONGEST_RESTART_DELAY_MS = 15_000;
/** How often a lane that has been at one image for as long is looked at from outside. */
const MEMORY_LOOK_MS = 500;

/** Keeps lanes running, replaces those that end, hang or grow, and spreads jobs over them. */
export function createLanePool(options: LanePoolOptions): LanePool {
  const { host, memory, onChanged, onTrouble } = options;
  const laneOptions = { jobTimeoutMs: LONGEST_JOB_MS, memoryBytes: memory.politeBytes, ...options.lane };
  const deadlines = createDeadlines(laneOptions.jobTimeoutMs);
  const waiting: LaneTask[] = [];
  const processes = new Set<RunningLane>();
  /** Folders by whose recipes nothing is judged any more. */
  const finished = new Set<string>();
  const finishListeners = new Set<() => void>();
  const closing = new AbortController();
  const firstRuntime = Promise.withResolvers<LaneRuntime | null>();
  let split = options.split;
  let plan: readonly RecipeRun[] = [];
  let changing: Promise<void> = Promise.resolve();
  let lanes: readonly Lane[] = [];

  const isClosed = (): boolean => closing.signal.aborted;

  /** @throws SigmalineError `lane.start` */
  async function launch(): Promise<RunningLane | null> {
    const client = await openLane(host, { ...laneOptions, threads: split.threads });
    if (isClosed()) {
      client.close();
      return null;
    }
    firstRuntime.resolve(client.runtime);
    const running = new RunningLane(client, { onGone: () => leave(running), onChanged: taskChanged });
    processes.add(running);
    return running;
  }

  function leave(running: RunningLane): void {
    processes.delete(running);
    const lane = lanes.find((candidate) => candidate.running === running);
    if (lane === undefined) return;
    lane.running = null;
    if (!isClosed()) void startAfter(lane, FIRST_RESTART_DELAY_MS);
    onChanged();
  }

  function taskChanged(): void {
    onChanged();
    for (const listener of finishListeners) listener();
    spread();
  }

  async function start(lane: Lane): Promise<void> {
    try {
      const running = await launch();
      if (running === null) return;
      take(lane, running);
      // Images that wait come first, and have opened what they need.
      if (waiting.length === 0) void running.warm(plan);
      spread();
    } catch (thrown) {
      if (isClosed()) return;
      lane.startProblem = thrown instanceof Error ? thrown.message : String(thrown);
      onTrouble(thrown);
      const delayMs = Math.min(LONGEST_RESTART_DELAY_MS, FIRST_RESTART_DELAY_MS * 2 ** lane.failedStarts);
      lane.failedStarts += 1;
      void startAfter(lane, delayMs);
    }
    onChanged();
  }

  async function startAfter(lane: Lane, delayMs: number): Promise<void> {
    await delay(delayMs, undefined, { signal: closing.signal }).catch(() => undefined);
    if (!isClosed() && lane.running === null && lanes.includes(lane)) await start(lane);
  }

  /** The process becomes the lane's; the one before it ends when its images are done. */
  function take(lane: Lane, running: RunningLane): void {
    const predecessor = lane.running;
    lane.running = running;
    lane.startProblem = null;
    lane.failedStarts = 0;
    predecessor?.retire();
  }

  /** Another process takes the lane over when it has everything open. */
  async function renew(lane: Lane): Promise<void> {
    lane.isBeingRenewed = true;
    try {
      const successor = await launch();
      if (successor === null) return;
      await successor.warm(plan);
      if (!processes.has(successor)) return;
      if (lanes.includes(lane)) take(lane, successor);
      else successor.retire();
      taskChanged();
    } catch (thrown) {
      if (!isClosed()) onTrouble(thrown);
    } finally {
      lane.isBeingRenewed = false;
    }
  }

  /** One change of lanes at a time: memory holds one process more than there are lanes, not twice as many. */
  function inTurn(change: () => Promise<void>): Promise<void> {
    changing = changing.then(() => (isClosed() ? undefined : change()));
    return changing;
  }

  function spread(): void {
    for (;;) {
      const [task] = waiting;
      if (task === undefined) return;
      const free = lanes
        .flatMap(({ running }) => (running?.hasRoomFor(task) ? [running] : []))
        .sort((a, b) => costOf(a, task) - costOf(b, task))[0];
      if (free === undefined) return;
      waiting.shift();
      void work(free, task);
    }
  }

  async function work(running: RunningLane, task: LaneTask): Promise<void> {
    await running.work(task);
    const lane = lanes.find((candidate) => candidate.running === running);
    const memoryBytes = running.client.memoryBytes ?? 0;
    if (lane === undefined || lane.isBeingRenewed) return;
    if (isLargerThanItShouldBe(memoryBytes, running.youngBytes, memory)) {
      lane.isBeingRenewed = true;
      await inTurn(() => renew(lane));
    }
  }

  /** A lane that is stuck in one image cannot say how much memory it takes. */
  async function lookAtMemory(lastFirst: ReadonlyMap<RunningLane, LaneTask>): Promise<void> {
    for (const running of processes) {
      const [task] = running.tasks;
      if (task === undefined || lastFirst.get(running) !== task) continue;
      const bytes = await residentBytes(running.client.pid);
      if (bytes !== null && bytes > memory.hardBytes && running.tasks[0] === task) running.endForMemory(bytes);
    }
  }

  let lastFirst: ReadonlyMap<RunningLane, LaneTask> = new Map();
  const memoryClock = setInterval(() => {
    void lookAtMemory(lastFirst);
    lastFirst = new Map([...processes].flatMap((running) => running.tasks.slice(0, 1).map((task) => [running, task])));
  }, MEMORY_LOOK_MS);

  function enqueue(task: LaneTask): void {
    if (isClosed()) task.failed(closed(), false);
    else if (task.run !== null && finished.has(task.run.recipeFolder)) task.failed(replaced(task), false);
    else {
      waiting.push(task);
      spread();
    }
  }

  function addLanes(): readonly Lane[] {
    const added = Array.from({ length: Math.max(0, split.lanes - lanes.length) }, (_, index): Lane => {
      const id = lanes.length + index + 1;
      return { id, running: null, startProblem: null, failedStarts: 0, isBeingRenewed: false };
    });
    lanes = [...lanes, ...added];
    return added;
  }
  for (const lane of addLanes()) void start(lane);

  return {
    get capacity() {
      return split.lanes * TASKS_PER_LANE;
    },
    inspect(job, { alone, execution = UNKNOWN_EXECUTION }) {
      const { recipeFolder, executionProvider } = job;
      const run = { recipeFolder, executionProvider };
      return new Promise((resolve, reject) => {
        enqueue({
          alone,
          run,
          file: basename(job.imagePath),
          async attempt(lane) {
            const name = nameOfRun(run);
            const timeoutMs = deadlines.timeoutMs({ run: name, isFirst: !lane.hasOpen(run), isRetry: alone });
            const result = await lane.client.inspect(job, timeoutMs);
            deadlines.took(name, result.durationMs);
            const { device, reason } = execution;
            lane.execution = { provider: result.executionProvider, device, reason };
            resolve({ kind: 'judged', result: { ...result, executionDevice: device, executionReason: reason } });
          },
          failed(error, blamed) {
            if (!(error instanceof LaneJobError)) reject(error);
            else if (error.isLaneFailure) resolve({ kind: 'lost', error, blamed: blamed && !isClosed() });
            else resolve({ kind: 'refused', error, sha256: error.sha256 });
          },
        });
      });
    },
    write(job) {
      return new Promise((resolve, reject) => {
        enqueue({
          alone: false,
          run: null,
          file: basename(job.imagePath),
          attempt: async ({ client }) => resolve(await client.write(job)),
          failed: reject,
        });
      });
    },
    golden(job) {
      const { recipeFolder, executionProvider } = job;
      return new Promise((resolve, reject) => {
        enqueue({
          alone: false,
          run: { recipeFolder, executionProvider },
          file: basename(recipeFolder),
          attempt: async ({ client }) => resolve(await client.golden(job)),
          failed: reject,
        });
      });
    },
    runtime: () => firstRuntime.promise,
    prepare(run, replaced) {
      finished.delete(run.recipeFolder);
      const superseded = [run, ...(replaced === undefined ? [] : [replaced])].map(nameOfRun);
      plan = [...plan.filter((planned) => !superseded.includes(nameOfRun(planned))), run];
      return inTurn(async () => {
        for (const lane of lanes) {
          if (lane.running === null || lane.running.hasOpen(run)) continue;
          if (lane.running.isUnused) await lane.running.warm([run]);
          else await renew(lane);
        }
      });
    },
    retain(runs) {
      plan = runs;
      for (const { running } of lanes) running?.retain(runs);
    },
    finish(recipeFolder) {
      finished.add(recipeFolder);
      const uses = ({ run }: LaneTask): boolean => run?.recipeFolder === recipeFolder;
      for (const task of waiting.filter(uses)) {
        waiting.splice(waiting.indexOf(task), 1);
        task.failed(replaced(task), false);
      }
      return new Promise((resolve) => {
        const look = (): void => {
          if (!isClosed() && [...processes].some(({ tasks }) => tasks.some(uses))) return;
          finishListeners.delete(look);
          resolve();
        };
        finishListeners.add(look);
        look();
      });
    },
    arrange(wished) {
      return inTurn(async () => {
        const hasOtherThreads = wished.threads !== split.threads;
        split = wished;
        const kept = lanes.slice(0, wished.lanes);
        await Promise.all(addLanes().map(renew));
        if (hasOtherThreads) for (const lane of kept) await renew(lane);
        const superfluous = lanes.slice(wished.lanes);
        lanes = lanes.slice(0, wished.lanes);
        for (const lane of superfluous) lane.running?.retire();
        // Lanes that could not be renewed are tried again as any that ended.
        for (const lane of lanes) if (lane.running === null) void startAfter(lane, FIRST_RESTART_DELAY_MS);
        taskChanged();
      });
    },
    split: () => split,
    isBusy: () => waiting.length > 0 || [...processes].some(({ tasks }) => tasks.length > 0),
    status: () => lanes.map((lane) => statusOf(lane, split)),
    problem: () => lanes.find((lane) => lane.startProblem !== null)?.startProblem ?? null,
    close() {
      closing.abort();
      clearInterval(memoryClock);
      for (const { client } of processes) client.close();
      for (const task of waiting.splice(0)) task.failed(closed(), false);
      for (const listener of [...finishListeners]) listener();
    },
  };
}

/** Where another lane has as little to do, the one that has the recipe open gets the image. */
function costOf(running: RunningLane, { run }: LaneTask): number {
  return running.tasks.length + (run === null || running.hasOpen(run) ? 0 : 1);
}

/** Nobody is told: the image waits again, and the recipe that took the place judges it. */
function replaced({ file }: LaneTask): LaneJobError {
  return new LaneJobError({ code: 'lane.crashed', details: { file } }, null);
}

function closed(): LaneJobError {
  return new LaneJobError({ code: 'lane.start', details: { reason: 'the station is closing' } }, null);
}

/** Memory changes with every image; nobody needs it more exactly. */
const ROUND_BYTES = 32 * 1024 * 1024;

function statusOf({ id, running, startProblem }: Lane, { threads }: LaneSplit): LaneStatus {
  if (running === null) {
    const state = startProblem === null ? 'starting' : 'failed';
    const unknown = { executionProvider: null, executionDevice: null, executionReason: null };
    return { id, state, ...unknown, threads, memoryBytes: null };
  }
  const { memoryBytes } = running.client;
  return {
    id,
    state: running.tasks.length > 0 ? 'busy' : 'idle',
    executionProvider: running.execution.provider,
    executionDevice: running.execution.device,
    executionReason: running.execution.reason,
    threads,
    memoryBytes: memoryBytes === null ? null : Math.round(memoryBytes / ROUND_BYTES) * ROUND_BYTES,
  };
}
