/** The station's settings and sources, kept in tables of the database. */
export { withChange } from './changes.ts';
export type { SourceSettings } from './settings.ts';
export { openSettings, readStationName, readStationSettings, type SettingsStore } from './settingsStore.ts';
export { Sources } from './sources.ts';
