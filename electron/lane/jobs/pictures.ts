import { readFile } from 'node:fs/promises';
import { decodeNpy, encodeNpy, messageOf, type NpyArray, SigmalineError } from '../../../shared/domain/index.ts';
import type { LaneJob } from '../../../shared/processes/lane.ts';
import {
  cameraMaximum,
  decodeScaled,
  drawHeatmap,
  encodeJpeg,
  encodePng,
  fittingSize,
  largestSample,
  type OpenImage,
  openImage,
  type RgbPixels,
  readImageFile,
  WIDEST_SAMPLE,
} from '../imaging/index.ts';
import { writeResult } from '../resultFile.ts';

/** Writes a JPEG that a browser can show of any image that can be read. */
export async function writePreview(job: Extract<LaneJob, { kind: 'preview' }>): Promise<void> {
  const pixels = await picture(job.imagePath, job.maximumSizePx);
  writeResult(job.outputPath, await encodeJpeg(pixels, pixels));
}

/** Draws the anomaly map over the image, in the product's one colour scale, as a PNG of the image's size. */
export async function writeHeatmap(job: Extract<LaneJob, { kind: 'heatmap' }>): Promise<void> {
  const map = await readMap(job.mapPath);
  const image = await picture(job.imagePath);
  writeResult(job.outputPath, await encodePng(drawHeatmap(image, map, job.placement)));
}

async function readMap(path: string): Promise<NpyArray<Float32Array>> {
  try {
    const { height, width, values } = decodeNpy(await readFile(path));
    if (values instanceof Float32Array) return { height, width, values };
  } catch (cause) {
    throw new SigmalineError('map.unusable', { file: path, reason: messageOf(cause) }, cause);
  }
  throw new SigmalineError('map.unusable', { file: path, reason: 'its values are no float32' });
}

/** Scales a ground-truth mask and writes it as .npy: 1 where the part is defective. */
export async function writeMask(job: Extract<LaneJob, { kind: 'mask' }>): Promise<void> {
  const image = await openImage(await readImageFile(job.imagePath));
  const mask = await decodeScaled(image, {
    widthPx: job.sizePx,
    heightPx: job.sizePx,
    sampleMaximum: await shownMaximum(image),
    kernel: 'nearest',
  });
  writeResult(job.outputPath, encodeNpy({ height: job.sizePx, width: job.sizePx, values: defectivePlaces(mask) }));
}

const HALF = 128;

/**
 * Masks mark defects with white, and then a grey edge belongs to the defect from half grey on; or with the small numbers or dark colours
 * of classes, and then everything that is not black is a defect.
 */
function defectivePlaces({ widthPx, heightPx, values }: RgbPixels): Uint8Array {
  const strongest = Uint8Array.from({ length: widthPx * heightPx }, (_, pixel) =>
    Math.max(...values.subarray(pixel * 3, pixel * 3 + 3)),
  );
  const isGreyscale = strongest.some((value) => value > HALF);
  return strongest.map((value) => (value >= (isGreyscale ? HALF : 1) ? 1 : 0));
}

/**
 * An image as people look at it, at most `longestPx` on its longest side. Without a recipe nothing is known of the camera, so 16-bit
 * samples use the range that this image shows.
 */
async function picture(path: string, longestPx = Number.POSITIVE_INFINITY): Promise<RgbPixels> {
  const image = await openImage(await readImageFile(path));
  const size = fittingSize(image, longestPx);
  // Nothing is judged by it, and large JPEG are decoded faster so.
  return decodeScaled(image, { ...size, sampleMaximum: await shownMaximum(image), scaling: 'shrinkOnLoad' });
}

/** What the samples of an image are divided by where people are to see it. */
async function shownMaximum(image: OpenImage): Promise<number> {
  const largest = await largestSample(image);
  return largest === null ? WIDEST_SAMPLE : cameraMaximum(largest);
}
