import { SigmalineError } from '../../../shared/domain/index.ts';
import { LaneJobError } from '../../hosts/index.ts';
import type { LaneTask, RunningLane } from './runningLane.ts';

/** Tasks that wait for a lane, in the order in which they came. */
export interface TaskQueue {
  add(task: LaneTask): void;
  /** A lane may have room that had none, or has done something. */
  lanesChanged(): void;
  isEmpty(): boolean;
  /** See `LanePool.finish`. */
  finish(recipeFolder: string): Promise<void>;
  /** Judges by a recipe that was finished. */
  takeUp(recipeFolder: string): void;
  /** Gives up whatever waits. */
  close(): void;
}

export interface TaskQueueOptions {
  /** Those that take tasks. */
  readonly takers: () => readonly RunningLane[];
  /** Those that have tasks, also where they take none any more. */
  readonly workers: () => readonly RunningLane[];
  /** Once the lanes are closing, no task is taken. */
  readonly signal: AbortSignal;
  /** The lane has done a task. */
  readonly onWorked: (running: RunningLane) => void;
}

export function createTaskQueue({ takers, workers, signal, onWorked }: TaskQueueOptions): TaskQueue {
  const waiting: LaneTask[] = [];
  /** Folders by whose recipes nothing is judged any more. */
  const finished = new Set<string>();
  const finishListeners = new Set<() => void>();

  function spread(): void {
    for (;;) {
      const [task] = waiting;
      if (task === undefined) return;
      const free = takers()
        .filter((running) => running.hasRoomFor(task))
        .sort((a, b) => costOf(a, task) - costOf(b, task))[0];
      if (free === undefined) return;
      waiting.shift();
      void free.work(task).then(() => onWorked(free));
    }
  }

  function tellFinishListeners(): void {
    for (const listener of [...finishListeners]) listener();
  }

  return {
    add(task) {
      if (signal.aborted) task.failed(closed(), false);
      else if (task.run !== null && finished.has(task.run.recipeFolder)) task.failed(replaced(task), false);
      else {
        waiting.push(task);
        spread();
      }
    },
    lanesChanged() {
      tellFinishListeners();
      spread();
    },
    isEmpty: () => waiting.length === 0,
    finish(recipeFolder) {
      finished.add(recipeFolder);
      const uses = ({ run }: LaneTask): boolean => run?.recipeFolder === recipeFolder;
      for (const task of waiting.filter(uses)) {
        waiting.splice(waiting.indexOf(task), 1);
        task.failed(replaced(task), false);
      }
      return new Promise((resolve) => {
        const look = (): void => {
          if (!signal.aborted && workers().some(({ tasks }) => tasks.some(uses))) return;
          finishListeners.delete(look);
          resolve();
        };
        finishListeners.add(look);
        look();
      });
    },
    takeUp: (recipeFolder) => void finished.delete(recipeFolder),
    close() {
      for (const task of waiting.splice(0)) task.failed(closed(), false);
      tellFinishListeners();
    },
  };
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
