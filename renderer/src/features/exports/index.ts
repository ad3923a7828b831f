/** Exports: of what a filter finds, of a span of time, and on a schedule. */
export { default as ExportDialog } from './ExportDialog.svelte';
export { default as ExportSection } from './ExportSection.svelte';
