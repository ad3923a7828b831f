/** Starts Sigmaline's processes, connects them to their parent, and gives work to lanes and tasks. */
export { createChildProcessHost } from './childProcessHost.ts';
export { dataFolderOf } from './dataFolder.ts';
export { EngineSupervisor } from './engineSupervisor.ts';
export { entryOf } from './entries.ts';
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
export { connectToParent, endOf, type HostedProcess, type Parent, type ProcessHost, steadyMs } from './processHost.ts';
export { type Job, runTask } from './task.ts';
