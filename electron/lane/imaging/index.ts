/**
 * From a file that a camera wrote to pixels that a backbone can see, and back to pictures that people look at.
 * A file that is cut, damaged or no image at all ends here with an error that names it.
 */
import sharp from 'sharp';

export { decodeScaled, largestSample, type RgbPixels } from './decode.ts';
export { encodeJpeg, encodePng, fittingSize } from './encode.ts';
export { FileMemory } from './fileMemory.ts';
export { drawHeatmap } from './heatmap.ts';
export { type ImageFile, readImageFile } from './imageFile.ts';
export { type OpenImage, openImage } from './openImage.ts';
export { cameraMaximum, WIDEST_SAMPLE } from './sampleRange.ts';

/** It decodes beside a running network. */
const THREADS = 2;

/** In every thread that uses this room, because loading sharp sets the process back: it must not keep files open (Windows could not move them). */
export function prepareDecoder(): void {
  sharp.cache(false);
  sharp.concurrency(THREADS);
}
