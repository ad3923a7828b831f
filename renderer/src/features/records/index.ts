/** The records: searching, one record, decisions about parts, trends. */
export { default as RecordStage } from './RecordStage.svelte';
export { default as RecordsScreen } from './RecordsScreen.svelte';
