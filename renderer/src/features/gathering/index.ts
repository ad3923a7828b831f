/** How images come to a calibration or a test set: from folders, dropped files, stored inspections and the running line. */
export { default as Arrivals } from './Arrivals.svelte';
export { default as DropZone } from './DropZone.svelte';
export type { Gathering } from './gathering.ts';
export { Uploads } from './uploads.svelte.ts';
export { default as Ways } from './Ways.svelte';
