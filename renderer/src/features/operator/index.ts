/** The operator's screen: verdict, heatmap, limit, latest parts and shift counters. */

export { default as OperatorScreen } from './OperatorScreen.svelte';
export { default as PartStage } from './PartStage.svelte';
export { default as PartViews } from './PartViews.svelte';
export { Presentation } from './presentation.svelte.ts';
export { Rests } from './rest.ts';
