import type { Handlers, SourceStatus } from '../../../shared/contract/index.ts';
import {
  type PartViews,
  type RecipeId,
  SigmalineError,
  type SourceId,
  type SourceOptions,
  sourceOptionsSchema,
  viewNamed,
} from '../../../shared/domain/index.ts';
import { ExistingFiles, requirePartPattern, tryPartPattern } from '../intake/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import { withChange } from './changes.ts';
import { realFolder, requireForeignFolder, requireFreeFolder } from './folders.ts';
import { checkOptions } from './optionChecks.ts';
import type { SourceSettings } from './settings.ts';
import type { SettingsStore } from './settingsStore.ts';

export interface NewSource {
  readonly name: string;
  readonly folder: string;
  readonly recipeId: RecipeId;
  readonly options?: SourceOptions;
  /** Whether the files that lie in the folder already are judged. */
  readonly existing?: 'judge' | 'leave';
}

/** What can be changed of a source: all but the folder, which makes it this source. What is undefined stays. */
export interface SourceChange {
  readonly name?: string | undefined;
  readonly recipeId?: RecipeId | undefined;
  readonly options?: SourceOptions | undefined;
}

export interface SourcesNeeds {
  readonly settings: SettingsStore;
  readonly requireRecipe: (id: RecipeId) => Promise<unknown>;
  readonly statusOf: (source: SourceSettings) => SourceStatus;
  readonly newestFileOf: (id: SourceId) => string | null;
  /** Called once a change is written. */
  readonly watch: (sources: readonly SourceSettings[]) => Promise<void>;
}

type SourceRequest =
  | 'source.list'
  | 'source.countExisting'
  | 'source.add'
  | 'source.change'
  | 'source.tryPattern'
  | 'source.remove';

const DEFAULT_OPTIONS = sourceOptionsSchema.parse({});

/** The sources of the station: which folders are watched, and with which recipe their images are judged. */
export class Sources implements Feature<SourceRequest> {
  readonly handlers: Handlers<SourceRequest>;
  readonly #kernel: Kernel;
  readonly #needs: SourcesNeeds;
  readonly #existing: ExistingFiles;

  constructor(kernel: Kernel, needs: SourcesNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#existing = new ExistingFiles(kernel.database);
    const { statusOf, newestFileOf } = needs;
    this.handlers = {
      'source.list': () => this.list().map(statusOf),
      'source.countExisting': async ({ folder, options }) => ({
        files: await this.#existing.count(await realFolder(folder), options),
      }),
      'source.add': async (input) => statusOf(await this.add(input)),
      'source.change': async ({ id, seen, ...change }) => statusOf(await this.change(id, change, seen)),
      'source.tryPattern'({ pattern, path: given, sourceId }) {
        requirePartPattern(pattern);
        const path = given ?? (sourceId === null ? null : newestFileOf(sourceId));
        return { path, part: path === null ? null : tryPartPattern(pattern, path) };
      },
      'source.remove': async ({ id }) => {
        await this.remove(id);
        return {};
      },
    };
  }

  list(): readonly SourceSettings[] {
    return this.#needs.settings.current().sources;
  }

