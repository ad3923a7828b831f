/** Switching inspection off for a while: the button with its window, and what says that it is off. */
export { default as BypassBand } from './BypassBand.svelte';
export { default as BypassButton } from './BypassButton.svelte';
