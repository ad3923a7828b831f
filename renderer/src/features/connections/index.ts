/** Connections to machines, brokers and databases: set up, watched, tried. */
export { default as ConnectionsSection } from './ConnectionsSection.svelte';
