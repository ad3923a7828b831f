/** Recipes in ONNX Runtime: verified, opened once, and kept open while in use. */
export { drawnPicture, GOLDEN_FILE, goldenOutput, goldenPictures } from './goldenPictures.ts';
export {
  EXECUTION_PROVIDER,
  type FloatTensor,
  type OnnxSession,
  offeredProviders,
  openOnnxSession,
  RUNTIME_VERSION,
} from './onnxSession.ts';
export { RECIPE_FILE } from './recipeFolder.ts';
export {
  openRecipeSession,
  RECIPE_INPUT,
  type RecipeScores,
  recipeSession,
} from './recipeSession.ts';
export { SessionCache } from './sessionCache.ts';
