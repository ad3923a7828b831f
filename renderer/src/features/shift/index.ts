/** The shift board: how the line stands, and how it stood in the shifts before. */
export { default as ShiftScreen } from './ShiftScreen.svelte';
