/** What several screens show of a part: its picture, its words, how strong its heatmap is. */
export { type ComparedHow, Comparison } from './comparison.svelte.ts';
export { default as HeatmapControls } from './HeatmapControls.svelte';
export { default as LayeredPicture } from './LayeredPicture.svelte';
export { opacitiesOf, outlineAbove } from './outline.ts';
export {
  arrivalOf,
  asUnusualWords,
  lackingViews,
  latenessOf,
  lateSince,
  nameOf,
  originOf,
  remarksOn,
  sameRecipe,
} from './partWords.ts';
export { movedBy, type Place, pinch, placeIn, zoomByWheel } from './pictureGestures.ts';
export { PictureView } from './pictureView.svelte.ts';
export { default as Thumbnail } from './Thumbnail.svelte';
export { TypicalPart } from './typicalPart.svelte.ts';
