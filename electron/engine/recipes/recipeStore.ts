import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
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
  readonly unusable: { id: string; problem: string }[];
}

export interface RecipeStore {
  /** The newest version of every recipe, by name. */
  list(): Promise<RecipeList>;
  /**
   * A version of a recipe, the newest where none is given, with its graph verified.
   *
   * @throws SigmalineError `recipe.not-found`, `recipe.corrupt`
   */
  load(id: RecipeId, version?: number): Promise<StoredRecipe>;
  /**
   * A version, the newest where none is given, of the recipe that a person named, by its name or its id.
   *
   * @throws SigmalineError `recipe.not-found`, `recipe.version-not-found`, `recipe.corrupt`
   */
  find(name: string, version?: number): Promise<StoredRecipe>;
  /** Claims the next version of the recipe of this name. @throws SigmalineError `recipe.name`, `station.data-folder` */
  draft(name: string): Promise<RecipeDraft>;
  /** Called with every version that is published through this store. */
  onPublished(listener: (stored: StoredRecipe) => void): void;
}

/** The recipes of a station: `<data>/recipes/<id>/<version>/{recipe.json,recipe.onnx}`, frozen once they are there. */
export function createRecipeStore({ dataFolder }: { readonly dataFolder: string }): RecipeStore {
  const root = join(dataFolder, 'recipes');
  const verifiedGraphs = new Set<string>();
  const publishedListeners: ((stored: StoredRecipe) => void)[] = [];

  /** Recipes that have a finished version, each with its newest. */
  async function newestVersions(): Promise<ReadonlyMap<RecipeId, number>> {
    const found = new Map<RecipeId, number>();
    const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const id = recipeIdSchema.safeParse(entry.name);
      if (!entry.isDirectory() || !id.success) continue;
      const version = await newestVersion(id.data);
      if (version !== null) found.set(id.data, version);
    }
    return found;
  }

  /** Finished versions, oldest first. */
  async function versionsOf(id: RecipeId): Promise<readonly number[]> {
    const names = await readdir(join(root, id)).catch(() => []);
    return names
      .filter((name) => /^[1-9]\d*$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  }

  async function newestVersion(id: RecipeId): Promise<number | null> {
    return (await versionsOf(id)).at(-1) ?? null;
  }

  async function notFound(recipe: string): Promise<SigmalineError> {
    const known = [...(await newestVersions()).keys()].join(', ') || 'none yet';
    return new SigmalineError('recipe.not-found', { recipe, known });
  }

  const versionFolder = (id: RecipeId, version: number): string => join(root, id, String(version));

  /** The graph is hashed once for as long as its file does not change. */
  async function verifyGraph({ recipe, folder }: StoredRecipe): Promise<void> {
    const path = join(folder, recipe.graph.file);
    const file = await stat(path).catch((cause: unknown) => {
      throw corruptRecipe(recipe.id, `${recipe.graph.file} is missing`, cause);
    });
    const key = `${path}|${file.size}|${file.mtimeMs}`;
    if (verifiedGraphs.has(key)) return;
    if ((await sha256OfFile(path)) !== recipe.graph.sha256) {
      throw corruptRecipe(recipe.id, `${recipe.graph.file} was changed or cut: its SHA-256 differs`);
    }
    verifiedGraphs.add(key);
  }

  async function readVerified(folder: string, id: RecipeId, version: number): Promise<StoredRecipe> {
    const stored = await readStoredRecipe(folder, id, version);
    await verifyGraph(stored);
    return stored;
  }

  async function load(id: RecipeId, version?: number): Promise<StoredRecipe> {
    const wanted = version ?? (await newestVersion(id));
    if (wanted === null) throw await notFound(id);
    return readVerified(versionFolder(id, wanted), id, wanted);
  }

  return {
    load,
    async list() {
      const list: RecipeList = { recipes: [], unusable: [] };
      for (const [id, version] of await newestVersions()) {
        try {
          list.recipes.push(summaryOf((await readStoredRecipe(versionFolder(id, version), id, version)).recipe));
        } catch (thrown) {
          if (!(thrown instanceof SigmalineError)) throw thrown;
          list.unusable.push({ id, problem: thrown.message });
        }
      }
      list.recipes.sort((a, b) => a.name.localeCompare(b.name));
      return list;
    },
    async find(name, version) {
      const id = recipeIdSchema.safeParse(slugOf(name));
      const versions = id.success ? await versionsOf(id.data) : [];
      if (!id.success || versions.length === 0) throw await notFound(name);
      if (version !== undefined && !versions.includes(version)) {
        throw new SigmalineError('recipe.version-not-found', { recipe: name, version, known: versions.join(', ') });
      }
      return load(id.data, version);
    },
    async draft(name) {
      const id = recipeIdSchema.safeParse(slugOf(name));
      if (!id.success) throw new SigmalineError('recipe.name', { name });
      const draft = await openRecipeDraft(join(root, id.data), id.data, name.trim(), async (folder, version) => {
        return (await readVerified(folder, id.data, version)).recipe;
      });
      return {
        ...draft,
        async publish() {
          const stored = await draft.publish();
          for (const listener of publishedListeners) listener(stored);
          return stored;
        },
      };
    },
    onPublished(listener) {
      publishedListeners.push(listener);
    },
  };
}
