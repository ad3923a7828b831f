/** The records: searching, one record, decisions about parts, trends. */
export { movedBy } from './pictureGestures.ts';
export { PictureView } from './pictureView.svelte.ts';
export { default as RecordStage } from './RecordStage.svelte';
export { default as RecordsScreen } from './RecordsScreen.svelte';
