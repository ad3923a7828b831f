import { type RecipeId, type RecipeVersion, reportOf } from '../../../shared/domain/index.ts';

/** A recipe that is ready to judge: its newest version and the folder of its graph. */
export interface UsableRecipe {
  readonly recipe: RecipeVersion;
  readonly folder: string;
}

export interface RecipeSource {
  /** @throws SigmalineError `recipe.not-found`, `recipe.corrupt` */
  load(id: RecipeId): Promise<UsableRecipe>;
}

export type RecipeState =
  | ({ readonly kind: 'usable' } & UsableRecipe)
  | { readonly kind: 'unusable'; readonly problem: string };

/** Recipes as the inspector needs them: at hand for every image, and looked at again after a while. */
export interface UsableRecipes {
  get(id: RecipeId): Promise<RecipeState>;
  /** What was found last; null before the first look. */
  last(id: RecipeId): RecipeState | null;
  /** A new version is there: look again at once. */
  forget(id: RecipeId): void;
}

const FRESH_MS = 2000;

export function createUsableRecipes(recipes: RecipeSource): UsableRecipes {
  const states = new Map<RecipeId, { readonly state: RecipeState; readonly atMs: number }>();

  async function look(id: RecipeId): Promise<RecipeState> {
    try {
      return { kind: 'usable', ...(await recipes.load(id)) };
    } catch (thrown) {
      return { kind: 'unusable', problem: reportOf(thrown).message };
    }
  }

  return {
    async get(id) {
      const known = states.get(id);
      if (known !== undefined && performance.now() - known.atMs < FRESH_MS) return known.state;
      const state = await look(id);
      states.set(id, { state, atMs: performance.now() });
      return state;
    },
    last: (id) => states.get(id)?.state ?? null,
    forget: (id) => void states.delete(id),
  };
}
