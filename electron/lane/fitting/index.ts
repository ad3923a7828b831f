/** Turns good images into a recipe version on disk: checks them, extracts features, fits, compiles, compares and writes. */
export { measuredMs } from './extractFeatures.ts';
export { fitRecipe } from './fitRecipe.ts';
