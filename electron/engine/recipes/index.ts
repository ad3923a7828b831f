/** Recipes on disk, and calibration runs that make new versions of a recipe in a process of their own. */
export { type CalibrationRun, CalibrationRunner, createCalibrationHandlers } from './calibrationRunner.ts';
export { listFolder, listImages } from './imageFolder.ts';
export { exportRecipe, type RecipeFile, readRecipeFile } from './recipeFile.ts';
export { createRecipeStore, type RecipeStore } from './recipeStore.ts';
export { type StoredRecipe, summaryOf } from './storedRecipe.ts';
