import type { Handlers } from '../../../shared/contract/index.ts';
import type { StationSettings } from '../../../shared/domain/index.ts';
import type { SettingsStore } from './settingsStore.ts';

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
    async 'settings.change'(change) {
      await settings.change((before) => ({ ...before, ...change }));
      onChanged();
      return current();
    },
  };
}
