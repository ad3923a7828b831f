import type { RecipeVersion } from '../../../shared/domain/index.ts';
import { RecipeReader } from './recipeReader.ts';
import type { RecipeSession } from './recipeSession.ts';

export type OpenSession = (folder: string, recipe: RecipeVersion) => Promise<RecipeSession>;

/**
 * Keeps the sessions of the recipes used last: opening one takes a second, and a line changes between few products.
 * The key is the folder and the graph's hash, so a folder that was made anew is never taken for the old one.
 */
export class SessionCache {
  readonly #open: OpenSession;
  readonly #capacity: number;
  readonly #recipes: RecipeReader;
  /** Oldest use first. */
  readonly #sessions = new Map<string, RecipeSession>();

  constructor(open: OpenSession, capacity: number) {
    this.#open = open;
    this.#capacity = capacity;
    this.#recipes = new RecipeReader(capacity);
  }

  /** What a recipe folder says of itself now. @throws SigmalineError recipe.corrupt */
  recipe(folder: string): Promise<RecipeVersion> {
    return this.#recipes.read(folder);
  }

  /** Not to be called again before it has answered: a lane does one thing at a time. @throws SigmalineError recipe.corrupt */
  async session(folder: string, recipe: RecipeVersion): Promise<RecipeSession> {
    const key = `${recipe.graph.sha256} ${folder}`;
    const kept = this.#sessions.get(key);
    const session = kept ?? (await this.#open(folder, recipe));
    this.#sessions.delete(key);
    this.#sessions.set(key, session);
    if (this.#sessions.size > this.#capacity) await this.#releaseOldest();
    return session;
  }

  async #releaseOldest(): Promise<void> {
    const [oldest] = this.#sessions;
    if (oldest === undefined) return;
    this.#sessions.delete(oldest[0]);
    await oldest[1].release();
  }
}
