/** Has complete files judged by lanes, decides the verdicts, records each file once, and answers what was recorded. */
export { createInspectionHandlers } from './handlers.ts';
export { createImageLocator } from './imageLocator.ts';
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
export { createOriginalImageFinder } from './originalImage.ts';
export { createRecordFiles, type RecordFiles } from './recordFiles.ts';
export { createInspectionRecords, type InspectionRecords } from './records.ts';
export { createUsableRecipes, type UsableRecipe, type UsableRecipes } from './usableRecipes.ts';
