import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import {
  type RecipeId,
  SigmalineError,
  type SourceId,
  type SourceOptions,
  sourceOptionsSchema,
} from '../../../shared/domain/index.ts';
import { errnoCode, folderTrouble, type SourceRegister } from '../intake/index.ts';
import type { SourceSettings } from './settings.ts';
import type { SettingsStore } from './settingsStore.ts';

export interface NewSource {
  readonly name: string;
  readonly folder: string;
  readonly recipeId: RecipeId;
  readonly options?: SourceOptions;
}

/** The sources of the station: which folders are watched, and with which recipe their images are judged. */
export interface Sources {
  list(): readonly SourceSettings[];
  /** @throws SigmalineError `folder.*`, `recipe.*`, `source.duplicate`, `source.overlap`, `source.nested`, `source.holds-data` */
  add(source: NewSource): Promise<SourceSettings>;
  /** Watches a folder of the station itself; does nothing where that is watched already. */
  ensureOwn(source: NewSource): Promise<void>;
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

export function createSources({ settings, register, dataFolder, requireRecipe, onChanged }: SourcesOptions): Sources {
  const list = (): readonly SourceSettings[] => settings.current().sources;

  async function requireForeignFolder(folder: string): Promise<void> {
    const data = await realpath(dataFolder);
    if (contains(data, folder)) throw new SigmalineError('source.nested', { folder });
    if (contains(folder, data)) throw new SigmalineError('source.holds-data', { folder });
  }

  async function enter({
    name,
    folder,
    recipeId,
    options = sourceOptionsSchema.parse({}),
  }: NewSource): Promise<SourceSettings> {
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
    async add(source) {
      const folder = await realFolder(source.folder);
      await requireForeignFolder(folder);
      return enter({ ...source, folder });
    },
    async ensureOwn(source) {
      const folder = await realFolder(source.folder);
      if (!list().some((other) => other.folder === folder)) await enter({ ...source, folder });
    },
    async remove(id) {
      if (!list().some((source) => source.id === id)) throw new SigmalineError('source.not-found', { source: id });
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

async function realFolder(given: string): Promise<string> {
  if (!isAbsolute(given)) throw new SigmalineError('folder.relative', { folder: given });
  const trouble = await folderTrouble(given);
  if (trouble !== null) throw trouble;
  try {
    return await realpath(given);
  } catch (thrown) {
    throw new SigmalineError(
      'folder.unreadable',
      { folder: given, reason: errnoCode(thrown) ?? String(thrown) },
      thrown,
    );
  }
}

function requireFreeFolder(folder: string, sources: readonly SourceSettings[]): void {
  for (const other of sources) {
    if (other.folder === folder) throw new SigmalineError('source.duplicate', { folder, source: other.name });
    if (contains(other.folder, folder) || contains(folder, other.folder)) {
      throw new SigmalineError('source.overlap', { folder, source: other.name });
    }
  }
}

/** Whether `inner` is `outer` or lies in it. */
function contains(outer: string, inner: string): boolean {
  const path = relative(outer, inner);
  return path === '' || (path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path));
}
