import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import type { Work } from '../kernel/index.ts';
import type { LaneTask, RunningLane } from './runningLane.ts';

/** How much memory one lane may take. */
export interface MemoryLimits {
  /** Above this a lane that has grown is replaced, once its successor is ready and its images are done. */
  readonly politeBytes: number;
  /** Above this a lane is ended at once: the machine is in danger. */
  readonly hardBytes: number;
}

/** The lanes together take a quarter of the memory at hand before they are replaced, and more than half of it never. */
const POLITE_SHARE = 0.25;
export const SHARE_OF_ALL_LANES = 0.6;
/** Less is no sign of anything: a large backbone and large images take it. */
export const LEAST_POLITE_BYTES = 1.5 * 1024 ** 3;
const LEAST_HARD_FACTOR = 1.5;

/** The machine's memory, or what a container may take of it. Where there is no limit, the system tells 0 or more than any machine has. */
export function memoryAtHand(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** @param totalBytes the memory at hand @param lanes how many lanes share it */
export function memoryLimits(totalBytes: number, lanes: number): MemoryLimits {
  const politeBytes = Math.max(LEAST_POLITE_BYTES, (POLITE_SHARE * totalBytes) / lanes);
  return {
    politeBytes,
    hardBytes: Math.max(LEAST_HARD_FACTOR * politeBytes, (SHARE_OF_ALL_LANES * totalBytes) / lanes),
  };
}

/** A lane that is no larger than this times what it was after its first images has not grown: its recipes need so much, and a new one would too. */
const GROWN_FACTOR = 1.25;

export function isLargerThanItShouldBe(
  memoryBytes: number,
  youngBytes: number,
  { politeBytes }: Pick<MemoryLimits, 'politeBytes'>,
): boolean {
  return memoryBytes > Math.max(politeBytes, GROWN_FACTOR * youngBytes);
}

/** How often a lane that has been at one image for as long is looked at from outside. */
const LOOK_EVERY_MS = 500;

/** Ends lanes that take more memory than is safe while they are stuck in one image: such a lane cannot say itself how much it takes. */
export function watchMemory(work: Work, processes: () => readonly RunningLane[], limits: () => MemoryLimits): void {
  let atWork: ReadonlyMap<RunningLane, LaneTask> = new Map();
  work.repeat(LOOK_EVERY_MS, async () => {
    const before = atWork;
    atWork = new Map(processes().flatMap((running) => running.tasks.slice(0, 1).map((task) => [running, task])));
    for (const [running, task] of atWork) {
      if (before.get(running) !== task) continue;
      const bytes = await residentBytes(running.client.pid);
      if (bytes !== null && bytes > limits().hardBytes && running.tasks[0] === task) running.endForMemory(bytes);
    }
  });
}

/** What a process holds of the machine's memory now, seen from outside, as a process that is stuck cannot tell; null where the system does not say. */
async function residentBytes(pid: number | undefined): Promise<number | null> {
  if (pid === undefined || process.platform !== 'linux') return null;
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}
