import type { GoldenResult, LaneRuntime } from '../../../shared/processes/lane.ts';
import type { FileJob, GoldenJob, InspectJob, LaneOptions, ProcessHost, RecipeRun } from '../../hosts/index.ts';
import type { Kernel, Statement, Work } from '../kernel/index.ts';
import { type LaneSplit, type LaneStatus, startStatements, statusOf } from './lane.ts';
import { LaneProcesses } from './laneProcesses.ts';
import { LaneSuccession } from './laneSuccession.ts';
import { Deadlines, goldenTask, type InspectOptions, inspectTask, type LaneOutcome, writeTask } from './laneTasks.ts';
import { type MemoryLimits, watchMemory } from './memory.ts';
import { type LaneTask, TASKS_PER_LANE } from './runningLane.ts';
import { TaskQueue } from './taskQueue.ts';

export interface LanePoolNeeds {
  readonly host: ProcessHost;
  readonly split: LaneSplit;
  readonly lane?: LaneOptions | undefined;
  /** What each of so many lanes may take. */
  readonly memory: (lanes: number) => MemoryLimits;
}

/** No image may take longer, whatever is usual. The first one of a recipe waits for its network to be opened, which takes seconds on a slow machine. */
const LONGEST_JOB_MS = 60_000;

/** Keeps lanes running, replaces those that end, hang or grow, and spreads jobs over them. */
export class LanePool {
  readonly #work: Work;
  readonly #deadlines: Deadlines;
  readonly #processes: LaneProcesses;
  readonly #queue: TaskQueue;
  readonly #succession: LaneSuccession;

  constructor(kernel: Pick<Kernel, 'changed' | 'report' | 'work'>, { host, split, memory, lane }: LanePoolNeeds) {
    const work = kernel.work();
    const options = { jobTimeoutMs: LONGEST_JOB_MS, ...lane };
    this.#work = work;
    this.#deadlines = new Deadlines(options.jobTimeoutMs);
    this.#processes = new LaneProcesses(host, work.signal, {
      onGone: (running) => this.#succession.leave(running),
      onChanged: () => {
        kernel.changed();
        this.#queue.lanesChanged();
      },
    });
    this.#queue = new TaskQueue({
      takers: () => this.#succession.running,
      workers: () => this.#processes.all(),
      signal: work.signal,
      onWorked: (running) => this.#succession.replaceWhereGrown(running),
    });
    this.#succession = new LaneSuccession(kernel, {
      ...{ processes: this.#processes, split, memory, lane: options, work },
      isAwaited: () => !this.#queue.isEmpty,
      onReady: () => this.#queue.lanesChanged(),
    });
    watchMemory(
      work,
      () => this.#processes.all(),
      () => this.#succession.memory,
    );
    this.#succession.begin();
  }

  /** How many jobs are worth giving at once: the next image is read while one is judged. */
  get capacity(): number {
    return this.split.lanes * TASKS_PER_LANE;
  }

  /** The number of lanes and their threads, as they are or are about to be. */
  get split(): LaneSplit {
    return this.#succession.split;
  }

  inspect(job: InspectJob, how: InspectOptions): Promise<LaneOutcome> {
    const rules = { deadlines: this.#deadlines, signal: this.#work.signal };
    return this.#given((settled) => inspectTask(job, how, rules, settled));
  }

  /** @throws LaneJobError where the lane refuses or ends */
  write(job: FileJob): Promise<void> {
    return this.#given((settled) => writeTask(job, settled));
  }

  /** Runs the golden pictures in a lane, between images. @throws LaneJobError where the lane refuses or ends */
  golden(job: GoldenJob): Promise<GoldenResult> {
    return this.#given((settled) => goldenTask(job, settled));
  }

  /** ONNX Runtime as the first lane that started has loaded it; null where the lane does not tell. */
  runtime(): Promise<LaneRuntime | null> {
    return this.#processes.runtime;
  }

  /** What that offers on this machine; nothing until a lane has started. */
  offeredProviders(): readonly string[] {
    return this.#processes.offeredProviders;
  }

  /**
   * Has every lane open the recipe's network, without an image waiting for it: a lane that is in use goes on until another process that has everything
   * open takes its place. Resolves when that is done, or at once where no lane is there yet.
   *
   * @param replaced what a lane that starts from now on need not open any more
   */
  prepare(run: RecipeRun, replaced?: RecipeRun): Promise<void> {
    this.#queue.takeUp(run.recipeFolder);
    return this.#succession.prepare(run, replaced);
  }

  /** Gives back the networks of all other recipes. */
  retain(runs: readonly RecipeRun[]): void {
    this.#succession.retain(runs);
  }

  /**
   * Judges nothing more by this folder's recipe until it is prepared again: images that wait for it are `lost` without blame. Resolves when those at
   * work are done.
   */
  finish(recipeFolder: string): Promise<void> {
    return this.#queue.finish(recipeFolder);
  }

  /** Changes the number of lanes and their threads, without an image waiting for it. */
  arrange(split: LaneSplit): Promise<void> {
    return this.#succession.arrange(split);
  }

  status(): LaneStatus[] {
    return this.#succession.lanes.map((each) => statusOf(each, this.split));
  }

  statements(): readonly Statement[] {
    return startStatements(this.#succession.lanes);
  }

  async stop(): Promise<void> {
    const stopped = this.#work.stop(0);
    this.#processes.close();
    this.#queue.close();
    await stopped;
  }

  #given<Result>(taskFor: (settled: PromiseWithResolvers<Result>) => LaneTask): Promise<Result> {
    const settled = Promise.withResolvers<Result>();
    this.#queue.add(taskFor(settled));
    return settled.promise;
  }
}
