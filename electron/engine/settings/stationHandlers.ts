import type { Handlers } from '../../../shared/contract/index.ts';
import type { StationSettings } from '../../../shared/domain/index.ts';
import type { SettingsStore } from './settingsStore.ts';

/** @param onChanged called once a change is written */
export function createStationSettingsHandlers(
  settings: SettingsStore,
  onChanged: () => void,
): Handlers<'settings.get' | 'settings.change'> {
  const current = (): StationSettings => {
    const { stationName, shiftStarts, lanes, executionProvider, judgeFirst, backups } = settings.current();
    return { stationName, shiftStarts, lanes, executionProvider, judgeFirst, backups };
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
