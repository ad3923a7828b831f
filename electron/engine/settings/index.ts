/** What an engineer decided about the station: its name, its shifts, its lanes and its sources. Tables of the database hold it. */
export type { SourceSettings } from './settings.ts';
export { openSettings, readStationName, type SettingsStore } from './settingsStore.ts';
export { Sources } from './sources.ts';
