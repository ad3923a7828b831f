/** The health of the station, with remedies in plain words. */
export { default as HealthBar } from './HealthBar.svelte';
export { default as HealthScreen } from './HealthScreen.svelte';
export { default as HealthSign } from './HealthSign.svelte';
export { type Answer, answerTo, type Health, healthOf, troublesBeside } from './health.ts';
export { default as SoundButton } from './SoundButton.svelte';
export { default as TroubleStrip } from './TroubleStrip.svelte';
