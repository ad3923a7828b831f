import {
  type RecipeId,
  SigmalineError,
  type SourceId,
  type SourceOptions,
  sourceOptionsSchema,
} from '../../../shared/domain/index.ts';
import type { SourceRegister } from '../intake/index.ts';
import { realFolder, requireForeignFolder, requireFreeFolder } from './folders.ts';
import { checkOptions } from './optionChecks.ts';
import type { SourceSettings } from './settings.ts';
import type { SettingsStore } from './settingsStore.ts';

export interface NewSource {
  readonly name: string;
  readonly folder: string;
  readonly recipeId: RecipeId;
  readonly options?: SourceOptions;
}

/** What can be changed of a source: all but the folder, which makes it this source. */
export interface SourceChange {
  readonly name: string;
  readonly recipeId: RecipeId;
  readonly options: SourceOptions;
}

/** The sources of the station: which folders are watched, and with which recipe their images are judged. */
export interface Sources {
  list(): readonly SourceSettings[];
  /** @throws SigmalineError `folder.*`, `recipe.*`, `source.*`, `archive.*` */
  add(source: NewSource): Promise<SourceSettings>;
  /** Watches a folder of the station itself; does nothing where that is watched already. */
  ensureOwn(source: NewSource): Promise<void>;
  /** @throws SigmalineError `source.*`, `recipe.*`, `archive.*` */
  change(id: SourceId, change: SourceChange): Promise<SourceSettings>;
  /** What was recorded of it stays. @throws SigmalineError `source.not-found` */
  remove(id: SourceId): Promise<void>;
}

export interface SourcesOptions {
  readonly settings: SettingsStore;
  readonly register: SourceRegister;
  readonly dataFolder: string;
  readonly requireRecipe: (id: RecipeId) => Promise<unknown>;
  /** Called once a change is written. */
  readonly onChanged: () => Promise<void>;
}

const DEFAULT_OPTIONS = sourceOptionsSchema.parse({});

export function createSources({ settings, register, dataFolder, requireRecipe, onChanged }: SourcesOptions): Sources {
  const list = (): readonly SourceSettings[] => settings.current().sources;

  const check = (folder: string, options: SourceOptions): Promise<SourceOptions> =>
    checkOptions(options, { dataFolder, sourceFolders: [folder, ...list().map((source) => source.folder)] });

  function requireKnown(id: SourceId, sources = list()): SourceSettings {
    const source = sources.find((known) => known.id === id);
    if (source === undefined) throw new SigmalineError('source.not-found', { source: id });
    return source;
  }

  /** @param folder its real path */
  async function enter(folder: string, { name, recipeId, options }: SourceChange): Promise<SourceSettings> {
    await requireRecipe(recipeId);
    const source: SourceSettings = { id: register.idOf(folder), name, folder, recipeId, options };
    await settings.change((current) => {
      // Here, where changes come one after the other: two requests may name one folder at the same time.
      requireFreeFolder(folder, current.sources);
      return { ...current, sources: [...current.sources, source] };
    });
    await onChanged();
    return source;
  }

  return {
    list,
    async add({ options = DEFAULT_OPTIONS, ...source }) {
      const folder = await realFolder(source.folder);
      await requireForeignFolder(folder, dataFolder);
      return enter(folder, { ...source, options: await check(folder, options) });
    },
    async ensureOwn({ options = DEFAULT_OPTIONS, ...source }) {
      const folder = await realFolder(source.folder);
      if (!list().some((other) => other.folder === folder)) await enter(folder, { ...source, options });
    },
    async change(id, change) {
      await requireRecipe(change.recipeId);
      const options = await check(requireKnown(id).folder, change.options);
      await settings.change((current) => {
        const changed = { ...requireKnown(id, current.sources), ...change, options };
        return { ...current, sources: current.sources.map((source) => (source.id === id ? changed : source)) };
      });
      await onChanged();
      return requireKnown(id);
    },
    async remove(id) {
      requireKnown(id);
      await settings.change((current) => ({
        ...current,
        sources: current.sources.filter((source) => source.id !== id),
      }));
      await onChanged();
    },
  };
}

/**
 * Sources of settings that were edited or copied by hand get the ids that the database has for their folders: the ledger hangs on them.
 */
export async function adoptRegisteredIds(settings: SettingsStore, register: SourceRegister): Promise<void> {
  const adopted = settings
    .current()
    .sources.map((source) => ({ ...source, id: register.idOf(source.folder, source.id) }));
  const isChanged = adopted.some((source, index) => source.id !== settings.current().sources[index]?.id);
  if (isChanged) await settings.change((current) => ({ ...current, sources: adopted }));
}
