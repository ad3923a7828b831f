/** Significant bits that cameras deliver in files of 16 bits. */
const CAMERA_BITS = [8, 10, 12, 14, 16] as const;

/** The largest value that a 16-bit file can hold. */
export const WIDEST_SAMPLE = 65_535;

/**
 * The largest sample value of the camera behind 16-bit images: many write 10, 12 or 14 significant bits into a file of 16 and would
 * look black if they were divided by 65535. It is found once, from all good images, and then belongs to the recipe: were it taken from
 * each image, a part that is too dark would be brightened until it looks ordinary.
 *
 * @param largestSample of all the images
 */
export function cameraMaximum(largestSample: number): number {
  const bits = CAMERA_BITS.find((candidate) => largestSample < 2 ** candidate);
  return bits === undefined ? WIDEST_SAMPLE : 2 ** bits - 1;
}
