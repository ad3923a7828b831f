/** The records: searching, one record, decisions about parts, trends. */

export { default as RecordsScreen } from './RecordsScreen.svelte';
export { default as ZoomedPicture } from './ZoomedPicture.svelte';
