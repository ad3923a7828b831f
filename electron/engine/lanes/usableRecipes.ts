import { setTimeout as delay } from 'node:timers/promises';
import { type ErrorFact, factOf, type RecipeId, type RecipeVersion } from '../../../shared/domain/index.ts';
import type { Kernel } from '../kernel/index.ts';

/** A recipe that is ready to judge: its version in use and the folder of its graph. */
export interface UsableRecipe {
  readonly recipe: RecipeVersion;
  readonly folder: string;
}

export type RecipeState =
  | ({ readonly kind: 'usable' } & UsableRecipe)
  /** The lanes are about to be ready for it. */
  | { readonly kind: 'changing' }
  | { readonly kind: 'unusable'; readonly problem: ErrorFact };

/** What lanes have to do for a recipe to be taken and given up. */
export interface RecipeLanes {
  /** Every lane is ready to judge by it when this resolves. */
  prepare(recipe: UsableRecipe): Promise<void>;
  /** Nothing is judged by the recipe of this folder when this resolves. */
  finish(recipeFolder: string): Promise<void>;
  /** These are all the recipes that are in use. */
  retain(recipes: readonly UsableRecipe[]): void;
}

export interface UsableRecipesNeeds extends RecipeLanes {
  /** @throws SigmalineError `recipe.not-found`, `recipe.corrupt` */
  load(id: RecipeId): Promise<UsableRecipe>;
  /** A recipe is ready that was not. */
  readonly onReady: () => void;
}

interface Known {
  state: RecipeState;
  lookedAtMs: number;
  askedAtMs: number;
  isChanging: boolean;
  /** Nothing more is judged by what is in `state`. */
  isEnded: boolean;
}

const FRESH_MS = 2000;
/** Longer than this nobody waits for lanes to get ready; the first image by the recipe waits then. */
const PREPARE_MS = 30_000;
/** The inspector asks for every source's recipe twice a second; one that nobody asks for belongs to no source. */
const UNUSED_MS = 10_000;

/** Recipes as the inspector needs them: at hand for every image, and looked at again after a while. */
export class UsableRecipes {
  readonly #kernel: Pick<Kernel, 'report'>;
  readonly #needs: UsableRecipesNeeds;
  readonly #known = new Map<RecipeId, Known>();

  constructor(kernel: Pick<Kernel, 'report'>, needs: UsableRecipesNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
  }

  /**
   * Another version that was put in use since is prepared while the one before it goes on judging; from the first answer with the new one on, the
   * old one judges nothing.
   */
  async get(id: RecipeId): Promise<RecipeState> {
    const nowMs = performance.now();
    this.#dropUnused(nowMs);
    const entry = this.#known.get(id);
    if (entry !== undefined) entry.askedAtMs = nowMs;
    if (entry !== undefined && (entry.isChanging || nowMs - entry.lookedAtMs < FRESH_MS)) return stateOf(entry);
    const found = await this.#look(id);
    const unknown: Known = {
      state: { kind: 'changing' },
      lookedAtMs: 0,
      askedAtMs: nowMs,
      isChanging: false,
      isEnded: false,
    };
    const kept = this.#known.get(id) ?? unknown;
    this.#known.set(id, kept);
    kept.lookedAtMs = performance.now();
    if (kept.isChanging) return stateOf(kept);
    if (found.kind !== 'usable' || isSame(found, kept.state)) {
      kept.state = found;
      kept.isEnded = false;
    } else void this.#change(kept, found);
    return stateOf(kept);
  }

  /** What was found last; null before the first look. */
  last(id: RecipeId): RecipeState | null {
    return this.#known.get(id)?.state ?? null;
  }

  /** Another version is in use: look again at once. @param atOnce the one before does not go on until lanes are ready for the next */
  forget(id: RecipeId, atOnce = false): void {
    const entry = this.#known.get(id);
    if (entry === undefined) return;
    entry.lookedAtMs = Number.NEGATIVE_INFINITY;
    entry.isEnded ||= atOnce;
  }

  async #look(id: RecipeId): Promise<RecipeState> {
    try {
      return { kind: 'usable', ...(await this.#needs.load(id)) };
    } catch (thrown) {
      return { kind: 'unusable', problem: factOf(thrown) };
    }
  }

  /** The one that judges now goes on until the lanes are ready for the next. */
  async #change(entry: Known, next: UsableRecipe): Promise<void> {
    const before = entry.state;
    entry.isChanging = true;
    if (before.kind !== 'usable') entry.state = { kind: 'changing' };
    // If lanes cannot be prepared, the first image by the recipe says why.
    const ready = this.#needs.prepare(next).catch(this.#kernel.report);
    await Promise.race([ready, delay(PREPARE_MS, undefined, { ref: false })]);
    if (before.kind === 'usable' && before.folder !== next.folder) {
      entry.state = { kind: 'changing' };
      await this.#needs.finish(before.folder);
    }
    entry.state = { kind: 'usable', ...next };
    entry.isEnded = false;
    entry.isChanging = false;
    this.#retainUsed();
    this.#needs.onReady();
  }

  #retainUsed(): void {
    const entries = [...this.#known.values()];
    // What is being prepared is no longer known by its state.
    if (entries.some(({ isChanging }) => isChanging)) return;
    this.#needs.retain(entries.flatMap(({ state }) => (state.kind === 'usable' ? [state] : [])));
  }

  #dropUnused(nowMs: number): void {
    const unused = [...this.#known].filter(([, entry]) => !entry.isChanging && nowMs - entry.askedAtMs > UNUSED_MS);
    for (const [id] of unused) this.#known.delete(id);
    if (unused.length > 0) this.#retainUsed();
  }
}

/** What people and images are told: one that has ended is about to be another. */
function stateOf({ state, isEnded }: Known): RecipeState {
  return isEnded && state.kind === 'usable' ? { kind: 'changing' } : state;
}

function isSame(recipe: UsableRecipe, state: RecipeState): boolean {
  return (
    state.kind === 'usable' &&
    state.folder === recipe.folder &&
    state.recipe.graph.sha256 === recipe.recipe.graph.sha256
  );
}
