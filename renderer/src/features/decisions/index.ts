/** What people decide about parts: the lists of their words, and the bar of the two touches. */
export { default as DecisionBar } from './DecisionBar.svelte';
export { default as DecisionsSection } from './DecisionsSection.svelte';
export { Deciding } from './deciding.svelte.ts';
export { default as LastDecision } from './LastDecision.svelte';
export { default as TakeBack } from './TakeBack.svelte';
