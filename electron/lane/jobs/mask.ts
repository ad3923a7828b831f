import { encodeNpy } from '../../../shared/domain/index.ts';
import type { LaneJob } from '../../../shared/processes/lane.ts';
import { decodeScaled, openImage, type RgbPixels, readImageFile } from '../imaging/index.ts';
import { writeResult } from '../resultFile.ts';
import { shownMaximum } from './picture.ts';

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
