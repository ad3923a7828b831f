/** Recipes on disk, and the calibration runs that create new versions of them in a separate process. */
export { askedBy, type CalibrationGuard, type CalibrationRun, CalibrationRunner } from './calibrationRunner.ts';
export {
  isImageName,
  type ListedImage,
  listFolder,
  listImages,
  listNamedFolder,
  readImageList,
} from './imageFolder.ts';
export { changeLimit } from './limitChange.ts';
export { partsOf } from './partGroups.ts';
export { exportRecipe, type RecipeFile, readRecipeFile } from './recipeFile.ts';
export { storedLives } from './recipeLives.ts';
export { exportedPackage } from './recipePackages.ts';
export { RecipeStore } from './recipeStore.ts';
export { openRecipes, type RecipeRequest, type Recipes } from './recipes.ts';
export { type StoredRecipe, summaryOf } from './storedRecipe.ts';
export { differencesOf } from './versionDifferences.ts';
export { hasStation, VersionsInUse } from './versionsInUse.ts';
