/** The health of the station, in words that say what to do. */
export { default as HealthBar } from './HealthBar.svelte';
export { type Health, healthOf, isCurrent } from './health.ts';
export { default as TroubleStrip } from './TroubleStrip.svelte';
