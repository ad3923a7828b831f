import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf, type RecipeVersion, recipeVersionSchema, SigmalineError } from '../../../shared/domain/index.ts';
import { sha256Of } from '../../files/index.ts';

export const RECIPE_FILE = 'recipe.json';

/** At once: a lane asks just before its network blocks it, and a promise would be kept only afterwards. @throws SigmalineError recipe.corrupt */
export function readRecipeText(folder: string): string {
  try {
    return readFileSync(join(folder, RECIPE_FILE), 'utf8');
  } catch (cause) {
    throw corrupt(folder, `${RECIPE_FILE}: ${messageOf(cause)}`, cause);
  }
}

/** @throws SigmalineError recipe.corrupt */
export function parseRecipe(folder: string, text: string): RecipeVersion {
  const parsed = recipeVersionSchema.safeParse(parseJson(folder, text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw corrupt(folder, `${RECIPE_FILE}, ${issue?.path.join('.')}: ${issue?.message}`, parsed.error);
}

/**
 * The bytes of a recipe's graph, verified.
 *
 * @throws SigmalineError recipe.corrupt where the file is missing or is not the one that was calibrated
 */
export async function readGraph(folder: string, recipe: RecipeVersion): Promise<Uint8Array> {
  const { file, sha256 } = recipe.graph;
  const bytes = await readFile(join(folder, file)).catch((cause: unknown) => {
    throw corrupt(folder, `${file}: ${messageOf(cause)}`, cause);
  });
  if (sha256Of(bytes) !== sha256) {
    throw corrupt(folder, `${file} is not the file that was calibrated: its SHA-256 differs`);
  }
  return bytes;
}

/** A recipe lies in recipes/<id>/<version>. */
export function corrupt(folder: string, reason: string, cause?: unknown): SigmalineError {
  const recipe = `${basename(dirname(folder))} (version ${basename(folder)})`;
  return new SigmalineError('recipe.corrupt', { recipe, reason }, cause);
}

function parseJson(folder: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw corrupt(folder, `${RECIPE_FILE} is no JSON`, cause);
  }
}

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
