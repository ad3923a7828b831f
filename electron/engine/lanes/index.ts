/**
 * The lanes: which one gets which image, within which time and memory, and on which execution provider.
 * Other rooms give images to a pool and receive the outcomes.
 */

export { cpuProviderFor } from './goldenInt8.ts';
export type { LanePool } from './lanePool.ts';
export { type Lanes, type LanesNeeds, openLanes } from './lanes.ts';
export type { JudgedResult, LaneOutcome } from './laneTasks.ts';
export { type CheckedProvider, checkedProvidersIn } from './providerMemory.ts';
export { type QuietJudgement, QuietLane } from './quietLane.ts';
export type { UsableRecipe, UsableRecipes } from './usableRecipes.ts';
