import type { ContractServer, Handlers } from '../../../shared/contract/index.ts';
import { reportOf, SigmalineError } from '../../../shared/domain/index.ts';
import type { CalibrationRun, CalibrationRunner } from './calibrationRunner.ts';
import type { RecipeStore } from './recipeStore.ts';
import { summaryOf } from './storedRecipe.ts';

/** The handlers of calibration and recipes; what happens in a run is told by events. */
export function createCalibrationHandlers(needs: {
  readonly recipes: RecipeStore;
  readonly runner: CalibrationRunner;
  readonly emit: ContractServer['emit'];
  readonly onUnforeseen: (error: unknown) => void;
}): Handlers<'recipe.list' | 'calibration.start' | 'calibration.cancel'> {
  const runs = new Map<string, CalibrationRun>();

  async function follow(run: CalibrationRun): Promise<void> {
    const { runId } = run;
    try {
      const { recipe } = await run.result;
      needs.emit('calibration.ended', { runId, recipe: summaryOf(recipe), error: null });
    } catch (thrown) {
      if (!(thrown instanceof SigmalineError)) needs.onUnforeseen(thrown);
      needs.emit('calibration.ended', { runId, recipe: null, error: reportOf(thrown) });
    } finally {
      runs.delete(runId);
    }
  }

  return {
    'recipe.list': () => needs.recipes.list(),
    async 'calibration.start'(input) {
      const run = await needs.runner.start(input, (progress, runId) => {
        needs.emit('calibration.progress', { runId, ...progress });
      });
      runs.set(run.runId, run);
      void follow(run);
      return { runId: run.runId };
    },
    'calibration.cancel'({ runId }) {
      const run = runs.get(runId);
      if (run === undefined) throw new SigmalineError('calibration.unknown-run', { runId });
      run.cancel();
      return {};
    },
  };
}
