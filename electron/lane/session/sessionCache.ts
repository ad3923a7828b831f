import type { RecipeVersion } from '../../../shared/domain/index.ts';
import { RecipeReader } from './recipeFolder.ts';
import type { RecipeSession } from './recipeSession.ts';

/** @param executionProvider undefined: what this lane uses where it is told nothing */
export type OpenSession = (
  folder: string,
  recipe: RecipeVersion,
  executionProvider: string | undefined,
) => Promise<RecipeSession>;

export interface SessionCacheOptions {
  /** Whether there is memory for one session more beside those that are open. */
  readonly hasRoom?: () => boolean;
  readonly nowMs?: () => number;
}

/** What a recipe is run on. */
export interface RecipeRun {
  readonly recipeFolder: string;
  readonly executionProvider?: string | undefined;
}

interface KeptSession {
  readonly run: RecipeRun;
  readonly session: RecipeSession;
  usedAtMs: number;
}

/** A session that no image has needed for so long belongs to a product that is not on the line. */
const IDLE_MS = 60_000;

/**
 * Keeps the sessions of the recipes used last: opening one takes a second, and a line changes between few products.
 * The key is the folder and the graph's hash, so a folder that was made anew is never taken for the old one.
 */
export class SessionCache {
  readonly #open: OpenSession;
  readonly #capacity: number;
  readonly #hasRoom: () => boolean;
  readonly #nowMs: () => number;
  readonly #recipes: RecipeReader;
  /** Oldest use first. */
  readonly #sessions = new Map<string, KeptSession>();

  /** @param capacity how many sessions are kept at most */
  constructor(open: OpenSession, capacity: number, options: SessionCacheOptions = {}) {
    const { hasRoom = () => true, nowMs = () => performance.now() } = options;
    this.#open = open;
    this.#capacity = capacity;
    this.#hasRoom = hasRoom;
    this.#nowMs = nowMs;
    this.#recipes = new RecipeReader(capacity);
  }

  /** What a recipe folder says of itself now. @throws SigmalineError recipe.corrupt */
  recipe(folder: string): RecipeVersion {
    return this.#recipes.read(folder);
  }

  /**
   * Not to be called again before it has answered: a lane does one thing at a time.
   *
   * @throws SigmalineError recipe.corrupt, lane.provider-failed
   */
  async session(folder: string, recipe: RecipeVersion, executionProvider?: string): Promise<RecipeSession> {
    const run = { recipeFolder: folder, executionProvider };
    const key = `${recipe.graph.sha256} ${nameOf(run)}`;
    const kept = this.#sessions.get(key);
    if (kept !== undefined) {
      kept.usedAtMs = this.#nowMs();
      this.#sessions.delete(key);
      this.#sessions.set(key, kept);
      return kept.session;
    }
    // Before the new one is opened: memory has to hold both otherwise.
    if (this.#sessions.size >= this.#capacity || (this.#sessions.size > 0 && !this.#hasRoom()))
      await this.#releaseOne();
    const session = await this.#open(folder, recipe, executionProvider);
    this.#sessions.set(key, { run, session, usedAtMs: this.#nowMs() });
    return session;
  }

  /** Releases the sessions of all recipes but these. Not to be called while `session` is at work. */
  async retain(runs: readonly RecipeRun[]): Promise<void> {
    const wanted = new Set(runs.map(nameOf));
    for (const [key, { run }] of [...this.#sessions]) {
      if (!wanted.has(nameOf(run))) await this.#release(key);
    }
  }

  /**
   * The session that no image has needed for a while; where all are needed, the one used last: recipes that take turns ask for it again latest, and
   * of more recipes than fit only one has to be opened for each image, not all.
   */
  async #releaseOne(): Promise<void> {
    const [oldest] = this.#sessions;
    const newest = [...this.#sessions.keys()].at(-1);
    if (oldest === undefined || newest === undefined) return;
    const isIdle = this.#nowMs() - oldest[1].usedAtMs > IDLE_MS;
    await this.#release(isIdle ? oldest[0] : newest);
  }

  async #release(key: string): Promise<void> {
    const kept = this.#sessions.get(key);
    this.#sessions.delete(key);
    await kept?.session.release();
  }
}

function nameOf({ recipeFolder, executionProvider = '' }: RecipeRun): string {
  return `${executionProvider} ${recipeFolder}`;
}
