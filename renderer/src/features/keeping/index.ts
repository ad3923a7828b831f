/** What the station keeps: rules, holds, backups, and the bundle for support. */
export { default as HoldButton } from './HoldButton.svelte';
export { default as KeepingSection } from './KeepingSection.svelte';
