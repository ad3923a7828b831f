/** Turns good images into a recipe version on disk: checks them, extracts features, fits, compiles, compares and writes. */
export { fitRecipe } from './fitRecipe.ts';
