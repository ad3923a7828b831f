import { isDeepStrictEqual } from 'node:util';
import type { Handlers } from '../../../shared/contract/index.ts';
import { SigmalineError, type StationSettings } from '../../../shared/domain/index.ts';
import { type Settings, settingsSchema } from './settings.ts';
import type { SettingsStore } from './settingsStore.ts';

/** A setting that is left out, or undefined as it came over a port, is not meant. */
type SomeSettings = { readonly [K in keyof StationSettings]?: StationSettings[K] | undefined };

/** @param onChanged called once a change is written */
export function createStationSettingsHandlers(
  settings: SettingsStore,
  onChanged: () => void,
): Handlers<'settings.get' | 'settings.change'> {
  const current = (): StationSettings => {
    const { sources: _, ...station } = settings.current();
    return station;
  };
  return {
    'settings.get': current,
    async 'settings.change'({ seen = {}, ...change }) {
      await settings.change((before) => changed(before, change, seen));
      onChanged();
      return current();
    },
  };
}

/** @throws SigmalineError `settings.changed-meanwhile` where a setting is neither what its form saw nor what it is to become */
function changed(before: Settings, change: SomeSettings, seen: SomeSettings): Settings {
  const wishes = Object.entries(change).filter(([, wish]) => wish !== undefined);
  const old = new Map<string, unknown>(Object.entries(before));
  const known = new Map<string, unknown>(Object.entries(seen));
  for (const [setting, wish] of wishes) {
    const isFree = known.get(setting) === undefined || isDeepStrictEqual(old.get(setting), known.get(setting));
    if (!isFree && !isDeepStrictEqual(old.get(setting), wish)) {
      throw new SigmalineError('settings.changed-meanwhile', { setting });
    }
  }
  return settingsSchema.parse({ ...before, ...Object.fromEntries(wishes) });
}
