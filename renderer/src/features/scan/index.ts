/** What a scanner at a screen does: it opens the part of a serial, or the records of a lot. */
export { default as ScanNote } from './ScanNote.svelte';
