/** How images come to what people make of them, a calibration or a test set: dropped on a page, from stored inspections, or from the running line. */
export { type Collecting, Collector, collectingSchema } from './collector.ts';
export { type RecordedImage, RecordedImages, type RecordedImagesNeeds } from './recordedImages.ts';
export { storing } from './storing.ts';
export { type Piece, Uploads } from './uploads.ts';
