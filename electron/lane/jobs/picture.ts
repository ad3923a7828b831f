import {
  cameraMaximum,
  decodeScaled,
  fittingSize,
  largestSample,
  type OpenImage,
  openImage,
  type RgbPixels,
  readImageFile,
  WIDEST_SAMPLE,
} from '../imaging/index.ts';

/**
 * An image as people look at it, at most `longestPx` on its longest side. Without a recipe nothing is known of the camera, so 16-bit
 * samples use the range that this image shows.
 */
export async function picture(path: string, longestPx = Number.POSITIVE_INFINITY): Promise<RgbPixels> {
  const image = await openImage(await readImageFile(path));
  const size = fittingSize(image, longestPx);
  return decodeScaled(image, { ...size, sampleMaximum: await shownMaximum(image) });
}

/** What the samples of an image are divided by where people are to see it. */
export async function shownMaximum(image: OpenImage): Promise<number> {
  const largest = await largestSample(image);
  return largest === null ? WIDEST_SAMPLE : cameraMaximum(largest);
}
