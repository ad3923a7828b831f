import type {
  ErrorFact,
  ListedVersion,
  RecipeId,
  RecipeLife,
  RecipeList,
  RecipeSummary,
  RecipeUse,
} from '../../../../shared/domain/index.ts';

/** A recipe as its card shows it, also one whose version in use cannot be used. */
export interface ListedRecipe {
  readonly id: RecipeId;
  readonly name: string;
  readonly use: RecipeUse;
  readonly versions: readonly ListedVersion[];
  readonly life: RecipeLife;
  /** The version in use; null where it cannot be used, and `problem` says why. */
  readonly used: RecipeSummary | null;
  readonly problem: ErrorFact | null;
}

/** Those that cannot be used come first: they need somebody. */
export function listedRecipes({ recipes, unusable }: RecipeList): readonly ListedRecipe[] {
  return [
    ...unusable.map(({ id, use, versions, life, problem }) => ({
      ...{ id, use, versions, life, problem, used: null },
      name: versions.map((version) => ('problem' in version ? null : version.name)).find((name) => name !== null) ?? id,
    })),
    ...recipes.map(({ use, versions, life, ...used }) => ({
      id: used.id,
      name: used.name,
      use,
      versions,
      life,
      used,
      problem: null,
    })),
  ];
}

/** The backbone that a new version should have: that of the version in use, else of the newest one that can be read; null where there is none. */
export function backboneOf({ used, versions }: ListedRecipe): string | null {
  if (used !== null) return used.backboneId;
  const readable = versions.find((version) => !('problem' in version));
  return readable === undefined || 'problem' in readable ? null : readable.backboneId;
}
