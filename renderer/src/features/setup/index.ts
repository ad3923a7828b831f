/** The engineer's set-up screen: recipes, sources, station, exports and the demo line. */
export { default as SetupScreen } from './SetupScreen.svelte';
