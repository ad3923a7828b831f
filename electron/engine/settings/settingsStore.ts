import { readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { errnoCode, writeWhole } from '../../files/index.ts';
import { type Settings, settingsSchema } from './settings.ts';

export interface SettingsStore {
  readonly current: () => Settings;
  /** The sentence on settings that could not be read at the start; null where all was well. */
  readonly warning: string | null;
  /** Writes the settings, whole or not at all, and only then uses them. @throws SigmalineError `station.data-folder` */
  change(change: (settings: Settings) => Settings): Promise<void>;
}

/**
 * Reads `settings.json`. A file that cannot be used is kept aside under another name and reported: the station starts all the same, and nothing of
 * what an engineer typed is lost.
 */
export async function openSettings(dataFolder: string): Promise<SettingsStore> {
  const file = join(dataFolder, 'settings.json');
  const { settings, warning } = await readSettings(file);
  let current = settings;
  let lastChange: Promise<void> = Promise.resolve();

  return {
    current: () => current,
    warning,
    change(change) {
      // One after the other: each change begins with what the one before it left.
      lastChange = lastChange
        .catch(() => undefined)
        .then(async () => {
          const changed = settingsSchema.parse(change(current));
          await save(file, `${JSON.stringify(changed, null, 2)}\n`);
          current = changed;
        });
      return lastChange;
    },
  };
}

/** The station's name for those who only read its data folder: nothing is kept aside, and trouble gives the default name. */
export async function readStationName(dataFolder: string): Promise<string> {
  try {
    return settingsSchema.parse(JSON.parse(await readFile(join(dataFolder, 'settings.json'), 'utf8'))).stationName;
  } catch {
    return settingsSchema.parse({}).stationName;
  }
}

async function readSettings(file: string): Promise<{ settings: Settings; warning: string | null }> {
  const defaults = settingsSchema.parse({});
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (thrown) {
    if (errnoCode(thrown) === 'ENOENT') return { settings: defaults, warning: null };
    throw new SigmalineError('station.data-folder', { folder: dirname(file), reason: String(thrown) }, thrown);
  }
  try {
    return { settings: settingsSchema.parse(JSON.parse(text)), warning: null };
  } catch (thrown) {
    const kept = file.replace(/\.json$/, `.corrupt-${new Date().toISOString().replace(/[:.]/g, '-')}.json`);
    await rename(file, kept);
    const reason = thrown instanceof SyntaxError ? 'it is no JSON' : 'it holds values that are not allowed';
    return {
      settings: defaults,
      warning: new SigmalineError('settings.corrupt', { file, reason, kept }, thrown).message,
    };
  }
}

async function save(file: string, text: string): Promise<void> {
  try {
    await writeWhole(file, text);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new SigmalineError('station.data-folder', { folder: dirname(file), reason }, thrown);
  }
}
