import { basename } from 'node:path';
import { SigmalineError, type SizedTraits } from '../../../shared/domain/index.ts';
import { sha256Of } from '../../files/index.ts';
import {
  cameraMaximum,
  decodeScaled,
  type ImageFile,
  largestSample,
  openImage,
  readImageFile,
  traitsOf,
  WIDEST_SAMPLE,
} from '../imaging/index.ts';

/** One good image that takes part in a calibration. */
export interface GoodImage {
  readonly path: string;
  readonly name: string;
  readonly sha256: string;
}

export interface GoodImages {
  readonly images: readonly GoodImage[];
  /** How many were left out because another has the same content. */
  readonly duplicates: number;
  /** What 16-bit samples are divided by; null where no image has 16 bits. */
  readonly sampleMaximum: number | null;
}

/**
 * Reads every image once and keeps one of each content: an image that is there twice would vouch for itself when it is held out.
 *
 * @throws SigmalineError calibration.image-failed (names the file), calibration.identical-images
 */
export async function examineImages(paths: readonly string[]): Promise<GoodImages> {
  const byContent = new Map<string, GoodImage>();
  let largest: number | null = null;
  for (const path of paths) {
    const { sha256, sample } = await namingFile(path, () => examine(path));
    if (!byContent.has(sha256)) byContent.set(sha256, { path, name: basename(path), sha256 });
    if (sample !== null) largest = Math.max(largest ?? 0, sample);
  }
  const images = [...byContent.values()];
  if (paths.length > 1 && images.length === 1) {
    throw new SigmalineError('calibration.identical-images', { count: paths.length });
  }
  return {
    images,
    duplicates: paths.length - images.length,
    sampleMaximum: largest === null ? null : cameraMaximum(largest),
  };
}

/** Decodes a good image as a lane will decode the images of the line. @throws SigmalineError calibration.image-failed */
export function decodeGoodImage(
  { path, sha256 }: GoodImage,
  sizePx: number,
  sampleMaximum: number | null,
): Promise<Pick<DecodedGoodImage, 'pixels' | 'traits'>> {
  return namingFile(path, async () => {
    const file = await readImageFile(path);
    requireUnchanged(file, sha256);
    const image = await openImage(file);
    const pixels = await decodeScaled(image, {
      widthPx: sizePx,
      heightPx: sizePx,
      sampleMaximum: sampleMaximum ?? WIDEST_SAMPLE,
    });
    const { widthPx, heightPx } = image;
    return { pixels: pixels.values, traits: { ...traitsOf(file, image, pixels), widthPx, heightPx } };
  });
}

export interface DecodedGoodImage {
  /** Its place among all good images. */
  readonly index: number;
  readonly image: GoodImage;
  readonly pixels: Uint8Array;
  readonly traits: SizedTraits;
}

/**
 * Good images one after the other, each being decoded while the one before is looked at.
 *
 * @param indices which of them; all by default
 * @throws SigmalineError calibration.image-failed
 */
export async function* decodedImages(
  { images, sampleMaximum }: GoodImages,
  sizePx: number,
  indices: Iterable<number> = images.keys(),
): AsyncGenerator<DecodedGoodImage> {
  const decode = async (index: number): Promise<DecodedGoodImage | null> => {
    const image = images[index];
    if (image === undefined) return null;
    return { index, image, ...(await decodeGoodImage(image, sizePx, sampleMaximum)) };
  };
  let next: Promise<DecodedGoodImage | null> = Promise.resolve(null);
  for (const index of indices) {
    const decoding = decode(index);
    // Told when its turn comes; until then a failure must not count as unhandled.
    decoding.catch(() => undefined);
    const present = await next;
    next = decoding;
    if (present !== null) yield present;
  }
  const last = await next;
  if (last !== null) yield last;
}

async function examine(path: string): Promise<{ sha256: string; sample: number | null }> {
  const file = await readImageFile(path);
  return { sha256: sha256Of(file.bytes), sample: await largestSample(await openImage(file)) };
}

/** The recipe will name the hash of what it was fitted on. */
function requireUnchanged(file: ImageFile, sha256: string): void {
  if (sha256Of(file.bytes) === sha256) return;
  throw new SigmalineError('image.unreadable', { file: file.path, reason: 'it changed while the calibration ran' });
}

async function namingFile<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof SigmalineError)) throw cause;
    throw new SigmalineError('calibration.image-failed', { file, reason: cause.message }, cause);
  }
}
