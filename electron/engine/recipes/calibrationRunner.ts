import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import {
  type CalibrationSettings,
  type ExcludedImage,
  type PrecisionChoice,
  type RecipeId,
  type ReleasedImage,
  reportOf,
  SigmalineError,
} from '../../../shared/domain/index.ts';
import type { FitProgress, FitRequest, FitResult } from '../../../shared/processes/jobs.ts';
import { checkReviewTarget, checkTarget } from '../../gaussian/index.ts';
import { type ProcessHost, runTask } from '../../hosts/index.ts';
import { jobs } from '../../tasks/index.ts';
import type { BackboneStore } from '../backbones/index.ts';
import type { Kernel } from '../kernel/index.ts';
import { type ListedImage, listNamedFolder } from './imageFolder.ts';
import { partsOf } from './partGroups.ts';
import type { RecipeStore } from './recipeStore.ts';
import { type StoredRecipe, summaryOf } from './storedRecipe.ts';

/** What is asked of a calibration besides its good images. */
interface CalibrationAsked extends Pick<FitRequest, 'area' | 'gate' | 'reviewTarget' | 'kinds' | 'advanced'> {
  readonly recipeName: string;
  /** Null takes that of the version in use, for a new recipe the built-in one: no calibration changes the backbone by itself. */
  readonly backboneId: string | null;
  readonly target: number;
  /** Whether too few good images for the target give a draft, without a limit. */
  readonly draft?: boolean | undefined;
  /** Whether the recipe is computed in 8-bit integers too; without it, where it then separates no worse. */
  readonly precision?: PrecisionChoice | undefined;
  /** A part pattern that tells by `serial` which images show the same part; found by the images themselves without it. */
  readonly group?: string | undefined;
  /** Parts of the line that people released, as further good images. */
  readonly released?: readonly ReleasedImage[] | undefined;
  /** Images that are no good parts; they stay where they are. Those that are not there any more are not missed. */
  readonly without?: readonly ExcludedImage[] | undefined;
}

export type CalibrationRequest = CalibrationAsked &
  (
    | {
        /** Its images, without those of folders inside it, are the good parts. */
        readonly goodFolder: string;
        readonly images?: undefined;
      }
    | { readonly goodFolder?: undefined; readonly images: readonly ListedImage[] }
  );

/** What settings ask of a calibration. */
export function askedBy(settings: CalibrationSettings): CalibrationAsked {
  const { recipe, backbone, group, ...others } = settings;
  return { ...others, recipeName: recipe, backboneId: backbone, ...(group !== null && { group }) };
}

export interface CalibrationResult extends StoredRecipe {
  /** Median milliseconds of the backbone alone for one image. */
  readonly backboneMs: number;
  /** Milliseconds of everything after the features were there. */
  readonly fitMs: number;
  /** How many good images were left out because another one has the same content. */
  readonly duplicates: number;
}

/**
 * What a calibration must not learn from is refused before it does.
 *
 * @throws SigmalineError `test-set.*`, `calibration.cancelled`
 */
export type CalibrationGuard = (
  fit: {
    readonly recipe: RecipeId;
    readonly imagePaths: readonly string[];
    /** The part that each of them shows; null where nobody told. */
    readonly parts: readonly (string | null)[];
  },
  signal: AbortSignal,
) => Promise<void>;

export interface CalibrationRun {
  readonly runId: string;
  /** @throws SigmalineError `calibration.*`, `image.*`, `backbone.*`; then nothing was changed */
  readonly result: Promise<CalibrationResult>;
  cancel(): void;
}

export interface CalibrationNeeds {
  readonly host: ProcessHost;
  readonly recipes: RecipeStore;
  readonly backbones: BackboneStore;
  /** Refuses images that versions are tested with. */
  readonly guard?: CalibrationGuard | undefined;
  /** In a station everybody hears of every run, whoever started it: of its progress and its end. */
  readonly kernel?: Pick<Kernel, 'emit' | 'report'>;
}

/** Runs calibrations, one at a time, each in a process of its own. */
export class CalibrationRunner {
  readonly #needs: CalibrationNeeds;
  #current: CalibrationRun | 'starting' | null = null;

  constructor(needs: CalibrationNeeds) {
    this.#needs = needs;
  }

