import type { MemoryLimits } from './memoryLimits.ts';
import { residentBytes } from './residentMemory.ts';
import type { LaneTask, RunningLane } from './runningLane.ts';

/** How often a lane that has been at one image for as long is looked at from outside. */
const LOOK_EVERY_MS = 500;

/**
 * Ends lanes that take more memory than is safe while they are stuck in one image: such a lane cannot say itself how much it takes.
 *
 * @returns what ends the watch
 */
export function watchMemory(processes: () => readonly RunningLane[], limits: () => MemoryLimits): () => void {
  let lastFirst: ReadonlyMap<RunningLane, LaneTask> = new Map();

  async function look(before: ReadonlyMap<RunningLane, LaneTask>): Promise<void> {
    for (const running of processes()) {
      const [task] = running.tasks;
      if (task === undefined || before.get(running) !== task) continue;
      const bytes = await residentBytes(running.client.pid);
      if (bytes !== null && bytes > limits().hardBytes && running.tasks[0] === task) running.endForMemory(bytes);
    }
  }

  const clock = setInterval(() => {
    void look(lastFirst);
    lastFirst = new Map(processes().flatMap((running) => running.tasks.slice(0, 1).map((task) => [running, task])));
  }, LOOK_EVERY_MS);
  return () => clearInterval(clock);
}
