import {
  encodeNpy,
  gainToGood,
  messageOf,
  type Placement,
  placedPoint,
  type RecipeVersion,
  recipeRunBy,
  SigmalineError,
} from '../../../shared/domain/index.ts';
import type { InspectionResult, LaneJob } from '../../../shared/processes/lane.ts';
import { sha256Of } from '../../files/index.ts';
import { type DecodedImage, type Decoders, type KnownContent, RefusedImage } from '../decoding/index.ts';
import { ignoreMasked, viewOf } from '../imaging/index.ts';
import { writeResult } from '../resultFile.ts';
import type { RecipeScores, SessionCache } from '../session/index.ts';
import type { StagedJob } from './stagedJob.ts';

type InspectJob = Extract<LaneJob, { kind: 'inspect' }>;

/** What the first half leaves for the second. */
interface PreparedImage {
  readonly recipe: RecipeVersion;
  readonly image: DecodedImage;
  readonly thumbnail: Promise<void>;
}

/** Judges one image: has it decoded, runs the recipe, leaves the anomaly map and the thumbnail behind. */
export class Inspection implements StagedJob<InspectionResult> {
  readonly #job: InspectJob;
  readonly #sessions: SessionCache;
  readonly #decoders: Decoders;
  #known: KnownContent = { sha256: null, content: null };
  #startedAt = 0;
  /** It never rejects unseen, because `finish` takes over. */
  #prepared: Promise<PreparedImage> | undefined;

  constructor(job: InspectJob, sessions: SessionCache, decoders: Decoders) {
    this.#job = job;
    this.#sessions = sessions;
    this.#decoders = decoders;
  }

  get known(): KnownContent {
    return this.#known;
  }

  begin(): void {
    void this.#begun();
  }

  async finish(beforeBlocking: () => Promise<boolean>): Promise<InspectionResult> {
    const freeAt = performance.now();
    const wasReadAhead = this.#prepared !== undefined;
    const { recipe, image, thumbnail } = await this.#begun();
    const wasKeptBusy = (await beforeBlocking()) && wasReadAhead;
    const { scores, networkMs, executionProvider } = await this.#judge(recipe, image.pixels);
    this.#decoders.judged(image.decodeMs, networkMs);
    const relit = await this.#relit(recipeRunBy(recipe, executionProvider), image, scores.score);
    const map = this.#writeMap(scores.anomalyMap);
    await thumbnail;
    const { pixels: _, ...facts } = image;
    return {
      ...facts,
      score: scores.score,
      partDistance: scores.partDistance,
      patchScore: scores.patchScore,
      partShare: scores.partShare,
      look: scores.look,
      levelDistances: [...scores.levelDistances],
      ...highestPlace(scores.anomalyMap, image.placement),
      ...map,
      unusualShare: (relit ?? scores).unusualShare,
      relitScore: relit?.score ?? null,
      executionProvider,
      networkMs,
      durationMs: performance.now() - this.#startedAt,
      occupiedMs: performance.now() - freeAt,
      wasKeptBusy,
    };
  }

  #begun(): Promise<PreparedImage> {
    if (this.#prepared === undefined) {
      this.#startedAt = performance.now();
      this.#prepared = this.#prepare();
      this.#prepared.catch(() => undefined);
    }
    return this.#prepared;
  }

  /** Everything up to the first `await` happens at once: the decoder has its request before this thread may be blocked. */
  async #prepare(): Promise<PreparedImage> {
    const { imagePath, recipeFolder, thumbnailPath } = this.#job;
    const recipe = this.#sessions.recipe(recipeFolder);
    const { image, thumbnail } = this.#decoders.decode({ imagePath, view: viewOf(recipe), thumbnailPath });
    try {
      const decoded = await image;
      this.#known = decoded;
      return { recipe, image: decoded, thumbnail };
    } catch (thrown) {
      if (thrown instanceof RefusedImage) this.#known = thrown.known;
      throw thrown;
    }
  }

  async #judge(recipe: RecipeVersion, pixels: Uint8Array) {
    const session = await this.#sessions.session(this.#job.recipeFolder, recipe, this.#job.executionProvider);
    const startedAt = performance.now();
    const scores = await session.judge(pixels).catch((cause: unknown) => {
      throw new SigmalineError('lane.run-failed', { file: this.#job.imagePath, reason: messageOf(cause) }, cause);
    });
    requireNumbers(scores, this.#job.imagePath);
    return { scores, networkMs: performance.now() - startedAt, executionProvider: session.executionProvider };
  }

  /** Only of a part that fails under other light than the good images had: it takes as long as another part. */
  async #relit(recipe: RecipeVersion, { pixels, traits }: DecodedImage, score: number): Promise<RecipeScores | null> {
    if (!recipe.reviewsOtherLight || recipe.limits === null || score <= recipe.limits.fail) return null;
    const gain = gainToGood(recipe.traits, traits.measures);
    if (gain === null) return null;
    const relit = new Uint8Array(Uint8ClampedArray.from(pixels, (value) => value * gain).buffer);
    return (await this.#judge(recipe, ignoreMasked(relit, recipe.mask ?? null))).scores;
  }

  #writeMap(map: RecipeScores['anomalyMap']): { readonly mapSha256?: string } {
    if (this.#job.mapPath === null) return {};
    const bytes = encodeNpy(map);
    writeResult(this.#job.mapPath, bytes);
    return { mapSha256: sha256Of(bytes) };
  }
}

/** A score that is no number would compare as "not above the limit": it must never leave the lane. */
function requireNumbers(scores: RecipeScores, file: string): void {
  const { score, partDistance, patchScore, partShare, anomalyMap, levelDistances } = scores;
  const numbers = { score, 'part distance': partDistance, 'patch score': patchScore, 'part share': partShare ?? 0 };
  for (const [output, value] of Object.entries(numbers)) {
    if (!Number.isFinite(value)) throw new SigmalineError('lane.not-finite', { output, file });
  }
  if (!levelDistances.every(Number.isFinite))
    throw new SigmalineError('lane.not-finite', { output: 'level distances', file });
  if (!anomalyMap.values.every(Number.isFinite)) {
    throw new SigmalineError('lane.not-finite', { output: 'anomaly map', file });
  }
}

/** The map's maximum and the middle of its cell, as shares of the image's width and height. */
function highestPlace({ height, width, values }: RecipeScores['anomalyMap'], placement: Placement | null) {
  const highest = values.reduce((best, value, index) => (value > (values[best] ?? value) ? index : best), 0);
  const inSquare = [((highest % width) + 0.5) / width, (Math.floor(highest / width) + 0.5) / height] as const;
  const [mapMaximumX, mapMaximumY] = placement === null ? inSquare : placedPoint(placement, inSquare);
  return { mapMaximum: values[highest] ?? Number.NaN, mapMaximumX, mapMaximumY };
}
