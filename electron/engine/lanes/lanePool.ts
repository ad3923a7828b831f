import { basename } from 'node:path';
import type { GoldenResult, LaneRuntime } from '../../../shared/processes/lane.ts';
import {
  type FileJob,
  type GoldenJob,
  type InspectJob,
  type LaneOptions,
  openLane,
  type ProcessHost,
  type RecipeRun,
} from '../../hosts/index.ts';
import type { Kernel, Statement, Work } from '../kernel/index.ts';
import { type LaneSplit, type LaneStatus, startStatements, statusOf } from './lane.ts';
import { LaneSuccession } from './laneSuccession.ts';
import {
  answeredTask,
  Deadlines,
  goldenTask,
  type InspectOptions,
  inspectTask,
  type LaneOutcome,
} from './laneTasks.ts';
import { type MemoryLimits, watchMemory } from './memory.ts';
import { type LaneTask, RunningLane, tasksPerLane } from './runningLane.ts';
import { TaskQueue } from './taskQueue.ts';

export interface LanePoolNeeds {
  readonly host: ProcessHost;
  readonly split: LaneSplit;
  readonly lane?: LaneOptions | undefined;
  /** What each of so many lanes may take. */
  readonly memory: (lanes: number) => MemoryLimits;
  /** The process of a lane crashed, or was ended because it hung. */
  readonly onDied?: (lane: number) => void;
}

/** No image may take longer, whatever is usual. The first one of a recipe waits for its network to be opened, which takes seconds on a slow machine. */
const LONGEST_JOB_MS = 60_000;

/** Keeps lanes running, replaces those that end, hang or grow, and spreads jobs over them. */
export class LanePool {
  readonly #work: Work;
  readonly #deadlines: Deadlines;
  /** Those that judge, the one that gets ready to take a lane over, and those that end when their images are done. */
  readonly #processes = new Set<RunningLane>();
  readonly #firstRuntime = Promise.withResolvers<LaneRuntime | null>();
  readonly #queue: TaskQueue;
  readonly #succession: LaneSuccession;
  readonly #onWorkChanged: () => void;
  #offeredProviders: readonly string[] = [];

  constructor(
    kernel: Pick<Kernel, 'changed' | 'report' | 'work'>,
    { host, split, memory, lane, onDied }: LanePoolNeeds,
  ) {
    const work = kernel.work();
    const options = { jobTimeoutMs: LONGEST_JOB_MS, ...lane };
    const all = (): readonly RunningLane[] => [...this.#processes];
    this.#work = work;
    this.#deadlines = new Deadlines(options.jobTimeoutMs);
    this.#onWorkChanged = () => {
      kernel.changed();
      this.#queue.lanesChanged();
    };
    this.#queue = new TaskQueue({
      takers: () => this.#succession.running,
      workers: all,
      signal: work.signal,
      onWorked: (running) => this.#succession.replaceWhereGrown(running),
    });
    this.#succession = new LaneSuccession(kernel, {
      ...{ split, memory, lane: options, work, onDied },
      launch: (launched) => this.#launch(host, launched),
      isAlive: (running) => this.#processes.has(running),
      isAwaited: () => !this.#queue.isEmpty,
      onReady: () => this.#queue.lanesChanged(),
    });
    watchMemory(work, all, () => this.#succession.memory);
    this.#succession.begin();
  }

  /** How many jobs are worth giving at once: the next images are read while one is judged. */
  get capacity(): number {
    return this.split.lanes * tasksPerLane(this.split.threads);
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
    return this.#given((settled) => answeredTask(basename(job.imagePath), (lane) => lane.write(job), settled));
  }

  /**
   * Runs the golden pictures in a lane, between images. Null where the lane ended for the sake of an image, or with the pool.
   *
   * @throws LaneJobError where the lane refuses them or ends on them
   */
  golden(job: GoldenJob): Promise<GoldenResult | null> {
    return this.#given((settled) => goldenTask(job, this.#work.signal, settled));
  }

  /** ONNX Runtime as the first lane that started has loaded it; null where the lane does not tell. */
  runtime(): Promise<LaneRuntime | null> {
    return this.#firstRuntime.promise;
  }

  /** What that offers on this machine; nothing until a lane has started. */
  offeredProviders(): readonly string[] {
    return this.#offeredProviders;
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
    for (const { client } of this.#processes) client.close();
    this.#queue.close();
    await stopped;
  }

  /** Null where the lanes were closed meanwhile. @throws SigmalineError `lane.start` */
  async #launch(host: ProcessHost, options: LaneOptions): Promise<RunningLane | null> {
    const client = await openLane(host, options);
    if (this.#work.isStopped) {
      client.close();
      return null;
    }
    this.#firstRuntime.resolve(client.runtime);
    this.#offeredProviders = client.runtime?.offeredProviders ?? this.#offeredProviders;
    const running = new RunningLane(client, {
      threads: options.threads,
      onGone: () => {
        this.#processes.delete(running);
        this.#succession.leave(running);
      },
      onChanged: this.#onWorkChanged,
    });
    this.#processes.add(running);
    return running;
  }

  #given<Result>(taskFor: (settled: PromiseWithResolvers<Result>) => LaneTask): Promise<Result> {
    const settled = Promise.withResolvers<Result>();
    this.#queue.add(taskFor(settled));
    return settled.promise;
  }
}
