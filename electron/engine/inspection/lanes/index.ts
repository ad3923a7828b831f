/** Lanes from inside: their processes and the succession of these, the tasks that they are given, how long those may take and how much memory. */
export { createDeadlines } from './deadlines.ts';
export type { LaneSplit } from './lane.ts';
export { createLaneProcesses } from './laneProcesses.ts';
export { type LaneStatus, statusOf } from './laneStatus.ts';
export { LaneSuccession } from './laneSuccession.ts';
export {
  goldenTask,
  type InspectOptions,
  inspectTask,
  type JudgedResult,
  type LaneOutcome,
  writeTask,
} from './laneTasks.ts';
export { LEAST_POLITE_BYTES, type MemoryLimits, memoryLimits, SHARE_OF_ALL_LANES } from './memoryLimits.ts';
export { watchMemory } from './memoryWatch.ts';
export { type Execution, type LaneTask, TASKS_PER_LANE } from './runningLane.ts';
export { createTaskQueue } from './taskQueue.ts';
