/** What the operator sees: the verdict, the place, the limit, the last parts, the shift. */
export { default as OperatorScreen } from './OperatorScreen.svelte';