  /** @throws SigmalineError `folder.*`, `recipe.*`, `source.*`, `archive.*` */
  async add({ options = DEFAULT_OPTIONS, existing = 'judge', ...source }: NewSource): Promise<SourceSettings> {
    const folder = await realFolder(source.folder);
    await requireForeignFolder(folder, this.#kernel.dataFolder);
    return this.#enter(folder, { ...source, options: await this.#check(folder, options), existing });
  }

  /** Watches a folder of the station itself; does nothing where that is watched already. */
  async ensureOwn({ options = DEFAULT_OPTIONS, existing = 'judge', ...source }: NewSource): Promise<void> {
    const folder = await realFolder(source.folder);
    if (!this.list().some((other) => other.folder === folder))
      await this.#enter(folder, { ...source, options, existing }, false);
  }

  /**
   * @param seen what whoever changes it saw of it before
   * @throws SigmalineError `source.*`, `recipe.*`, `archive.*`, `settings.changed-meanwhile`: then nothing is changed
   */
  async change(id: SourceId, change: SourceChange, seen: SourceChange = {}): Promise<SourceSettings> {
    const wished = withChange(requireKnown(id, this.list()), change, seen);
    if (change.recipeId !== undefined) await this.#needs.requireRecipe(wished.recipeId);
    if (change.options !== undefined) await this.#requireRecipesOf(change.options);
    const checked = await this.#check(wished.folder, wished.options);
    this.#needs.settings.change((current) => {
      // Once more, as another change may have come while this one was checked.
      const now = requireKnown(id, current.sources);
      const { options, ...rest } = withChange(now, change, seen);
      if (rest.name !== now.name)
        requireFreeName(
          rest.name,
          current.sources.filter((source) => source.id !== id),
        );
      const isSameArchive = options.afterwards.kind === wished.options.afterwards.kind;
      const afterwards = isSameArchive ? checked.afterwards : options.afterwards;
      const changed = { ...rest, options: { ...options, afterwards } };
      requireViewsOfOthers(id, options.views, current.sources);
      return { ...current, sources: current.sources.map((source) => (source.id === id ? changed : source)) };
    });
    await this.#needs.watch(this.list());
    return requireKnown(id, this.list());
  }

  /**
   * Has another recipe judge what arrives from now on.
   *
   * @param around makes the choice, in a transaction with what else belongs to it
   * @throws SigmalineError `source.not-found`, `settings.changed-meanwhile` and what `around` throws: then nothing is changed
   */
  async chooseRecipe(
    id: SourceId,
    { from, to }: { readonly from: RecipeId; readonly to: RecipeId },
    around: (choose: () => void) => void | Promise<void>,
  ): Promise<void> {
    await this.#needs.settings.changeWithin(around, (current) => {
      if (requireKnown(id, current.sources).recipeId !== from) {
        throw new SigmalineError('settings.changed-meanwhile', { setting: 'recipeId' });
      }
      const changed = (source: SourceSettings) => (source.id === id ? { ...source, recipeId: to } : source);
      return { ...current, sources: current.sources.map(changed) };
    });
    await this.#needs.watch(this.list());
  }

  /** What was recorded of it stays. @throws SigmalineError `source.not-found`, `source.view-shown` */
  async remove(id: SourceId): Promise<void> {
    requireKnown(id, this.list());
    requireViewsOfOthers(id, null, this.list());
    this.#forget(id);
    await this.#needs.watch(this.list());
  }

  #forget(id: SourceId): void {
    this.#needs.settings.change((current) => ({
      ...current,
      sources: current.sources.filter((source) => source.id !== id),
    }));
  }

  /** @param folder its real path */
  async #enter(
    folder: string,
    { existing, ...source }: Required<NewSource>,
    isNameChecked = true,
  ): Promise<SourceSettings> {
    await this.#needs.requireRecipe(source.recipeId);
    await this.#requireRecipesOf(source.options);
    const { settings } = this.#needs;
    settings.change((current) => {
      // Here, in the transaction: two requests may name one folder at the same time.
      requireFreeFolder(folder, current.sources);
      if (isNameChecked) requireFreeName(source.name, current.sources);
      return { ...current, sources: [...current.sources, { ...source, id: settings.idOf(folder), folder }] };
    });
    await this.#decideExisting(requireKnown(settings.idOf(folder), this.list()), existing);
    await this.#needs.watch(this.list());
    return requireKnown(settings.idOf(folder), this.list());
  }

  /** After the source is kept and before it is watched: should the station end in between, everything is judged. */
  async #decideExisting({ id, folder, options }: SourceSettings, wish: 'judge' | 'leave'): Promise<void> {
    try {
      if (wish === 'leave') await this.#existing.leave(id, folder, options);
      else this.#existing.takeUp(id);
    } catch (thrown) {
      this.#forget(id);
      throw thrown;
    }
  }

  async #requireRecipesOf({ recipeByName, views }: SourceOptions): Promise<void> {
    for (const { recipeId } of [...(recipeByName?.table ?? []), ...(views?.names ?? [])])
      if (recipeId !== null) await this.#needs.requireRecipe(recipeId);
  }

  #check(folder: string, options: SourceOptions): Promise<SourceOptions> {
    const sourceFolders = [folder, ...this.list().map((source) => source.folder)];
    const owner = options.oneView?.source ?? null;
    const views = owner === null ? options.views : (this.list().find(({ id }) => id === owner)?.options.views ?? null);
    return checkOptions(options, { dataFolder: this.#kernel.dataFolder, sourceFolders, views });
  }
}

function requireKnown(id: SourceId, sources: readonly SourceSettings[]): SourceSettings {
  const source = sources.find((known) => known.id === id);
  if (source === undefined) throw new SigmalineError('source.not-found', { source: id });
  return source;
}

/**
 * Other sources may show views of the parts of a source. Without it, or without these views, each of their images would be a part of its own, and pass alone.
 *
 * @param views that it has from now on
 */
function requireViewsOfOthers(id: SourceId, views: PartViews | null, sources: readonly SourceSettings[]): void {
  const shown = sources.filter(({ id: other, options: { oneView } }) => {
    if (other === id || oneView?.source !== id) return false;
    return views === null || viewNamed(views, oneView.name) === null;
  });
  if (shown.length > 0)
    throw new SigmalineError('source.view-shown', { names: shown.map(({ name }) => name).join(', ') });
}

/** People know a source by its name: on the operator's screen, in conditions and in exports. */
function requireFreeName(name: string, sources: readonly SourceSettings[]): void {
  const same = sources.find((other) => other.name.trim().toLowerCase() === name.trim().toLowerCase());
  if (same !== undefined) throw new SigmalineError('source.name-taken', { source: same.name, folder: same.folder });
}
