import { createHash } from 'node:crypto';
import { SigmalineError } from '../../../shared/domain/index.ts';
import {
  type FeatureMap,
  fitUnlikeness,
  type ImageFeatures,
  type ImageVariation,
  pooledMap,
  remainLikeGood,
  type Unlikeness,
} from '../../gaussian/index.ts';
import { ignoreMasked } from '../imaging/index.ts';
import type { FeatureExtractor } from './backbone.ts';
import { type DecodedGoodImage, decodedImages, type GoodImage, type GoodImages } from './goodImages.ts';
import { type Nudge, nudged, turned } from './pixelTransforms.ts';

/** More help less than they cost. */
const MOST_PER_IMAGE = 4;
/** Images and variations together: so many that a fit takes what one of 300 images takes. */
const MOST_FITTED = 320;

/** How far an image is moved at most, one way or the other. */
const NUDGE = { degrees: 2, shift: 0.01, size: 0.01, light: 0.04 };

const QUARTER_TURNS = [1, 2, 3];
/** Images that are turned to see whether they still look like good ones; the others are fitted for that. */
const MOST_PROBES = 16;
const FEWEST_PROBES = 6;
const PROBES_SHARE = 1 / 3;

export interface Variations {
  /** In the order of their images. */
  readonly variations: readonly ImageVariation[];
  /** Those of them that are not turned by quarters. */
  readonly nudged: readonly ImageVariation[];
  readonly perImage: number;
  /** Quarter turns by which parts of this product may as well lie turned. */
  readonly turns: readonly number[];
}

export interface VariationSteps {
  readonly done: number;
  readonly total: number;
}

/** How many variations each of so many good images gets: none where the images are many enough by themselves. */
export function variationsPerImage(images: number): number {
  return Math.min(MOST_PER_IMAGE, Math.max(0, Math.floor(MOST_FITTED / images) - 1));
}

/**
 * The features of good images as they might have been as well: moved a little, and turned by quarters where turned images look like good ones, which tells a
 * part that lies as it falls from one that lies in a fixture. They are never mirrored: a part may turn, but its mirror image is another part.
 *
 * @param features those of the good images, in their order
 * @param how how many of each image, as is usual by default; by which quarter turns they may be turned, where another network has told
 * @throws SigmalineError calibration.image-failed
 */
export async function extractVariations(
  good: GoodImages,
  features: readonly ImageFeatures[],
  extractor: FeatureExtractor,
  sizePx: number,
  onProgress: (steps: VariationSteps) => void,
  how: Partial<Pick<Variations, 'perImage' | 'turns'>> = {},
): Promise<Variations> {
  const { perImage = variationsPerImage(good.images.length), turns: known } = how;
  if (perImage === 0) return { variations: [], nudged: [], perImage, turns: [] };
  const probes = known === undefined ? probesAmong(good.images.length) : [];
  const total = probes.length * QUARTER_TURNS.length + good.images.length * perImage;
  let done = 0;
  const featuresOf = async (unmasked: Uint8Array): Promise<ImageVariation['features']> => {
    const { part, patch, map, between = [] } = await extractor.extract(ignoreMasked(unmasked, good.mask));
    done += 1;
    onProgress({ done, total });
    return { part, patch, map: pooledMap(map), between: between.map(pooledMap) };
  };

  const found = await findTurns(features, decodedImages(good, sizePx, probes), (pixels, quarters) =>
    featuresOf(turned(pixels, sizePx, quarters)),
  );
  const turns = known ?? found;
  const variations: ImageVariation[] = [];
  const nudgedOnly: ImageVariation[] = [];
  for await (const { index, image, unmasked } of decodedImages(good, sizePx)) {
    for (let number = 1; number <= perImage; number += 1) {
      const quarters = [0, ...turns][number % (turns.length + 1)] ?? 0;
      const varied = nudged(turned(unmasked, sizePx, quarters), sizePx, nudgeOf(image, number));
      const variation = { of: index, features: await featuresOf(varied) };
      variations.push(variation);
      if (quarters === 0) nudgedOnly.push(variation);
    }
  }
  return { variations, nudged: nudgedOnly, perImage, turns };
}

/** The indices of images spread over the whole set; none where too few are left to be fitted. */
function probesAmong(images: number): readonly number[] {
  const count = Math.min(MOST_PROBES, Math.floor(images * PROBES_SHARE));
  return count < FEWEST_PROBES ? [] : Array.from({ length: count }, (_, probe) => Math.floor((probe * images) / count));
}

/** The quarter turns after which probes are still like good images, to a fit of all others. */
async function findTurns(
  features: readonly ImageFeatures[],
  probes: AsyncIterable<DecodedGoodImage>,
  turnedFeatures: (pixels: Uint8Array, quarters: number) => Promise<ImageVariation['features']>,
): Promise<readonly number[]> {
  const probed = new Map<number, readonly FeatureMap[]>();
  for await (const { index, unmasked } of probes) {
    const maps: FeatureMap[] = [];
    for (const quarters of QUARTER_TURNS) maps.push((await turnedFeatures(unmasked, quarters)).patch);
    probed.set(index, maps);
  }
  const others = features.filter((_, image) => !probed.has(image)).map(({ patch }) => patch);
  const unlikeness = probed.size === 0 ? null : unlikenessWithin(others);
  if (unlikeness === null) return [];
  const unchanged = [...probed.keys()].map((image) => unlikeness((features[image] as ImageFeatures).patch));
  return QUARTER_TURNS.filter((_, turn) => {
    const changed = [...probed.values()].map((maps) => unlikeness(maps[turn] as FeatureMap));
    return remainLikeGood(unchanged, changed);
  });
}

/** Null where these images alone have no spread: whether all together have, the fit itself will say. */
function unlikenessWithin(maps: readonly FeatureMap[]): Unlikeness | null {
  try {
    return fitUnlikeness(maps);
  } catch (thrown) {
    if (thrown instanceof SigmalineError && thrown.code === 'calibration.degenerate') return null;
    throw thrown;
  }
}

/** From the image's own hash, so that the same images give the same recipe. */
function nudgeOf({ sha256 }: GoodImage, number: number): Nudge {
  const bytes = createHash('sha256').update(`${sha256} ${number}`).digest();
  const upTo = (most: number, place: number): number => most * ((2 * bytes.readUInt32LE(4 * place)) / 0xffffffff - 1);
  return {
    degrees: upTo(NUDGE.degrees, 0),
    right: upTo(NUDGE.shift, 1),
    down: upTo(NUDGE.shift, 2),
    size: 1 + upTo(NUDGE.size, 3),
    light: 1 + upTo(NUDGE.light, 4),
  };
}
