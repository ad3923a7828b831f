/** What several screens show of a calibration: how far it is, and the good images that stand out. */
export { default as CalibrationProgressPanel } from './CalibrationProgressPanel.svelte';
export { default as SuspectPictures } from './SuspectPictures.svelte';
