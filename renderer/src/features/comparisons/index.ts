/** Versions of a recipe beside each other, on stored inspections or in the shadow of the one in use. */

export { default as ComparisonsSection } from './ComparisonsSection.svelte';
