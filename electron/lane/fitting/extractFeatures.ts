import type { SizedTraits } from '../../../shared/domain/index.ts';
import { type ImageFeatures, median, pooledMap } from '../../gaussian/index.ts';
import { drawnPicture } from '../session/index.ts';
import { type FeatureExtractor, openExtractor, readBackbone } from './backbone.ts';
import { decodedImages, type GoodImages } from './goodImages.ts';

export interface Extraction {
  readonly features: readonly ImageFeatures[];
  /** What each of the images is like, in their order. */
  readonly traits: readonly SizedTraits[];
  /** Median milliseconds of the backbone alone for one image. */
  readonly backboneMs: number;
}

/** Runs the backbone once over every image; the next one is decoded meanwhile. */
export async function extractFeatures(
  good: GoodImages,
  extractor: FeatureExtractor,
  sizePx: number,
  onProgress: (done: number, total: number) => void,
): Promise<Extraction> {
  const features: ImageFeatures[] = [];
  const traits: SizedTraits[] = [];
  let timed: Uint8Array | null = null;
  for await (const { pixels, traits: found } of decodedImages(good, sizePx)) {
    features.push(withPooledLevels(await extractor.extract(pixels)));
    traits.push(found);
    onProgress(features.length, good.images.length);
    timed = pixels;
  }
  return { features, traits, backboneMs: timed === null ? 0 : await timeAlone(extractor, timed) };
}

/** Enough for a median; more would make a calibration wait for a figure. */
const TIMED_RUNS = 7;

/** Milliseconds of a backbone for one image, whatever it shows. @throws SigmalineError backbone.corrupt */
export async function measuredMs(backboneFolder: string, threads: number): Promise<number> {
  const backbone = await readBackbone(backboneFolder);
  const extractor = await openExtractor(backbone, { threads });
  try {
    const picture = drawnPicture(backbone.manifest.sizePx);
    // The first run allocates.
    await extractor.extract(picture);
    return await timeAlone(extractor, picture);
  } finally {
    await extractor.release();
  }
}

/** The median time of one run with nothing beside it: while the next image is decoded a run takes longer. */
async function timeAlone(extractor: FeatureExtractor, pixels: Uint8Array): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < TIMED_RUNS; run += 1) {
    const startedAt = performance.now();
    await extractor.extract(pixels);
    times.push(performance.now() - startedAt);
  }
  return median(times) ?? 0;
}

/** Early levels are too large to be kept of every image; what they are pooled from is gone before the next image. */
function withPooledLevels(features: ImageFeatures): ImageFeatures {
  const { part, patch, map, between = [], levels } = features;
  if (levels === undefined) return features;
  const kept = new Set([part, patch, map, ...between]);
  return { ...features, levels: levels.map((level) => (kept.has(level) ? level : pooledMap(level))) };
}
