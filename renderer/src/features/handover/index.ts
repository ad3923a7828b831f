/** Notes from one shift to the next: the button with its window, and the band that shows those which nobody has read. */
export { default as HandoverBand } from './HandoverBand.svelte';
export { default as HandoverButton } from './HandoverButton.svelte';
