import type { GoldenResult, LaneRuntime } from '../../../shared/processes/lane.ts';
import type { FileJob, GoldenJob, InspectJob, LaneOptions, ProcessHost, RecipeRun } from '../../hosts/index.ts';
import { createDeadlines } from './deadlines.ts';
import { type LaneSplit, type LaneStatus, statusOf } from './lane.ts';
import { createLaneProcesses } from './laneProcesses.ts';
import { LaneSuccession } from './laneSuccession.ts';
import { goldenTask, type InspectOptions, inspectTask, type LaneOutcome, writeTask } from './laneTasks.ts';
import { type MemoryLimits, watchMemory } from './memory.ts';
import { type LaneTask, TASKS_PER_LANE } from './runningLane.ts';
import { createTaskQueue } from './taskQueue.ts';

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
  /** What that offers on this machine; nothing until a lane has started. */
  offeredProviders(): readonly string[];
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
  status(): LaneStatus[];
  /** The sentence that says why a lane cannot start; null where all could. */
  problem(): string | null;
  close(): void;
}

export interface LanePoolOptions {
  readonly host: ProcessHost;
  readonly split: LaneSplit;
  readonly lane?: LaneOptions;
  /** What each of so many lanes may take. */
  readonly memory: (lanes: number) => MemoryLimits;
  readonly onChanged: () => void;
  readonly onTrouble: (error: unknown) => void;
}

/** No image may take longer, whatever is usual. The first one of a recipe waits for its network to be opened, which takes seconds on a slow machine. */
const LONGEST_JOB_MS = 60_000;

/** Keeps lanes running, replaces those that end, hang or grow, and spreads jobs over them. */
export function createLanePool({ host, onChanged, onTrouble, ...options }: LanePoolOptions): LanePool {
  const lane = { jobTimeoutMs: LONGEST_JOB_MS, ...options.lane };
  const closing = new AbortController();
  const { signal } = closing;
  const rules = { deadlines: createDeadlines(lane.jobTimeoutMs), signal };
  const processes = createLaneProcesses({
    host,
    signal,
    onGone: (running) => succession.leave(running),
    onChanged() {
      onChanged();
      queue.lanesChanged();
    },
  });
  const queue = createTaskQueue({
    takers: () => succession.running,
    workers: () => processes.all(),
    signal,
    onWorked: (running) => succession.replaceWhereGrown(running),
  });
  const { split, memory } = options;
  const [isAwaited, onReady] = [() => !queue.isEmpty(), () => queue.lanesChanged()];
  const succession = new LaneSuccession({
    ...{ processes, split, memory, lane, signal },
    ...{ isAwaited, onReady, onChanged, onTrouble },
  });
  const endMemoryWatch = watchMemory(
    () => processes.all(),
    () => succession.memory,
  );
  succession.begin();

  function given<Result>(taskFor: (settled: PromiseWithResolvers<Result>) => LaneTask): Promise<Result> {
    const settled = Promise.withResolvers<Result>();
    queue.add(taskFor(settled));
    return settled.promise;
  }

  return {
    get capacity() {
      return succession.split.lanes * TASKS_PER_LANE;
    },
    inspect: (job, how) => given((settled) => inspectTask(job, how, rules, settled)),
    write: (job) => given((settled) => writeTask(job, settled)),
    golden: (job) => given((settled) => goldenTask(job, settled)),
    runtime: () => processes.runtime,
    offeredProviders: () => processes.offeredProviders(),
    prepare(run, replaced) {
      queue.takeUp(run.recipeFolder);
      return succession.prepare(run, replaced);
    },
    retain: (runs) => succession.retain(runs),
    finish: (recipeFolder) => queue.finish(recipeFolder),
    arrange: (split) => succession.arrange(split),
    split: () => succession.split,
    status: () => succession.lanes.map((each) => statusOf(each, succession.split)),
    problem: () => succession.lanes.find(({ startProblem }) => startProblem !== null)?.startProblem ?? null,
    close() {
      closing.abort();
      endMemoryWatch();
      processes.close();
      queue.close();
    },
  };
}
