/** The change of a source's recipe at the line: by hand, confirmed by the first part; and which other recipe a strange part would fit. */
export { RecipeChanges } from './recipeChanges.ts';
export { RecipeProposals } from './recipeProposals.ts';
