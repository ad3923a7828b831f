import { type ImageFeatures, pooledMap } from '../../gaussian/index.ts';
import type { RgbPixels } from '../imaging/index.ts';
import type { FeatureExtractor } from './backbone.ts';
import { decodeGoodImage, type GoodImages } from './goodImages.ts';

export interface Extraction {
  readonly features: readonly ImageFeatures[];
  /** Median milliseconds of the backbone alone for one image. */
  readonly backboneMs: number;
}

/** Runs the backbone once over every image; the next one is decoded meanwhile. */
export async function extractFeatures(
  { images, sampleMaximum }: GoodImages,
  extractor: FeatureExtractor,
  sizePx: number,
  onProgress: (done: number, total: number) => void,
): Promise<Extraction> {
  const decode = async (index: number): Promise<RgbPixels | null> => {
    const image = images[index];
    return image === undefined ? null : decodeGoodImage(image, sizePx, sampleMaximum);
  };
  const features: ImageFeatures[] = [];
  let pixels = await decode(0);
  let timed: RgbPixels | null = null;
  while (pixels !== null) {
    const next = decode(features.length + 1);
    // Told when its turn comes; until then a failure must not count as unhandled.
    next.catch(() => undefined);
    features.push(withPooledLevels(await extractor.extract(pixels.values)));
    onProgress(features.length, images.length);
    timed = pixels;
    pixels = await next;
  }
  return { features, backboneMs: timed === null ? 0 : await timeAlone(extractor, timed) };
}

/** Enough for a median; more would make a calibration wait for a figure. */
const TIMED_RUNS = 7;

/** The median time of one run with nothing beside it: while the next image is decoded a run takes longer. */
async function timeAlone(extractor: FeatureExtractor, { values }: RgbPixels): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < TIMED_RUNS; run += 1) {
    const startedAt = performance.now();
    await extractor.extract(values);
    times.push(performance.now() - startedAt);
  }
  return median(times);
}

/** Early levels are too large to be kept of every image; what they are pooled from is gone before the next image. */
function withPooledLevels(features: ImageFeatures): ImageFeatures {
  const { part, patch, map, levels } = features;
  if (levels === undefined) return features;
  const kept = new Set([part, patch, map]);
  return { ...features, levels: levels.map((level) => (kept.has(level) ? level : pooledMap(level))) };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
