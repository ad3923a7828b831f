/** The review queue: parts that wait for a decision, one after the other. */
export { default as ReviewScreen } from './ReviewScreen.svelte';
