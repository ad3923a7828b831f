/**
 * Finds the part in each image and brings it to one place before a network sees it: by the directions of its edges, learnt from the good images.
 * Pure functions over pixels; equal pixels give equal results.
 */

export {
  alignedSquare,
  directionFields,
  sizeForAligning,
} from './alignedSquare.ts';
export { type LearntImage, learnReference } from './learnReference.ts';