  /**
   * Checks everything that can be checked at once and starts fitting.
   *
   * @throws SigmalineError `calibration.running`, `target.*`, `recipe.name`, `folder.*`, `calibration.too-few-images`, `backbone.*`
   */
  async start(request: CalibrationRequest, onProgress?: (progress: FitProgress) => void): Promise<CalibrationRun> {
    if (this.#current !== null) throw new SigmalineError('calibration.running');
    this.#current = 'starting';
    try {
      const run = await this.#begin(request, onProgress);
      this.#current = run;
      void this.#follow(run);
      return run;
    } catch (thrown) {
      this.#current = null;
      throw thrown;
    }
  }

  /** @throws SigmalineError `calibration.unknown-run` */
  cancel(runId: string): void {
    const run = this.#running;
    if (run?.runId !== runId) throw new SigmalineError('calibration.unknown-run', { runId });
    run.cancel();
  }

  /** Cancels the run that goes on, if any, and waits until nothing of it is left. */
  async close(): Promise<void> {
    this.#running?.cancel();
    await this.#running?.result.catch(() => undefined);
  }

  get #running(): CalibrationRun | null {
    return this.#current === 'starting' ? null : this.#current;
  }

  async #begin(request: CalibrationRequest, onProgress?: (progress: FitProgress) => void): Promise<CalibrationRun> {
    const { host, recipes, backbones, kernel, guard } = this.#needs;
    const { released = [] } = request;
    const listed = request.images ?? (await listNamedFolder(request.goodFolder)).map((path) => ({ path, part: null }));
    const all = [...listed, ...released].map(({ path }) => path);
    const reasons = new Map(request.without?.map((image) => [image.file, image]));
    const imagePaths = all.filter((path) => !reasons.has(basename(path)));
    const excluded = all.flatMap((path) => reasons.get(basename(path)) ?? []);
    const { target, draft: mayBeDraft } = request;
    checkTarget(target, imagePaths.length, { draft: mayBeDraft });
    checkReviewTarget(request);
    const backbone = await backbones.load(request.backboneId ?? (await recipes.backboneOf(request.recipeName)));
    const taken = released.filter(({ path }) => imagePaths.includes(path));
    const parts = partsOf(imagePaths, { group: request.group, listed, released: taken });
    const draft = await recipes.draft(request.recipeName);
    const runId = randomUUID();
    const cancellation = new AbortController();
    const { id, name, version, folder } = draft;
    const serials = new Map(taken.map(({ path, serial }) => [path, serial]));
    const told = imagePaths.map((path, index) => serials.get(path) ?? parts?.[index] ?? null);
    const permitted = guard?.({ recipe: id, imagePaths, parts: told }, cancellation.signal) ?? Promise.resolve();
    const fit = (): Promise<FitResult> =>
      runTask(
        host,
        jobs.fit,
        {
          recipe: { id, name, version },
          imagePaths,
          excluded,
          ...(taken.length > 0 && { released: taken.map(({ number, file, sha256 }) => ({ number, file, sha256 })) }),
          ...(parts !== null && { parts }),
          backboneFolder: backbone.folder,
          target,
          draft: mayBeDraft,
          precision: request.precision,
          area: request.area,
          gate: request.gate,
          reviewTarget: request.reviewTarget,
          kinds: request.kinds,
          advanced: request.advanced,
          outputFolder: folder,
        },
        {
          onProgress(progress) {
            onProgress?.(progress);
            kernel?.emit('calibration.progress', { runId, ...progress });
          },
          signal: cancellation.signal,
        },
      );
    const result = permitted
      .then(fit)
      .then(async ({ backboneMs, fitMs, duplicates }) => ({
        ...(await draft.publish()),
        backboneMs,
        fitMs,
        duplicates,
      }))
      .catch(async (thrown: unknown) => {
        await draft.discard();
        throw thrown;
      })
      .finally(() => {
        this.#current = null;
      });
    return { runId, result, cancel: () => cancellation.abort() };
  }

  /** Whoever started the run hears of its end by `result`, all others by this. */
  async #follow({ runId, result }: CalibrationRun): Promise<void> {
    const { kernel } = this.#needs;
    try {
      const { recipe } = await result;
      kernel?.emit('calibration.ended', { runId, recipe: summaryOf(recipe), error: null });
    } catch (thrown) {
      if (!(thrown instanceof SigmalineError)) kernel?.report(thrown);
      kernel?.emit('calibration.ended', { runId, recipe: null, error: reportOf(thrown) });
    }
  }
}
