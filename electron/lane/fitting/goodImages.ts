import { basename } from 'node:path';
import {
  type BackboneManifest,
  type ImageArea,
  type PartReference,
  type Region,
  SigmalineError,
  type SizedTraits,
  type SquareMask,
} from '../../../shared/domain/index.ts';
import { sha256Of } from '../../files/index.ts';
import {
  cameraMaximum,
  type ImageFile,
  ignoreMasked,
  largestSample,
  learntReference,
  openImage,
  readImageFile,
  squareOf,
  traitsOf,
  WIDEST_SAMPLE,
} from '../imaging/index.ts';
import { squareMask } from './squareMask.ts';

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
  /** What is looked at; null for the whole image. */
  readonly region: Region | null;
  /** By what the part is found; null where it always lies in the same place. */
  readonly reference: PartReference | null;
  /** What is ignored in the square; null where nothing is. */
  readonly mask: SquareMask | null;
}

/** What a calibration looks at in its images, and the network for which it is scaled. */
export interface LookedAt {
  readonly area: ImageArea;
  readonly manifest: Pick<BackboneManifest, 'sizePx' | 'mean'>;
}

/**
 * Reads every image once and keeps one of each content: an image that is there twice would vouch for itself when it is held out.
 *
 * @throws SigmalineError calibration.image-failed (names the file), calibration.identical-images, position.no-shape, position.reference-gone
 */
export async function examineImages(paths: readonly string[], lookedAt?: LookedAt): Promise<GoodImages> {
  const byContent = new Map<string, GoodImage>();
  let largest: number | null = null;
  let [widthPx, heightPx] = [Infinity, Infinity];
  for (const path of paths) {
    const { sha256, sample, ...size } = await namingFile(path, () => examine(path));
    if (size.widthPx * size.heightPx < widthPx * heightPx) ({ widthPx, heightPx } = size);
    if (!byContent.has(sha256)) byContent.set(sha256, { path, name: basename(path), sha256 });
    if (sample !== null) largest = Math.max(largest ?? 0, sample);
  }
  const images = [...byContent.values()];
  if (paths.length > 1 && images.length === 1) {
    throw new SigmalineError('calibration.identical-images', { count: paths.length });
  }
  const sampleMaximum = largest === null ? null : cameraMaximum(largest);
  const scaled = { sizePx: lookedAt?.manifest.sizePx ?? 0, sampleMaximum: sampleMaximum ?? WIDEST_SAMPLE };
  const learnt = lookedAt === undefined ? null : await learntReference(images, lookedAt.area, scaled);
  return {
    images,
    duplicates: paths.length - images.length,
    sampleMaximum,
    reference: learnt?.reference ?? null,
    ...squareAmong(lookedAt, { widthPx, heightPx }),
  };
}

/** @param smallest of all images, in which scaling reaches farthest */
function squareAmong(
  lookedAt: LookedAt | undefined,
  smallest: { readonly widthPx: number; readonly heightPx: number },
): Pick<GoodImages, 'region' | 'mask'> {
  if (lookedAt === undefined) return { region: null, mask: null };
  const { area, manifest } = lookedAt;
  const { width, height } = area.region ?? { width: 1, height: 1 };
  const regionWidthPx = Math.max(1, Math.round(width * smallest.widthPx));
  const regionHeightPx = Math.max(1, Math.round(height * smallest.heightPx));
  return { region: area.region, mask: squareMask(area, { ...manifest, regionWidthPx, regionHeightPx }) };
}

/** Decodes a good image as a lane will decode the images of the line. @throws SigmalineError calibration.image-failed */
export function decodeGoodImage(
  { path, sha256 }: GoodImage,
  { region, reference, mask, sampleMaximum }: Pick<GoodImages, 'region' | 'reference' | 'mask' | 'sampleMaximum'>,
  sizePx: number,
): Promise<GoodPixels> {
  return namingFile(path, async () => {
    const file = await readImageFile(path);
    requireUnchanged(file, sha256);
    const image = await openImage(file);
    const view = {
      sizePx,
      sampleMaximum: sampleMaximum ?? WIDEST_SAMPLE,
      scaling: 'exact',
      region,
      reference,
    } as const;
    const { pixels, placement } = await squareOf(image, view);
    const unmasked = mask === null ? pixels.values : pixels.values.slice();
    ignoreMasked(pixels.values, mask);
    const { widthPx, heightPx } = image;
    const [a, b, c, d] = placement ?? [1, 0, 0, 1];
    return {
      pixels: pixels.values,
      unmasked,
      shape: { widthPx: Math.hypot(a * widthPx, b * heightPx), heightPx: Math.hypot(c * widthPx, d * heightPx) },
      traits: { ...traitsOf(file, image, pixels, mask), widthPx, heightPx },
    };
  });
}

interface GoodPixels {
  /** As the network sees them. */
  readonly pixels: Uint8Array;
  /** The same before anything is ignored: what is made of them is masked afterwards. */
  readonly unmasked: Uint8Array;
  /** What the square was before it was squashed, in pixels of the image. */
  readonly shape: { readonly widthPx: number; readonly heightPx: number };
  readonly traits: SizedTraits;
}

export interface DecodedGoodImage extends GoodPixels {
  /** Its place among all good images. */
  readonly index: number;
  readonly image: GoodImage;
}

/**
 * Good images one after the other, each being decoded while the one before is looked at.
 *
 * @param indices which of them; all by default
 * @throws SigmalineError calibration.image-failed
 */
export async function* decodedImages(
  good: GoodImages,
  sizePx: number,
  indices: Iterable<number> = good.images.keys(),
): AsyncGenerator<DecodedGoodImage> {
  const decode = async (index: number): Promise<DecodedGoodImage | null> => {
    const image = good.images[index];
    if (image === undefined) return null;
    return { index, image, ...(await decodeGoodImage(image, good, sizePx)) };
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

async function examine(path: string) {
  const file = await readImageFile(path);
  const image = await openImage(file);
  const { widthPx, heightPx } = image;
  return { sha256: sha256Of(file.bytes), sample: await largestSample(image), widthPx, heightPx };
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
