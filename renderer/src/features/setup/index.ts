/** What the engineer sets up: recipes, sources, exports, the demo line. */
export { default as SetupScreen } from './SetupScreen.svelte';
