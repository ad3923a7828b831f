/** How our processes are started, how they reach their starter, and how a lane or a task is given work. */
export { createChildProcessHost } from './childProcessHost.ts';
export { dataFolderOf } from './dataFolder.ts';
export { type SupervisedEngine, superviseEngine } from './engineSupervisor.ts';
export {
  type FileJob,
  type GoldenJob,
  type InspectJob,
  type LaneClient,
  LaneJobError,
  type LaneOptions,
  openLane,
  type RecipeRun,
} from './laneClient.ts';
export { connectToParent, type Parent, type ProcessHost } from './processHost.ts';
export { type Job, runTask } from './task.ts';
