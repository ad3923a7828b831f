/** Recipes on disk, and calibration runs that make new versions of a recipe in a process of their own. */
export { type CalibrationRun, CalibrationRunner } from './calibrationRunner.ts';
export { listFolder, listImages } from './imageFolder.ts';
export { exportRecipe, type RecipeFile, readRecipeFile } from './recipeFile.ts';
export { RecipeStore } from './recipeStore.ts';
export { openRecipes } from './recipes.ts';
export type { StoredRecipe } from './storedRecipe.ts';
