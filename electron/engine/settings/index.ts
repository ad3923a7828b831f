/** What an engineer decided about the station, kept in `settings.json`: its name, its shifts, its lanes and its sources. */
export type { SourceSettings } from './settings.ts';
export { openSettings, readStationName, type SettingsStore } from './settingsStore.ts';
export { createSourceHandlers } from './sourceHandlers.ts';
export { adoptRegisteredIds, createSources, type Sources } from './sources.ts';
export { createStationSettingsHandlers } from './stationHandlers.ts';
