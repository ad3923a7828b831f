/**
 * The processes that judge: who gets which image, who takes over from whom and when, how long an image may take and how much memory, what networks run
 * on and how that has to prove itself. Other rooms give images to a pool and hear what became of them.
 */

export type { LanePool } from './lanePool.ts';
export { type Lanes, type LanesNeeds, openLanes } from './lanes.ts';
export type { JudgedResult, LaneOutcome } from './laneTasks.ts';
export type { UsableRecipe, UsableRecipes } from './usableRecipes.ts';
