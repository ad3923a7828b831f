import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type RecipeId,
  type RecipeSummary,
  type RecipeVersion,
  recipeVersionSchema,
  SigmalineError,
} from '../../../shared/domain/index.ts';

/** One version of a recipe on disk; `folder` holds recipe.json and the compiled graph. */
export interface StoredRecipe {
  readonly recipe: RecipeVersion;
  readonly folder: string;
}

/** What a list shows of a version. */
export function summaryOf(recipe: RecipeVersion): RecipeSummary {
  return {
    id: recipe.id,
    name: recipe.name,
    version: recipe.version,
    createdAt: recipe.createdAt,
    ...(recipe.from && { from: recipe.from }),
    backboneId: recipe.backbone.id,
    backboneSha256: recipe.backbone.sha256,
    sizePx: recipe.preprocessing.sizePx,
    goodImages: recipe.heldOut.length,
    setAside: recipe.heldOut.filter(({ setAside }) => setAside).map(({ file }) => file),
    suspects: recipe.suspects ?? [],
    ...(recipe.looks && { looks: recipe.looks }),
    excluded: recipe.excluded ?? [],
    turnsDegrees: recipe.variations.turnsDegrees,
    limits: recipe.limits,
    limit: recipe.limit,
    ...(recipe.review && { review: recipe.review }),
    ...(recipe.precision && { precision: recipe.precision }),
    ...(recipe.fittedOn && { fittedOn: recipe.fittedOn }),
    ...(recipe.int8 && { int8: { limits: recipe.int8.limits, limit: recipe.int8.limit } }),
  };
}

/**
 * Reads `recipe.json` and checks that it is what its folder says.
 *
 * @throws SigmalineError `recipe.corrupt`
 */
export async function readStoredRecipe(folder: string, id: RecipeId, version: number): Promise<StoredRecipe> {
  const text = await readFile(join(folder, 'recipe.json'), 'utf8').catch((cause: unknown) => {
    throw corruptRecipe(id, `recipe.json of version ${version} cannot be read`, cause);
  });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw corruptRecipe(id, `recipe.json of version ${version} is no JSON`, cause);
  }
  const parsed = recipeVersionSchema.safeParse(content);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw corruptRecipe(
      id,
      `recipe.json of version ${version}: ${issue?.path.join('.')}: ${issue?.message}`,
      parsed.error,
    );
  }
  if (parsed.data.id !== id || parsed.data.version !== version) {
    throw corruptRecipe(id, `the folder of version ${version} holds ${parsed.data.id} version ${parsed.data.version}`);
  }
  return { recipe: parsed.data, folder };
}

export function corruptRecipe(recipe: string, reason: string, cause?: unknown): SigmalineError {
  return new SigmalineError('recipe.corrupt', { recipe, reason }, cause);
}
