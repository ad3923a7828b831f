/** Has complete files judged by lanes, decides the verdicts, and records each file once. */
export { createInspector, type Inspector } from './inspector.ts';
export { createLanePool, type LanePool } from './lanePool.ts';
export {
  type Execution,
  type LaneOutcome,
  type LaneSplit,
  LEAST_POLITE_BYTES,
  type MemoryLimits,
  memoryLimits,
  SHARE_OF_ALL_LANES,
} from './lanes/index.ts';
export { createUsableRecipes, type UsableRecipe, type UsableRecipes } from './usableRecipes.ts';
