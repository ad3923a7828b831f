/** From good images to a recipe version on disk: check the images, extract features, fit, compile, compare, write. */
export { type FitProgress, type FitRequest, type FitResult, fitRecipe } from './fitRecipe.ts';
