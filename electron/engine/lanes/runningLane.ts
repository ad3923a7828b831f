import { type Detail, SigmalineError } from '../../../shared/domain/index.ts';
import { mostDecoders } from '../../../shared/processes/lane.ts';
import { type LaneClient, LaneJobError, type RecipeRun } from '../../hosts/index.ts';

/** Something that a lane does for somebody who waits. */
export interface LaneTask {
  /** No other task shares the lane meanwhile, so that a death of the lane is this one's. */
  readonly alone: boolean;
  /** What the lane needs open for it; null where it needs no network. */
  readonly run: RecipeRun | null;
  readonly file: string;
  attempt(lane: RunningLane): Promise<void>;
  /** @param blamed whether the lane ended because of this task */
  failed(error: Error, blamed: boolean): void;
}

/** What networks run on: the provider, the processor, and why it was chosen. */
export interface Execution {
  readonly provider: string;
  readonly device: string | null;
  readonly reason: Detail | null;
}

/** One image is judged, some are being read, and one waits, so that the lane never does. @param threads of the lane's network */
export function tasksPerLane(threads: number): number {
  return 2 + mostDecoders(threads);
}

/** After so many images a lane has taken what its recipes need; what comes on top is growth. */
const YOUNG_IMAGES = 8;

/** One process of a lane, from its start to its end: its tasks, whose fault its end was, and how much memory it takes. */
export class RunningLane {
  readonly client: LaneClient;
  /** What the last image was judged on. */
  execution: Execution;
  readonly #onChanged: () => void;
  readonly #mostTasks: number;
  readonly #opened = new Set<string>();
  #tasks: readonly LaneTask[] = [];
  /** Undefined while the process is there. */
  #culprit: LaneTask | null | undefined;
  #memoryDeathBytes: number | null = null;
  #images = 0;
  #youngBytes = 0;
  #isRetired = false;

  /** @param onGone called before the tasks learn that the process is gone */
  constructor(
    client: LaneClient,
    { threads = 1, onGone, onChanged }: { threads?: number | undefined; onGone: () => void; onChanged: () => void },
  ) {
    this.client = client;
    this.#mostTasks = tasksPerLane(threads);
    this.execution = { provider: client.executionProvider, device: null, reason: null };
    this.#onChanged = onChanged;
    client.onGone(() => {
      if (this.#culprit === undefined) this.#culprit = this.#tasks[0] ?? null;
      onGone();
    });
  }

  get tasks(): readonly LaneTask[] {
    return this.#tasks;
  }

  /** It has judged nothing and has nothing to do: nobody waits while it opens a network. */
  get isUnused(): boolean {
    return this.#images === 0 && this.#tasks.length === 0;
  }

  /** The most that it took for its first images. */
  get youngBytes(): number {
    return this.#youngBytes;
  }

  hasOpen(run: RecipeRun): boolean {
    return this.#opened.has(nameOfRun(run));
  }

  hasRoomFor(task: LaneTask): boolean {
    if (this.#isRetired || this.#culprit !== undefined) return false;
    if (this.#tasks.length === 0) return true;
    return this.#tasks.length < this.#mostTasks && !task.alone && !this.#tasks.some((other) => other.alone);
  }

  async work(task: LaneTask): Promise<void> {
    this.#tasks = [...this.#tasks, task];
    this.#onChanged();
    try {
      await task.attempt(this);
      if (task.run !== null) this.#opened.add(nameOfRun(task.run));
    } catch (thrown) {
      // The clock ends a lane that hangs; only the task that hung is to blame.
      if (thrown instanceof LaneJobError && thrown.code === 'lane.timeout') this.#culprit ??= task;
      const isBlamed = this.#culprit === task;
      task.failed(this.#errorOf(task, thrown, isBlamed), isBlamed);
    } finally {
      this.#tasks = this.#tasks.filter((other) => other !== task);
      this.#images += 1;
      if (this.#images <= YOUNG_IMAGES) this.#youngBytes = Math.max(this.#youngBytes, this.client.memoryBytes ?? 0);
      this.#closeWhereDone();
      this.#onChanged();
    }
  }

  /** Opens the networks of recipes. One that cannot be opened tells its first image why. */
  async warm(runs: readonly RecipeRun[]): Promise<void> {
    for (const run of runs) {
      await this.client.warm(run).then(
        () => this.#opened.add(nameOfRun(run)),
        () => undefined,
      );
    }
  }

  retain(runs: readonly RecipeRun[]): void {
    const wanted = new Set(runs.map(nameOfRun));
    const unwanted = [...this.#opened].filter((name) => !wanted.has(name));
    if (unwanted.length === 0) return;
    for (const name of unwanted) this.#opened.delete(name);
    // A lane that dies of this is replaced like any other.
    this.client.retain(runs).catch(() => undefined);
  }

  /** Gets no more tasks and ends when its last one is done. */
  retire(): void {
    this.#isRetired = true;
    this.#closeWhereDone();
  }

  /** Ends it at once; the task that was at work is to blame. */
  endForMemory(memoryBytes: number): void {
    this.#culprit ??= this.#tasks[0] ?? null;
    this.#memoryDeathBytes = memoryBytes;
    this.client.close();
  }

  #closeWhereDone(): void {
    if (this.#isRetired && this.#tasks.length === 0) this.client.close();
  }

  #errorOf({ file }: LaneTask, thrown: unknown, isBlamed: boolean): Error {
    if (isBlamed && this.#memoryDeathBytes !== null) {
      const megabytes = Math.round(this.#memoryDeathBytes / 1024 ** 2);
      return new LaneJobError(new SigmalineError('lane.memory', { file, megabytes }), null);
    }
    return thrown instanceof Error ? thrown : new Error(String(thrown));
  }
}

export function nameOfRun({ recipeFolder, executionProvider = '' }: RecipeRun): string {
  return `${executionProvider} ${recipeFolder}`;
}
