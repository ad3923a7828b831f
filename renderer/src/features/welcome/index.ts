/** The screen of the first start. */
export { default as Welcome } from './Welcome.svelte';
