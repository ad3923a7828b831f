import { encodeNpy, type RecipeVersion, SigmalineError } from '../../../shared/domain/index.ts';
import type { InspectionResult, LaneJob } from '../../../shared/processes/lane.ts';
import { writeWhole } from '../files/index.ts';
import {
  decodeScaled,
  encodeJpeg,
  fittingSize,
  openImage,
  type RgbPixels,
  readImageFile,
  sha256Of,
  WIDEST_SAMPLE,
} from '../imaging/index.ts';
import { messageOf, type RecipeScores, type SessionCache } from '../session/index.ts';
import type { StagedJob } from './stagedJob.ts';

type InspectJob = Extract<LaneJob, { kind: 'inspect' }>;

const THUMBNAIL_PX = 240;

/** What the first half leaves for the second. */
interface PreparedImage {
  readonly recipe: RecipeVersion;
  readonly sha256: string;
  readonly imageWidthPx: number;
  readonly imageHeightPx: number;
  /** Squashed to the recipe's size. */
  readonly pixels: RgbPixels;
  readonly decodeMs: number;
}

/** Judges one image: reads and hashes it, decodes it, runs the recipe, leaves the anomaly map and the thumbnail behind. */
export class Inspection implements StagedJob<InspectionResult> {
  readonly #job: InspectJob;
  readonly #sessions: SessionCache;
  #sha256: string | null = null;
  #startedAt = 0;
  #begun: Promise<void> | undefined;
  /** Set once decoding is handed to other threads; it never rejects unseen, because `finish` takes over. */
  #prepared: Promise<PreparedImage> | undefined;

  constructor(job: InspectJob, sessions: SessionCache) {
    this.#job = job;
    this.#sessions = sessions;
  }

  get sha256(): string | null {
    return this.#sha256;
  }

  begin(): Promise<void> {
    this.#begun ??= new Promise((handedOver) => {
      this.#startedAt = performance.now();
      this.#prepared = this.#prepare(handedOver);
      // A failure before decoding hands over as well; `finish` tells it.
      this.#prepared.catch(() => handedOver());
    });
    return this.#begun;
  }

  async finish(beforeBlocking: () => Promise<void>): Promise<InspectionResult> {
    await this.begin();
    const prepared = await (this.#prepared as Promise<PreparedImage>);
    const thumbnail = this.#writeThumbnail(prepared);
    // Told below; until then a failure must not count as unhandled.
    thumbnail.catch(() => undefined);
    await beforeBlocking();
    const { scores, networkMs, executionProvider } = await this.#judge(prepared);
    requireNumbers(scores, this.#job.imagePath);
    await Promise.all([thumbnail, this.#writeMap(scores.anomalyMap)]);
    const { sha256, imageWidthPx, imageHeightPx, decodeMs } = prepared;
    return {
      sha256,
      imageWidthPx,
      imageHeightPx,
      score: scores.score,
      partDistance: scores.partDistance,
      patchScore: scores.patchScore,
      levelDistances: [...scores.levelDistances],
      ...highestPlace(scores.anomalyMap),
      executionProvider,
      decodeMs,
      networkMs,
      durationMs: performance.now() - this.#startedAt,
    };
  }

  async #prepare(handedOver: () => void): Promise<PreparedImage> {
    const recipe = await this.#sessions.recipe(this.#job.recipeFolder);
    const file = await readImageFile(this.#job.imagePath);
    const hashing = sha256Of(file);
    try {
      const image = await openImage(file);
      const { sizePx, sampleMaximum = WIDEST_SAMPLE } = recipe.preprocessing;
      const decoding = decodeScaled(image, { widthPx: sizePx, heightPx: sizePx, sampleMaximum });
      handedOver();
      const [pixels, sha256] = await Promise.all([decoding, hashing]);
      const { widthPx: imageWidthPx, heightPx: imageHeightPx } = image;
      return { recipe, sha256, imageWidthPx, imageHeightPx, pixels, decodeMs: performance.now() - this.#startedAt };
    } finally {
      // Also of what cannot be decoded: its record names the bytes.
      this.#sha256 = await hashing;
    }
  }

  async #judge({ recipe, pixels }: PreparedImage) {
    const session = await this.#sessions.session(this.#job.recipeFolder, recipe, this.#job.executionProvider);
    const startedAt = performance.now();
    const scores = await session.judge(pixels.values).catch((cause: unknown) => {
      throw new SigmalineError('lane.run-failed', { file: this.#job.imagePath, reason: messageOf(cause) }, cause);
    });
    return { scores, networkMs: performance.now() - startedAt, executionProvider: session.executionProvider };
  }

  async #writeThumbnail({ pixels, imageWidthPx, imageHeightPx }: PreparedImage): Promise<void> {
    if (this.#job.thumbnailPath === null) return;
    const size = fittingSize({ widthPx: imageWidthPx, heightPx: imageHeightPx }, THUMBNAIL_PX);
    await writeWhole(this.#job.thumbnailPath, await encodeJpeg(pixels, size));
  }

  async #writeMap(map: RecipeScores['anomalyMap']): Promise<void> {
    if (this.#job.mapPath !== null) await writeWhole(this.#job.mapPath, encodeNpy(map));
  }
}

/** A score that is no number would compare as "not above the limit": it must never leave the lane. */
function requireNumbers(scores: RecipeScores, file: string): void {
  const { score, partDistance, patchScore, anomalyMap, levelDistances } = scores;
  for (const [output, value] of Object.entries({ score, 'part distance': partDistance, 'patch score': patchScore })) {
    if (!Number.isFinite(value)) throw new SigmalineError('lane.not-finite', { output, file });
  }
  if (!levelDistances.every(Number.isFinite))
    throw new SigmalineError('lane.not-finite', { output: 'level distances', file });
  if (!anomalyMap.values.every(Number.isFinite)) {
    throw new SigmalineError('lane.not-finite', { output: 'anomaly map', file });
  }
}

/** The map's maximum and the middle of its cell, as shares of the image's width and height. */
function highestPlace({ height, width, values }: RecipeScores['anomalyMap']) {
  const highest = values.reduce((best, value, index) => (value > (values[best] ?? value) ? index : best), 0);
  return {
    mapMaximum: values[highest] ?? Number.NaN,
    mapMaximumX: ((highest % width) + 0.5) / width,
    mapMaximumY: (Math.floor(highest / width) + 0.5) / height,
  };
}
