/**
 * Turns a camera's file into pixels for a backbone, and results into pictures for people.
 * A file that is truncated, damaged or not an image ends here with an error that names it.
 */
import sharp from 'sharp';

export { cameraMaximum, decodeScaled, largestSample, type RgbPixels, WIDEST_SAMPLE } from './decode.ts';
export { encodeJpeg, encodePng, fittingSize } from './encode.ts';
export { drawHeatmap } from './heatmap.ts';
export { FileMemory, type ImageFile, readImageFile } from './imageFile.ts';
export { greyTiles } from './likeness.ts';
export { type OpenImage, openImage } from './openImage.ts';
export { learntReference } from './partReference.ts';
export { ignoreMasked, type SquareView, squareOf, viewOf } from './square.ts';
export { traitsOf } from './traits.ts';

/** It decodes beside a running network. */
const THREADS = 2;

/** In every thread that uses this room, because loading sharp sets the process back: it must not keep files open (Windows could not move them). */
export function prepareDecoder(): void {
  sharp.cache(false);
  sharp.concurrency(THREADS);
}
