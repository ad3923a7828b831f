import { readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Handlers } from '../../../shared/contract/index.ts';
import {
  type ErrorFact,
  factOf,
  SigmalineError,
  type StationSettings,
  stationSettingsSchema,
  stationSubject,
} from '../../../shared/domain/index.ts';
import { errnoCode, isMissing } from '../../files/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import {
  ConfigurationTables,
  configurationIn,
  type StationDatabase,
  timeInName,
  writeConfigurationCopy,
} from '../storage/index.ts';
import { auditedChange } from './auditedChange.ts';
import { withChange } from './changes.ts';
import { requireOutside } from './folders.ts';
import { type Settings, type SourceSettings, settingsSchema, sourceSettingsSchema } from './settings.ts';

const DEFAULTS = settingsSchema.parse({});

/** The settings and the sources of the station as they are now. Each change is one transaction. */
export class SettingsStore implements Feature<'settings.get' | 'settings.change'> {
  readonly handlers: Handlers<'settings.get' | 'settings.change'>;
  readonly #kernel: Kernel;
  readonly #tables: ConfigurationTables;
  /** What of the stored values could not be used. */
  #troubles: readonly ErrorFact[];
  readonly #listeners: (() => void)[] = [];
  #current: Settings;

  constructor(kernel: Kernel, troubles: readonly ErrorFact[] = []) {
    this.#kernel = kernel;
    this.#tables = new ConfigurationTables(kernel.database);
    const { settings, troubles: found } = usable(this.#tables.read(), kernel.database.file);
    this.#current = settings;
    this.#troubles = [...troubles, ...found];
    kernel.conditions.register(() =>
      this.#troubles.map((fact) => ({ ...fact, subject: stationSubject(), severity: 'warning' })),
    );
    this.#copy();
    this.handlers = {
      'settings.get': () => this.#ofStation(),
      'settings.change': ({ seen = {}, ...change }) => {
        requireOutside(change.checkpoints?.folder ?? null, kernel.dataFolder);
        this.change((before) => withChange(before, change, seen));
        return this.#ofStation();
      },
    };
  }

  onChanged(listener: () => void): void {
    this.#listeners.push(listener);
  }

  readonly current = (): Settings => this.#current;

  idOf(folder: string): SourceSettings['id'] {
    return this.#tables.idOf(folder);
  }

  folderOf(id: SourceSettings['id']): string | null {
    return this.#tables.folderOf(id);
  }

  /**
   * Writes what `change` makes of the settings, whole or not at all, and only then uses it.
   *
   * @throws SigmalineError `storage.*`, `station.disk-full`, and whatever `change` throws: then nothing is changed
   */
  change(change: (settings: Settings) => Settings): void {
    const before = this.#current;
    this.#current = this.#kernel.database.transaction(() => {
      const { sources, ...settings } = settingsSchema.parse(change(before));
      const after = settingsSchema.parse({ ...settings, sources: this.#tables.write({ settings, sources }) });
      for (const action of auditedChange(before, after)) this.#kernel.audit.append(action);
      return after;
    });
    this.#troubles = this.#troubles.filter(({ code }) => code !== 'settings.value');
    this.#tell(before);
  }

  /** Changes in a transaction of `around`, which may take its time before: what that throws after the change undoes it. */
  async changeWithin(
    around: (change: () => void) => void | Promise<void>,
    change: (settings: Settings) => Settings,
  ): Promise<void> {
    const was: { settings?: Settings } = {};
    try {
      await around(() => {
        was.settings = this.#current;
        this.change(change);
      });
    } catch (thrown) {
      if (was.settings !== undefined) {
        const undone = this.#current;
        this.#current = was.settings;
        this.#tell(undone);
      }
      throw thrown;
    }
  }

  #tell(before: Settings): void {
    this.#copy();
    if (!isDeepStrictEqual({ ...before, sources: this.#current.sources }, this.#current)) {
      this.#kernel.emit('settings.changed', this.#ofStation());
    }
    for (const listener of this.#listeners) listener();
    this.#kernel.changed();
  }

  #ofStation(): StationSettings {
    const { sources: _, ...settings } = this.#current;
    return settings;
  }

  /** Only a recovery reads it, so that trouble with it stops nobody. */
  #copy(): void {
    try {
      writeConfigurationCopy(this.#kernel.dataFolder, configurationIn(this.#kernel.database));
    } catch (thrown) {
      this.#kernel.report(thrown);
    }
  }
}

/**
 * Opens the settings. A `settings.json` in the data folder is read first, once, and set aside: an older station kept its settings there, and an
 * integrator may put one there for a new station. One that cannot be used is kept under another name and reported.
 *
 * @throws SigmalineError `station.data-folder`, `storage.*`
 */
export async function openSettings(kernel: Kernel): Promise<SettingsStore> {
  const file = join(kernel.dataFolder, 'settings.json');
  const text = await readFile(file, 'utf8').catch((thrown: unknown) => {
    if (isMissing(thrown)) return null;
    throw folderTrouble(file, thrown);
  });
  if (text === null) return new SettingsStore(kernel);
  try {
    const given = JSON.parse(text) as object;
    // What is left out keeps its present value.
    const named = Object.entries(settingsSchema.parse(given)).filter(([name]) => name in given);
    const { sources, ...settings } = Object.fromEntries(named) as Partial<Settings>;
    const tables = new ConfigurationTables(kernel.database);
    const read = (): Settings => usable(tables.read(), kernel.database.file).settings;
    const before = read();
    kernel.database.transaction(() => {
      tables.write({ settings, sources: sources ?? tables.read().sources });
      const reason = 'read from settings.json';
      for (const action of auditedChange(before, read())) kernel.audit.append({ ...action, reason });
    });
  } catch (thrown) {
    if (thrown instanceof SigmalineError) throw thrown;
    const kept = await setAside(file, 'corrupt');
    const reason = thrown instanceof SyntaxError ? 'it is not JSON' : 'it holds values that are not allowed';
    return new SettingsStore(kernel, [factOf(new SigmalineError('settings.corrupt', { file, reason, kept }, thrown))]);
  }
  await setAside(file, 'imported');
  return new SettingsStore(kernel);
}

/** The station's name for those who only read its database. */
export function readStationName(database: StationDatabase): string {
  return readStationSettings(database).stationName;
}

/** What the settings of a data folder say, whether its station runs or not. */
export function readStationSettings(database: StationDatabase): StationSettings {
  return usable(new ConfigurationTables(database).read(), database.file).settings;
}

async function setAside(file: string, why: 'corrupt' | 'imported'): Promise<string> {
  const kept = file.replace(/\.json$/, `.${why}-${timeInName(new Date())}.json`);
  try {
    await rename(file, kept);
    return kept;
  } catch (thrown) {
    throw folderTrouble(file, thrown);
  }
}

function folderTrouble(file: string, thrown: unknown): SigmalineError {
  const reason = errnoCode(thrown) ?? String(thrown);
  return new SigmalineError('station.data-folder', { folder: dirname(file), reason }, thrown);
}

/** A value that a newer or a meddled-with database holds and that this version does not allow costs only itself. */
function usable(
  stored: ReturnType<ConfigurationTables['read']>,
  file: string,
): { readonly settings: Settings; readonly troubles: readonly ErrorFact[] } {
  const troubles: ErrorFact[] = [];
  const settings: Record<string, unknown> = {};
  for (const name of Object.keys(stationSettingsSchema.shape) as (keyof StationSettings)[]) {
    const value = settingsSchema.shape[name].safeParse(stored.settings[name]);
    settings[name] = value.success ? value.data : DEFAULTS[name];
    if (!value.success) troubles.push(factOf(new SigmalineError('settings.value', { setting: name, file })));
  }
  const sources = stored.sources.flatMap((source) => {
    const found = sourceSettingsSchema.safeParse(source);
    if (!found.success) troubles.push(factOf(new SigmalineError('source.stored', { folder: source.folder, file })));
    return found.success ? [found.data] : [];
  });
  return { settings: { ...(settings as StationSettings), sources }, troubles };
}
