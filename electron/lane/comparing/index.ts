/** Whether images are those that versions are tested with, or almost. */
export { findTestImages } from './findTestImages.ts';
