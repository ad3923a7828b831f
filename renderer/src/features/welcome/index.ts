/** The first start. */
export { default as Welcome } from './Welcome.svelte';
