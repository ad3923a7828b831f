/** The recipe of each source on the operator's screen: which judges, changing it by hand, and confirming a change by its first part. */
export { default as RecipeBands } from './RecipeBands.svelte';
export { default as RecipeStrip } from './RecipeStrip.svelte';
export { RecipeChanging } from './recipeChanging.svelte.ts';
