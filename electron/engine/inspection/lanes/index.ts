/** One lane's process, and the rules by which it is ended: how long an image may take, and how much memory. */
export { createDeadlines } from './deadlines.ts';
export { isLargerThanItShouldBe, type MemoryLimits, memoryLimits } from './memoryLimits.ts';
export { residentBytes } from './residentMemory.ts';
export { type Execution, type LaneTask, nameOfRun, RunningLane, TASKS_PER_LANE } from './runningLane.ts';
