import { setTimeout as delay } from 'node:timers/promises';
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
  /** The lanes are about to be ready for it. */
  | { readonly kind: 'changing' }
  | { readonly kind: 'unusable'; readonly problem: string };

/** Recipes as the inspector needs them: at hand for every image, and looked at again after a while. */
export interface UsableRecipes {
  /**
   * A version that was published since is prepared while the one before it goes on judging; from the first answer with the new one on, the old one
   * judges nothing.
   */
  get(id: RecipeId): Promise<RecipeState>;
  /** What was found last; null before the first look. */
  last(id: RecipeId): RecipeState | null;
  /** A new version is there: look again at once. */
  forget(id: RecipeId): void;
}

/** What lanes have to do for a recipe to be taken and given up. */
export interface RecipeLanes {
  /** Every lane is ready to judge by it when this resolves. */
  prepare(recipe: UsableRecipe): Promise<void>;
  /** Nothing is judged by the recipe of this folder when this resolves. */
  finish(recipeFolder: string): Promise<void>;
  /** These are all the recipes that are in use. */
  retain(recipes: readonly UsableRecipe[]): void;
}

interface Known {
  state: RecipeState;
  lookedAtMs: number;
  askedAtMs: number;
  isChanging: boolean;
}

const FRESH_MS = 2000;
/** Longer than this nobody waits for lanes to get ready; the first image by the recipe waits then. */
const PREPARE_MS = 30_000;
/** The inspector asks for every source's recipe twice a second; one that nobody asks for belongs to no source. */
const UNUSED_MS = 10_000;

export interface RecipeEvents {
  /** A recipe is ready that was not. */
  readonly onChanged: () => void;
  readonly onTrouble: (error: unknown) => void;
}

export function createUsableRecipes(
  recipes: RecipeSource,
  lanes: RecipeLanes,
  { onChanged, onTrouble }: RecipeEvents,
): UsableRecipes {
  const known = new Map<RecipeId, Known>();

  async function look(id: RecipeId): Promise<RecipeState> {
    try {
      return { kind: 'usable', ...(await recipes.load(id)) };
    } catch (thrown) {
      return { kind: 'unusable', problem: reportOf(thrown).message };
    }
  }

  /** The one that judges now goes on until the lanes are ready for the next. */
  async function change(entry: Known, next: UsableRecipe): Promise<void> {
    const before = entry.state;
    entry.isChanging = true;
    if (before.kind !== 'usable') entry.state = { kind: 'changing' };
    // Where lanes cannot be prepared, the first image by the recipe says why.
    const ready = lanes.prepare(next).catch(onTrouble);
    await Promise.race([ready, delay(PREPARE_MS, undefined, { ref: false })]);
    if (before.kind === 'usable' && before.folder !== next.folder) {
      entry.state = { kind: 'changing' };
      await lanes.finish(before.folder);
    }
    entry.state = { kind: 'usable', ...next };
    entry.isChanging = false;
    retainUsed();
    onChanged();
  }

  function retainUsed(): void {
    const entries = [...known.values()];
    // What is being prepared is no longer known by its state.
    if (entries.some(({ isChanging }) => isChanging)) return;
    lanes.retain(entries.flatMap(({ state }) => (state.kind === 'usable' ? [state] : [])));
  }

  function dropUnused(nowMs: number): void {
    const unused = [...known].filter(([, entry]) => !entry.isChanging && nowMs - entry.askedAtMs > UNUSED_MS);
    for (const [id] of unused) known.delete(id);
    if (unused.length > 0) retainUsed();
  }

  return {
    async get(id) {
      const nowMs = performance.now();
      dropUnused(nowMs);
      const entry = known.get(id);
      if (entry !== undefined) entry.askedAtMs = nowMs;
      if (entry !== undefined && (entry.isChanging || nowMs - entry.lookedAtMs < FRESH_MS)) return entry.state;
      const found = await look(id);
      const unknown: Known = { state: { kind: 'changing' }, lookedAtMs: 0, askedAtMs: nowMs, isChanging: false };
      const kept = known.get(id) ?? unknown;
      known.set(id, kept);
      kept.lookedAtMs = performance.now();
      if (kept.isChanging) return kept.state;
      if (found.kind !== 'usable' || isSame(found, kept.state)) kept.state = found;
      else void change(kept, found);
      return kept.state;
    },
    last: (id) => known.get(id)?.state ?? null,
    forget(id) {
      const entry = known.get(id);
      if (entry !== undefined) entry.lookedAtMs = Number.NEGATIVE_INFINITY;
    },
  };
}

function isSame(recipe: UsableRecipe, state: RecipeState): boolean {
  return (
    state.kind === 'usable' &&
    state.folder === recipe.folder &&
    state.recipe.graph.sha256 === recipe.recipe.graph.sha256
  );
}
