/** The health of the station, with remedies in plain words. */
export { default as HealthBar } from './HealthBar.svelte';
export { type Health, healthOf, isCurrent, type Trouble } from './health.ts';
export { default as TroubleStrip } from './TroubleStrip.svelte';
