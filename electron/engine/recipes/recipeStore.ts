import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type ErrorFact,
  factOf,
  type RecipeId,
  type RecipeSummary,
  recipeIdSchema,
  SigmalineError,
  slugOf,
} from '../../../shared/domain/index.ts';
import { sha256OfFile } from '../../files/index.ts';
import { openRecipeDraft, type RecipeDraft } from './recipeDraft.ts';
import { corruptRecipe, readStoredRecipe, type StoredRecipe, summaryOf } from './storedRecipe.ts';

export interface RecipeList {
  readonly recipes: RecipeSummary[];
  /** Recipes whose newest version cannot be used. An older version is never taken in its place silently. */
  readonly unusable: { id: string; problem: ErrorFact }[];
}

/** The recipes of a station: `<data>/recipes/<id>/<version>/{recipe.json,recipe.onnx}`, frozen once they are there. */
export class RecipeStore {
  readonly #root: string;
  readonly #verifiedGraphs = new Set<string>();
  readonly #publishedListeners: ((stored: StoredRecipe) => void)[] = [];

  constructor({ dataFolder }: { readonly dataFolder: string }) {
    this.#root = join(dataFolder, 'recipes');
  }

  /** The newest version of every recipe, by name. */
  async list(): Promise<RecipeList> {
    const list: RecipeList = { recipes: [], unusable: [] };
    for (const [id, version] of await this.#newestVersions()) {
      try {
        list.recipes.push(summaryOf((await readStoredRecipe(this.#folderOf(id, version), id, version)).recipe));
      } catch (thrown) {
        if (!(thrown instanceof SigmalineError)) throw thrown;
        list.unusable.push({ id, problem: factOf(thrown) });
      }
    }
    list.recipes.sort((a, b) => a.name.localeCompare(b.name));
    return list;
  }

  /**
   * A version of a recipe, the newest where none is given, with its graph verified.
   *
   * @throws SigmalineError `recipe.not-found`, `recipe.corrupt`
   */
  async load(id: RecipeId, version?: number): Promise<StoredRecipe> {
    const wanted = version ?? (await this.#versionsOf(id)).at(-1);
    if (wanted === undefined) throw await this.#notFound(id);
    return this.#readVerified(this.#folderOf(id, wanted), id, wanted);
  }

  /**
   * A version, the newest where none is given, of the recipe that a person named, by its name or its id.
   *
   * @throws SigmalineError `recipe.not-found`, `recipe.version-not-found`, `recipe.corrupt`
   */
  async find(name: string, version?: number): Promise<StoredRecipe> {
    const id = recipeIdSchema.safeParse(slugOf(name));
    const versions = id.success ? await this.#versionsOf(id.data) : [];
    if (!id.success || versions.length === 0) throw await this.#notFound(name);
    if (version !== undefined && !versions.includes(version)) {
      throw new SigmalineError('recipe.version-not-found', { recipe: name, version, known: versions.join(', ') });
    }
    return this.load(id.data, version);
  }

  /** Claims the next version of the recipe of this name. @throws SigmalineError `recipe.name`, `station.data-folder` */
  async draft(name: string): Promise<RecipeDraft> {
    const id = recipeIdSchema.safeParse(slugOf(name));
    if (!id.success) throw new SigmalineError('recipe.name', { name });
    const folder = join(this.#root, id.data);
    const draft = await openRecipeDraft(folder, id.data, name.trim(), async (place, version) => {
      return (await this.#readVerified(place, id.data, version)).recipe;
    });
    return {
      ...draft,
      publish: async () => {
        const stored = await draft.publish();
        for (const listener of this.#publishedListeners) listener(stored);
        return stored;
      },
    };
  }

  /** Called with every version that is published through this store. */
  onPublished(listener: (stored: StoredRecipe) => void): void {
    this.#publishedListeners.push(listener);
  }

  /** Recipes that have a finished version, each with its newest. */
  async #newestVersions(): Promise<ReadonlyMap<RecipeId, number>> {
    const found = new Map<RecipeId, number>();
    const entries = await readdir(this.#root, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const id = recipeIdSchema.safeParse(entry.name);
      if (!entry.isDirectory() || !id.success) continue;
      const version = (await this.#versionsOf(id.data)).at(-1);
      if (version !== undefined) found.set(id.data, version);
    }
    return found;
  }

  /** Finished versions, oldest first. */
  async #versionsOf(id: RecipeId): Promise<readonly number[]> {
    const names = await readdir(join(this.#root, id)).catch(() => []);
    return names
      .filter((name) => /^[1-9]\d*$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  }

  async #notFound(recipe: string): Promise<SigmalineError> {
    const known = [...(await this.#newestVersions()).keys()].join(', ') || 'none yet';
    return new SigmalineError('recipe.not-found', { recipe, known });
  }

  #folderOf(id: RecipeId, version: number): string {
    return join(this.#root, id, String(version));
  }

  async #readVerified(folder: string, id: RecipeId, version: number): Promise<StoredRecipe> {
    const stored = await readStoredRecipe(folder, id, version);
    await this.#verifyGraph(stored);
    return stored;
  }

  /** The graph is hashed once for as long as its file does not change. */
  async #verifyGraph({ recipe, folder }: StoredRecipe): Promise<void> {
    const path = join(folder, recipe.graph.file);
    const file = await stat(path).catch((cause: unknown) => {
      throw corruptRecipe(recipe.id, `${recipe.graph.file} is missing`, cause);
    });
    const key = `${path}|${file.size}|${file.mtimeMs}`;
    if (this.#verifiedGraphs.has(key)) return;
    if ((await sha256OfFile(path)) !== recipe.graph.sha256) {
      throw corruptRecipe(recipe.id, `${recipe.graph.file} was changed or cut: its SHA-256 differs`);
    }
    this.#verifiedGraphs.add(key);
  }
}
