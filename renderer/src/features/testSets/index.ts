/** Test sets: images that people label and lock, the tests of versions with them, and what has to be looked at. */
export { default as TestSetsSection } from './TestSetsSection.svelte';
export { default as VerifyPanel } from './VerifyPanel.svelte';
