import { type ErrorFact, factOf, type Growth, messageOf, SigmalineError } from '../../../shared/domain/index.ts';
import type { LaneOptions, RecipeRun } from '../../hosts/index.ts';
import { BackOff, type Kernel, Queue, type Work } from '../kernel/index.ts';
import type { Lane, LaneSplit } from './lane.ts';
import { isLargerThanItShouldBe, type MemoryLimits } from './memory.ts';
import { nameOfRun, type RunningLane } from './runningLane.ts';

export interface SuccessionOptions {
  /** Null where the lanes were closed meanwhile. @throws SigmalineError `lane.start` */
  readonly launch: (options: LaneOptions) => Promise<RunningLane | null>;
  readonly isAlive: (running: RunningLane) => boolean;
  /** A process that was to go on is gone. */
  readonly onDied?: ((lane: number) => void) | undefined;
  readonly split: LaneSplit;
  /** What each of so many lanes may take. */
  readonly memory: (lanes: number) => MemoryLimits;
  readonly lane: LaneOptions;
  /** Once it is stopped, no process is started any more. */
  readonly work: Work;
  /** Whether images wait: they come first then, and open what they need. */
  readonly isAwaited: () => boolean;
  /** A lane takes tasks that took none. */
  readonly onReady: () => void;
}

const RESTART: Growth = { firstMs: 250, longestMs: 15_000 };

/**
 * Which process fills which lane: one that ended is replaced, one that has grown or is to be another goes on until its successor has everything open.
 */
export class LaneSuccession {
  readonly #kernel: Pick<Kernel, 'changed' | 'report'>;
  readonly #options: SuccessionOptions;
  /** One change of lanes at a time: memory holds one process more than there are lanes, not twice as many. */
  readonly #changes = new Queue();
  #lanes: readonly Lane[] = [];
  #split: LaneSplit;
  /** What a process that starts opens before an image needs it. */
  #plan: readonly RecipeRun[] = [];

  constructor(kernel: Pick<Kernel, 'changed' | 'report'>, options: SuccessionOptions) {
    this.#kernel = kernel;
    this.#options = options;
    this.#split = options.split;
  }

  get lanes(): readonly Lane[] {
    return this.#lanes;
  }

  get split(): LaneSplit {
    return this.#split;
  }

  get memory(): MemoryLimits {
    return this.#options.memory(this.#split.lanes);
  }

  /** Those that take tasks. */
  get running(): readonly RunningLane[] {
    return this.#lanes.flatMap(({ running }) => running ?? []);
  }

