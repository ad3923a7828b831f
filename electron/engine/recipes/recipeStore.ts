import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  factOf,
  type ListedVersion,
  parseRecipeName,
  type RecipeId,
  type RecipeList,
  type RecipeUse,
  type RecipeVersion,
  recipeIdSchema,
  SigmalineError,
  slugOf,
} from '../../../shared/domain/index.ts';
import { sha256OfFile } from '../../files/index.ts';
import { openRecipeDraft, type RecipeDraft } from './recipeDraft.ts';
import { type RecipeLives, storedLives } from './recipeLives.ts';
import { corruptRecipe, readStoredRecipe, type StoredRecipe, summaryOf } from './storedRecipe.ts';
import { StoredUses, type UsesOfRecipes } from './versionsInUse.ts';

export interface RecipeStoreOptions {
  readonly dataFolder: string;
  /** Which versions are in use; by default, as the station of this data folder last decided. */
  readonly uses?: UsesOfRecipes;
  /** What became of their versions; by default the same. */
  readonly lives?: RecipeLives;
}

/** @param before the newest version before it; null for the first */
type PublishedListener = (stored: StoredRecipe, before: number | null) => void;

/** The recipes of a station: `<data>/recipes/<id>/<version>/{recipe.json,recipe.onnx}`, frozen once they are there. */
export class RecipeStore {
  readonly #root: string;
  readonly #uses: UsesOfRecipes;
  readonly #lives: RecipeLives;
  readonly #verifiedGraphs = new Set<string>();
  /** Versions as lists show them, by what tells their files from changed ones. */
  readonly #listed = new Map<string, { readonly tag: string; readonly version: ListedVersion }>();
  readonly #publishedListeners: PublishedListener[] = [];

  constructor({ dataFolder, uses = new StoredUses(dataFolder), lives = storedLives(dataFolder) }: RecipeStoreOptions) {
    this.#root = join(dataFolder, 'recipes');
    this.#uses = uses;
    this.#lives = lives;
  }

  /** All recipes with their versions, by name. */
  async list(): Promise<RecipeList> {
    const list: RecipeList = { recipes: [], unusable: [] };
    for (const [id, numbers] of await this.#versionsOfAll()) {
      const use = this.#useOf(id, numbers);
      const name = this.#lives.nameOf(id);
      const named = async (version: number): Promise<ListedVersion> => {
        const listed = await this.#listedVersion(id, version);
        return 'problem' in listed || name === null ? listed : { ...listed, name };
      };
      const versions = await Promise.all(numbers.toReversed().map(named));
      const used = versions.find(({ version }) => version === use.version) ?? (await named(use.version));
      const life = this.#lives.lifeOf(id, versions, use);
      if ('problem' in used) list.unusable.push({ id, problem: used.problem, use, versions, life });
      else list.recipes.push({ ...used, use, versions, life });
    }
    list.recipes.sort((a, b) => a.name.localeCompare(b.name));
    return list;
  }

  /**
   * A version of a recipe, the one in use where none is given, with its graph verified. No other takes the place of one that is damaged.
   *
   * @throws SigmalineError `recipe.not-found`, `recipe.version-not-found`, `recipe.corrupt`
   */
  load(id: RecipeId, version?: number): Promise<StoredRecipe> {
    return this.#load(id, version, id);
  }

  /**
   * Refuses a draft in the place of a version that has a limit, unless whoever chooses it has said so.
   *
   * @throws SigmalineError `recipe.draft-unasked`
   */
  async requireAskedFor({ recipe: { id, version, limits } }: StoredRecipe, draft = false): Promise<void> {
    if (limits !== null || draft) return;
    const { version: used } = await this.useOf(id);
    const inUse = await this.#listedVersion(id, used);
    if ('problem' in inUse || inUse.limits === null) return;
    throw new SigmalineError('recipe.draft-unasked', { recipe: id, version, used });
  }

