/** Another version of a recipe beside the one that judges: on stored inspections, or in its shadow while the line runs. It has no say. */
export { Comparisons } from './comparisons.ts';
