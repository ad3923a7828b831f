import { join } from 'node:path';
import type { SuspectImage } from '../../../shared/domain/index.ts';
import type { FitRequest } from '../../../shared/processes/jobs.ts';
import { clearlyUnlike, unlikeImages } from '../../gaussian/index.ts';
import { encodeJpeg, fittingSize } from '../imaging/index.ts';
import { writeResult } from '../resultFile.ts';
import type { Extraction } from './extractFeatures.ts';
import { decodeGoodImage, type GoodImages } from './goodImages.ts';

/** A size that so many images have is that of the product. */
const COMMON_SHARE = 0.85;

/** How many of the first listed have a picture: more nobody looks through. */
const MOST_PICTURES = 48;
const PICTURE_PX = 240;

/** The part of every good image, as whoever asked for the fit knows it: of those with the same content one is left. */
export function partsTold(
  { images }: GoodImages,
  { imagePaths, parts = [] }: Pick<FitRequest, 'imagePaths' | 'parts'>,
): string[] {
  const byPath = new Map(imagePaths.map((path, index) => [path, parts[index]]));
  return images.map(({ path }) => byPath.get(path) ?? path);
}

export interface Suspects {
  /** The most unlike first; those of which only the size is odd come last. */
  readonly listed: readonly SuspectImage[];
  /** Which of the good images each of them is. */
  readonly indices: readonly number[];
  /** Those that no Gaussian may see. */
  readonly unlike: readonly number[];
}

/**
 * The good images that may be none.
 *
 * @throws SigmalineError calibration.identical-images, calibration.degenerate
 */
export function suspectsAmong(
  { images }: GoodImages,
  { features, traits }: Pick<Extraction, 'features' | 'traits'>,
  parts: readonly (string | number)[],
): Suspects {
  const unlike = unlikeImages(features, parts);
  const leftOut = clearlyUnlike(unlike, images.length);
  const known = new Set(unlike.map(({ image }) => image));
  const odd = oddSizes(traits).filter((index) => !known.has(index));
  const indices = [...known, ...odd];
  const told = (index: number): Pick<SuspectImage, 'file' | 'leftOut' | 'picture'> => ({
    file: images[index]?.name ?? '',
    leftOut: leftOut.includes(index),
    ...(indices.indexOf(index) < MOST_PICTURES && { picture: `suspect-${index + 1}.jpg` }),
  });
  const listed = [
    ...unlike.map(({ image, unlikeness, group }): SuspectImage => {
      const reason = group.length > 1 ? 'group' : 'alone';
      return { ...told(image), reason, unlikeness, groupSize: group.length };
    }),
    ...odd.map((index): SuspectImage => ({ ...told(index), reason: 'size', unlikeness: null, groupSize: odd.length })),
  ];
  return { listed, indices, unlike: leftOut };
}

/**
 * Thumbnails of what the network sees, in the shape that it has in the files; of an image that is listed twice under one name, one.
 *
 * @throws SigmalineError calibration.image-failed, station.disk-full, lane.unwritable
 */
export async function writePictures(
  folder: string,
  good: GoodImages,
  {
    listed,
    indices,
  }: { readonly listed: readonly { readonly picture?: string | undefined }[]; readonly indices: readonly number[] },
  sizePx: number,
): Promise<void> {
  const written = new Set<string>();
  for (const [place, { picture }] of listed.entries()) {
    const image = good.images[indices[place] ?? -1];
    if (picture === undefined || image === undefined || written.has(picture)) continue;
    written.add(picture);
    const { pixels, shape } = await decodeGoodImage(image, good, sizePx);
    const decoded = { values: pixels, widthPx: sizePx, heightPx: sizePx };
    writeResult(join(folder, picture), await encodeJpeg(decoded, fittingSize(shape, PICTURE_PX)), { flush: true });
  }
}

/** The parts as numbers from 0, in the order in which they come first. */
export function numbered(parts: readonly (string | number)[]): readonly number[] {
  const numbers = new Map([...new Set(parts)].map((part, number) => [part, number]));
  return parts.map((part) => numbers.get(part) as number);
}

/** Images of another size than nearly all; none where sizes vary, as those of cropped images do. */
function oddSizes(traits: Extraction['traits']): number[] {
  const sizes = traits.map(({ widthPx, heightPx }) => `${widthPx} x ${heightPx}`);
  const common = sizes.find((size) => sizes.filter((other) => other === size).length >= COMMON_SHARE * sizes.length);
  return common === undefined ? [] : [...sizes.keys()].filter((index) => sizes[index] !== common);
}
