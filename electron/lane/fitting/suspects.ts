import type { SuspectImage } from '../../../shared/domain/index.ts';
import type { FitRequest } from '../../../shared/processes/jobs.ts';
import { unlikeImages } from '../../gaussian/index.ts';
import type { Extraction } from './extractFeatures.ts';
import type { GoodImages } from './goodImages.ts';

/** A size that so many images have is that of the product. */
const COMMON_SHARE = 0.85;

/** The part of every good image, as whoever asked for the fit knows it: of those with the same content one is left. */
export function partsTold(
  { images }: GoodImages,
  { imagePaths, parts = [] }: Pick<FitRequest, 'imagePaths' | 'parts'>,
): string[] {
  const byPath = new Map(imagePaths.map((path, index) => [path, parts[index]]));
  return images.map(({ path }) => byPath.get(path) ?? path);
}

/**
 * The good images that may be none, the most unlike first; those of which only the size is odd come last.
 *
 * @throws SigmalineError calibration.identical-images, calibration.degenerate
 */
export function suspectsAmong(
  { images }: GoodImages,
  { features, traits }: Pick<Extraction, 'features' | 'traits'>,
  parts: readonly (string | number)[],
): readonly SuspectImage[] {
  const named = (index: number): string => images[index]?.name ?? '';
  const unlike = unlikeImages(features, parts);
  const known = new Set(unlike.map(({ image }) => image));
  const odd = oddSizes(traits).filter((index) => !known.has(index));
  return [
    ...unlike.map(({ image, unlikeness, group }): SuspectImage => {
      const reason = group.length > 1 ? 'group' : 'alone';
      return { file: named(image), reason, unlikeness, groupSize: group.length };
    }),
    ...odd.map(
      (index): SuspectImage => ({ file: named(index), reason: 'size', unlikeness: null, groupSize: odd.length }),
    ),
  ];
}

/** Images of another size than nearly all; none where sizes vary, as those of cropped images do. */
function oddSizes(traits: Extraction['traits']): number[] {
  const sizes = traits.map(({ widthPx, heightPx }) => `${widthPx} x ${heightPx}`);
  const common = sizes.find((size) => sizes.filter((other) => other === size).length >= COMMON_SHARE * sizes.length);
  return common === undefined ? [] : [...sizes.keys()].filter((index) => sizes[index] !== common);
}
