import { randomUUID } from 'node:crypto';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { checkTarget } from '../../gaussian/index.ts';
import { type ProcessHost, runTask } from '../../hosts/index.ts';
import { type FitProgress, jobs } from '../../tasks/index.ts';
import type { BackboneStore } from '../backbones/index.ts';
import { listImages } from './imageFolder.ts';
import type { RecipeStore } from './recipeStore.ts';
import type { StoredRecipe } from './storedRecipe.ts';

export interface CalibrationRequest {
  readonly recipeName: string;
  /** Its images, without those of folders inside it, are the good parts. */
  readonly goodFolder: string;
  /** Null takes the built-in one. */
  readonly backboneId: string | null;
  readonly target: number;
}

export interface CalibrationResult extends StoredRecipe {
  /** Median milliseconds of the backbone alone for one image. */
  readonly backboneMs: number;
  /** Milliseconds of everything after the features were there. */
  readonly fitMs: number;
  /** How many good images were left out because another one has the same content. */
  readonly duplicates: number;
}

export interface CalibrationRun {
  readonly runId: string;
  /** @throws SigmalineError `calibration.*`, `image.*`, `backbone.*`; then nothing was changed */
  readonly result: Promise<CalibrationResult>;
  cancel(): void;
}

export interface CalibrationRunner {
  /**
   * Checks everything that can be checked at once and starts fitting in a process of its own. One run at a time.
   *
   * @throws SigmalineError `calibration.running`, `target.invalid`, `recipe.name`, `folder.*`, `calibration.too-few-images`, `backbone.*`
   */
  start(
    request: CalibrationRequest,
    onProgress: (progress: FitProgress, runId: string) => void,
  ): Promise<CalibrationRun>;
  /** Cancels the run that goes on, if any, and waits until nothing of it is left. */
  close(): Promise<void>;
}

export function createCalibrationRunner(needs: {
  readonly host: ProcessHost;
  readonly recipes: RecipeStore;
  readonly backbones: BackboneStore;
}): CalibrationRunner {
  let current: CalibrationRun | 'starting' | null = null;

  async function prepare(request: CalibrationRequest) {
    const imagePaths = await listImages(request.goodFolder);
    checkTarget(request.target, imagePaths.length);
    const backbone = await needs.backbones.load(request.backboneId);
    const draft = await needs.recipes.draft(request.recipeName);
    return { imagePaths, backbone, draft };
  }

  return {
    async start(request, onProgress) {
      if (current !== null) throw new SigmalineError('calibration.running');
      current = 'starting';
      try {
        const { imagePaths, backbone, draft } = await prepare(request);
        const runId = randomUUID();
        const cancellation = new AbortController();
        const { id, name, version, folder } = draft;
        const fitted = runTask(
          needs.host,
          jobs.fit,
          {
            recipe: { id, name, version },
            imagePaths: [...imagePaths],
            backboneFolder: backbone.folder,
            target: request.target,
            outputFolder: folder,
          },
          { onProgress: (progress) => onProgress(progress, runId), signal: cancellation.signal },
        );
        const result = fitted
          .then(async ({ backboneMs, fitMs, duplicates }) => {
            return { ...(await draft.publish()), backboneMs, fitMs, duplicates };
          })
          .catch(async (thrown: unknown) => {
            await draft.discard();
            throw thrown;
          })
          .finally(() => {
            current = null;
          });
        // Whoever started the run hears of its failure; this only keeps an unheard one from ending the process.
        result.catch(() => undefined);
        current = { runId, result, cancel: () => cancellation.abort() };
        return current;
      } catch (thrown) {
        current = null;
        throw thrown;
      }
    },
    async close() {
      if (current === null || current === 'starting') return;
      current.cancel();
      await current.result.catch(() => undefined);
    },
  };
}
