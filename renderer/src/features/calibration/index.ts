/** What several screens show of a calibration: the good images that stand out. */
export { default as SuspectPictures } from './SuspectPictures.svelte';
