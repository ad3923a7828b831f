/** A screen beside the line: over all of it, kept lit, left by engineers; and the board for a second one. */
export { default as Board } from './Board.svelte';
export { default as ThisScreenSection } from './ThisScreenSection.svelte';
