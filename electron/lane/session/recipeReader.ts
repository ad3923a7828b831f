import type { RecipeVersion } from '../../../shared/domain/index.ts';
import { parseRecipe, readRecipeText } from './recipeFolder.ts';

interface ReadRecipe {
  readonly text: string;
  readonly recipe: RecipeVersion;
}

/**
 * Reads what recipe folders say of themselves, anew each time, and understands it only where the text has changed: a recipe of a thousand good images
 * would hold up every inspection for some milliseconds.
 */
export class RecipeReader {
  readonly #capacity: number;
  /** Oldest use first. */
  readonly #kept = new Map<string, ReadRecipe>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The graph of the recipe is not read. @throws SigmalineError recipe.corrupt */
  read(folder: string): RecipeVersion {
    const text = readRecipeText(folder);
    const kept = this.#kept.get(folder);
    const recipe = kept?.text === text ? kept.recipe : parseRecipe(folder, text);
    this.#kept.delete(folder);
    this.#kept.set(folder, { text, recipe });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#capacity && oldest !== undefined) this.#kept.delete(oldest);
    return recipe;
  }
}