  /** Starts the first process of each lane. */
  begin(): void {
    for (const lane of this.#addLanes()) this.#options.work.do(() => this.#start(lane));
  }

  /** The process is gone. */
  leave(running: RunningLane): void {
    const lane = this.#laneOf(running);
    if (lane === undefined) return;
    lane.running = null;
    if (!this.#isClosed) {
      this.#options.onDied?.(lane.id);
      this.#startAfter(lane, RESTART.firstMs);
    }
    this.#kernel.changed();
  }

  /** Replaces the process where it takes more memory than it should. */
  replaceWhereGrown(running: RunningLane): void {
    const lane = this.#laneOf(running);
    const memoryBytes = running.client.memoryBytes ?? 0;
    if (lane === undefined || lane.isBeingRenewed) return;
    if (!isLargerThanItShouldBe(memoryBytes, running.youngBytes, this.memory)) return;
    lane.isBeingRenewed = true;
    this.#options.work.do(() => this.#inTurn(() => this.#renew(lane)));
  }

  /** See `LanePool.prepare`. */
  prepare(run: RecipeRun, replaced?: RecipeRun): Promise<void> {
    const superseded = [run, ...(replaced === undefined ? [] : [replaced])].map(nameOfRun);
    this.#plan = [...this.#plan.filter((planned) => !superseded.includes(nameOfRun(planned))), run];
    return this.#inTurn(async () => {
      for (const lane of this.#lanes) {
        if (lane.running === null || lane.running.hasOpen(run)) continue;
        if (lane.running.isUnused) await lane.running.warm([run]);
        else await this.#renew(lane);
      }
    });
  }

  /** See `LanePool.retain`. */
  retain(runs: readonly RecipeRun[]): void {
    this.#plan = runs;
    for (const running of this.running) running.retain(runs);
  }

  /** See `LanePool.arrange`. */
  arrange(wished: LaneSplit): Promise<void> {
    return this.#inTurn(async () => {
      const [before, kept] = [this.#processOptions(), this.#lanes.slice(0, wished.lanes)];
      this.#split = wished;
      await Promise.all(this.#addLanes().map((lane) => this.#renew(lane)));
      const { threads, memoryBytes } = this.#processOptions();
      const isOther = threads !== before.threads || memoryBytes !== before.memoryBytes;
      if (isOther) for (const lane of kept) await this.#renew(lane);
      const superfluous = this.#lanes.slice(wished.lanes);
      this.#lanes = this.#lanes.slice(0, wished.lanes);
      for (const lane of superfluous) lane.running?.retire();
      // Lanes that could not be renewed are tried again as any that ended.
      for (const lane of this.#lanes) if (lane.running === null) this.#startAfter(lane, RESTART.firstMs);
      this.#tellReady();
    });
  }

  get #isClosed(): boolean {
    return this.#options.work.isStopped;
  }

  #laneOf(running: RunningLane): Lane | undefined {
    return this.#lanes.find((lane) => lane.running === running);
  }

  #addLanes(): readonly Lane[] {
    const count = this.#lanes.length;
    const added = Array.from({ length: Math.max(0, this.#split.lanes - count) }, (_, index): Lane => {
      const starts = new BackOff(RESTART);
      return { id: count + index + 1, running: null, startProblem: null, starts, isBeingRenewed: false };
    });
    this.#lanes = [...this.#lanes, ...added];
    return added;
  }

  #processOptions(): LaneOptions {
    return { memoryBytes: this.memory.politeBytes, ...this.#options.lane, threads: this.#split.threads };
  }

  #launch(): Promise<RunningLane | null> {
    return this.#options.launch(this.#processOptions());
  }

  async #start(lane: Lane): Promise<void> {
    try {
      const running = await this.#launch();
      if (running === null) return;
      this.#take(lane, running);
      if (!this.#options.isAwaited()) void running.warm(this.#plan);
      this.#options.onReady();
    } catch (thrown) {
      if (this.#isClosed) return;
      lane.startProblem = startProblemOf(thrown);
      this.#kernel.report(thrown);
      this.#startAfter(lane, lane.starts.fail());
    }
    this.#kernel.changed();
  }

  #startAfter(lane: Lane, delayMs: number): void {
    const { work } = this.#options;
    work.do(async () => {
      const isTime = await work.pause(delayMs);
      if (isTime && lane.running === null && this.#lanes.includes(lane)) await this.#start(lane);
    });
  }

  /** The process becomes the lane's; the one before it ends when its images are done. */
  #take(lane: Lane, running: RunningLane): void {
    const predecessor = lane.running;
    lane.running = running;
    lane.startProblem = null;
    lane.starts.succeed();
    predecessor?.retire();
  }

  /** Another process takes the lane over when it has everything open. */
  async #renew(lane: Lane): Promise<void> {
    lane.isBeingRenewed = true;
    try {
      const successor = await this.#launch();
      if (successor === null) return;
      await successor.warm(this.#plan);
      if (!this.#options.isAlive(successor)) return;
      if (this.#lanes.includes(lane)) this.#take(lane, successor);
      else successor.retire();
      this.#tellReady();
    } catch (thrown) {
      if (!this.#isClosed) this.#kernel.report(thrown);
    } finally {
      lane.isBeingRenewed = false;
    }
  }

  #inTurn(change: () => Promise<void>): Promise<void> {
    return this.#changes.run(() => (this.#isClosed ? undefined : change()));
  }

  #tellReady(): void {
    this.#kernel.changed();
    this.#options.onReady();
  }
}

/** Whatever keeps a process from starting, people learn that lanes cannot start, and this as the reason. */
function startProblemOf(thrown: unknown): ErrorFact {
  const fact = factOf(thrown);
  if (fact.code === 'lane.start') return fact;
  return factOf(new SigmalineError('lane.start', { reason: messageOf(thrown) }));
}
