import { SigmalineError } from '../../../shared/domain/index.ts';
import { LaneJobError } from '../../hosts/index.ts';
import type { LaneTask, RunningLane } from './runningLane.ts';

export interface TaskQueueNeeds {
  /** Those that take tasks. */
  readonly takers: () => readonly RunningLane[];
  /** Those that have tasks, also where they take none any more. */
  readonly workers: () => readonly RunningLane[];
  /** Once the lanes are closing, no task is taken. */
  readonly signal: AbortSignal;
  /** The lane has done a task. */
  readonly onWorked: (running: RunningLane) => void;
}

/** Tasks that wait for a lane, in the order in which they came. */
export class TaskQueue {
  readonly #needs: TaskQueueNeeds;
  readonly #waiting: LaneTask[] = [];
  /** Folders by whose recipes nothing is judged any more. */
  readonly #finished = new Set<string>();
  readonly #finishListeners = new Set<() => void>();

  constructor(needs: TaskQueueNeeds) {
    this.#needs = needs;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  add(task: LaneTask): void {
    if (this.#needs.signal.aborted) task.failed(closed(), false);
    else if (task.run !== null && this.#finished.has(task.run.recipeFolder)) task.failed(replaced(task), false);
    else {
      this.#waiting.push(task);
      this.#spread();
    }
  }

  /** A lane may have room that had none, or has done something. */
  lanesChanged(): void {
    this.#tellFinishListeners();
    this.#spread();
  }

  /** See `LanePool.finish`. */
  finish(recipeFolder: string): Promise<void> {
    this.#finished.add(recipeFolder);
    const uses = ({ run }: LaneTask): boolean => run?.recipeFolder === recipeFolder;
    for (const task of this.#waiting.filter(uses)) {
      this.#waiting.splice(this.#waiting.indexOf(task), 1);
      task.failed(replaced(task), false);
    }
    const { workers, signal } = this.#needs;
    return new Promise((resolve) => {
      const look = (): void => {
        if (!signal.aborted && workers().some(({ tasks }) => tasks.some(uses))) return;
        this.#finishListeners.delete(look);
        resolve();
      };
      this.#finishListeners.add(look);
      look();
    });
  }

  /** Judges by a recipe that was finished. */
  takeUp(recipeFolder: string): void {
    this.#finished.delete(recipeFolder);
  }

  /** Gives up whatever waits. */
  close(): void {
    for (const task of this.#waiting.splice(0)) task.failed(closed(), false);
    this.#tellFinishListeners();
  }

  #spread(): void {
    for (;;) {
      const [task] = this.#waiting;
      if (task === undefined) return;
      const free = this.#needs
        .takers()
        .filter((running) => running.hasRoomFor(task))
        .sort((a, b) => costOf(a, task) - costOf(b, task))[0];
      if (free === undefined) return;
      this.#waiting.shift();
      void free.work(task).then(() => this.#needs.onWorked(free));
    }
  }

  #tellFinishListeners(): void {
    for (const listener of [...this.#finishListeners]) listener();
  }
}

/** Where another lane has as little to do, the one that has the recipe open gets the image. */
function costOf(running: RunningLane, { run }: LaneTask): number {
  return running.tasks.length + (run === null || running.hasOpen(run) ? 0 : 1);
}

/** Nobody is told: the image waits again, and the recipe that took the place judges it. */
function replaced({ file }: LaneTask): LaneJobError {
  return new LaneJobError(new SigmalineError('lane.crashed', { file }), null);
}

function closed(): LaneJobError {
  return new LaneJobError(new SigmalineError('lane.start', { reason: 'the station is closing' }), null);
}