  /** @param named what a person calls the recipe */
  async #load(id: RecipeId, version: number | undefined, named: string): Promise<StoredRecipe> {
    const versions = await this.#versionsOf(id);
    if (versions.length === 0) throw await this.#notFound(named);
    if (version !== undefined && !versions.includes(version)) {
      throw new SigmalineError('recipe.version-not-found', { recipe: named, version, known: versions.join(', ') });
    }
    const wanted = version ?? this.#useOf(id, versions).version;
    return this.#readVerified(this.#folderOf(id, wanted), id, wanted);
  }

  /**
   * The version that a person named, by the recipe's name or id and `@N`; without that, the one in use.
   *
   * @throws SigmalineError `recipe.not-found`, `recipe.version-not-found`, `recipe.corrupt`
   */
  async find(text: string, version?: number): Promise<StoredRecipe> {
    const named = parseRecipeName(text);
    const id = await this.idOf(named.name);
    if (id !== null) return this.#load(id, version ?? named.version ?? undefined, named.name);
    // A name may end like that.
    const whole = await this.idOf(text);
    if (whole === null) throw await this.#notFound(named.name);
    return this.#load(whole, version, text);
  }

  /** The recipe that people call so: by the name that it was given, else by that of its folder. Null where there is none. */
  async idOf(name: string): Promise<RecipeId | null> {
    const renamed = this.#lives.idNamed(name);
    if (renamed !== null) return renamed;
    const id = recipeIdSchema.safeParse(slugOf(name));
    return id.success && (await this.#versionsOf(id.data)).length > 0 ? id.data : null;
  }

  /** @throws SigmalineError `recipe.not-found` */
  async useOf(id: RecipeId): Promise<RecipeUse> {
    const versions = await this.#versionsOf(id);
    if (versions.length === 0) throw await this.#notFound(id);
    return this.#useOf(id, versions);
  }

  /** Asks for the version in use of every recipe, so that none is met for the first time later. */
  async meetAll(): Promise<void> {
    for (const [id, versions] of await this.#versionsOfAll()) this.#useOf(id, versions);
  }

  /** The newest version before this one; null where there is none. */
  async versionBefore(id: RecipeId, version: number): Promise<number | null> {
    return (await this.#versionsOf(id)).filter((other) => other < version).at(-1) ?? null;
  }

  /** The backbone that a new version of the recipe of this name should have; null for a new recipe. @throws SigmalineError `recipe.corrupt` */
  async backboneOf(name: string): Promise<string | null> {
    const id = await this.idOf(name);
    if (id === null) return null;
    const { version } = await this.useOf(id);
    return (await readStoredRecipe(this.#folderOf(id, version), id, version)).recipe.backbone.id;
  }

  /** Claims the next version of the recipe of this name. @throws SigmalineError `recipe.name`, `station.data-folder` */
  async draft(name: string): Promise<RecipeDraft> {
    const id = (await this.idOf(name)) ?? recipeIdSchema.safeParse(slugOf(name)).data;
    if (id === undefined) throw new SigmalineError('recipe.name', { name });
    return this.draftOf(id, name);
  }

  /** The same of a recipe by its id, which need not be there. */
  async draftOf(id: RecipeId, name: string): Promise<RecipeDraft> {
    const folder = join(this.#root, id);
    const before = (await this.#versionsOf(id)).at(-1) ?? null;
    const draft = await openRecipeDraft(folder, id, this.#lives.nameOf(id) ?? name.trim(), async (place, version) => {
      return (await this.#readVerified(place, id, version)).recipe;
    });
    return {
      ...draft,
      publish: async () => {
        const stored = await draft.publish();
        for (const listener of this.#publishedListeners) listener(stored, before);
        return stored;
      },
    };
  }

  /** Called with every version that is published through this store. */
  onPublished(listener: PublishedListener): void {
    this.#publishedListeners.push(listener);
  }

  #useOf(id: RecipeId, versions: readonly number[]): RecipeUse {
    return this.#uses.of(id, versions.at(-1) ?? 1);
  }

  /** Recipes that have a finished version, with all of these. */
  async #versionsOfAll(): Promise<ReadonlyMap<RecipeId, readonly number[]>> {
    const found = new Map<RecipeId, readonly number[]>();
    const entries = await readdir(this.#root, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const id = recipeIdSchema.safeParse(entry.name);
      if (!entry.isDirectory() || !id.success) continue;
      const versions = await this.#versionsOf(id.data);
      if (versions.length > 0) found.set(id.data, versions);
    }
    return found;
  }

  /** Read once for as long as its files do not change: screens ask every few seconds. */
  async #listedVersion(id: RecipeId, version: number): Promise<ListedVersion> {
    const folder = this.#folderOf(id, version);
    const tags = await Promise.all([fileTag(join(folder, 'recipe.json')), fileTag(folder)]);
    const tag = tags.join(' ');
    const known = this.#listed.get(folder);
    if (known?.tag === tag) return known.version;
    const listed = await this.#readListed(folder, id, version);
    this.#listed.set(folder, { tag, version: listed });
    return listed;
  }

  async #readListed(folder: string, id: RecipeId, version: number): Promise<ListedVersion> {
    try {
      const { recipe } = await readStoredRecipe(folder, id, version);
      for (const { file } of graphsOf(recipe)) await this.#graphFile(recipe.id, join(folder, file));
      return summaryOf(recipe);
    } catch (thrown) {
      if (!(thrown instanceof SigmalineError)) throw thrown;
      return { version, problem: factOf(thrown) };
    }
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
    const known = [...(await this.#versionsOfAll()).keys()].join(', ') || 'none yet';
    return new SigmalineError('recipe.not-found', { recipe, known });
  }

  #folderOf(id: RecipeId, version: number): string {
    return join(this.#root, id, String(version));
  }

  async #readVerified(folder: string, id: RecipeId, version: number): Promise<StoredRecipe> {
    const stored = await readStoredRecipe(folder, id, version);
    await this.#verifyGraphs(stored);
    return stored;
  }

  /** A graph is hashed once for as long as its file does not change. */
  async #verifyGraphs({ recipe, folder }: StoredRecipe): Promise<void> {
    for (const graph of graphsOf(recipe)) {
      const path = join(folder, graph.file);
      const file = await this.#graphFile(recipe.id, path);
      const key = `${path}|${file.size}|${file.mtimeMs}`;
      if (this.#verifiedGraphs.has(key)) continue;
      if ((await sha256OfFile(path)) !== graph.sha256) {
        throw corruptRecipe(recipe.id, `${graph.file} was changed or cut: its SHA-256 differs`);
      }
      this.#verifiedGraphs.add(key);
    }
  }

  async #graphFile(id: RecipeId, path: string): Promise<Stats> {
    return stat(path).catch((cause: unknown) => {
      throw corruptRecipe(id, `${basename(path)} is missing`, cause);
    });
  }
}

function graphsOf({ graph, int8 }: RecipeVersion): readonly RecipeVersion['graph'][] {
  return int8 === undefined ? [graph] : [graph, int8.graph];
}

/** What tells a file, or the entries of a folder, from what they were before. */
async function fileTag(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  return found === null ? 'missing' : `${found.size}|${found.mtimeMs}|${found.ino}`;
}
