export { default as DecisionsSection } from './DecisionsSection.svelte';
