import type { Handlers } from '../../../shared/contract/index.ts';
import type { ProcessHost } from '../../hosts/index.ts';
import type { BackboneStore } from '../backbones/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import { CalibrationRunner } from './calibrationRunner.ts';
import { RecipeStore } from './recipeStore.ts';

type RecipeRequest = 'recipe.list' | 'calibration.start' | 'calibration.cancel';

export interface RecipesNeeds {
  /** Starts the process of a calibration. */
  readonly host: ProcessHost;
  readonly backbones: BackboneStore;
}

/** The recipes of a station and the calibrations that make new versions of them; what happens in a calibration is told by events. */
export class Recipes implements Feature<RecipeRequest> {
  readonly handlers: Handlers<RecipeRequest>;
  readonly store: RecipeStore;
  readonly runner: CalibrationRunner;

  constructor(kernel: Kernel, { host, backbones }: RecipesNeeds) {
    const store = new RecipeStore(kernel);
    const runner = new CalibrationRunner({ host, recipes: store, backbones, kernel });
    this.store = store;
    this.runner = runner;
    this.handlers = {
      'recipe.list': () => store.list(),
      'calibration.start': async (input) => ({ runId: (await runner.start(input)).runId }),
      'calibration.cancel'({ runId }) {
        runner.cancel(runId);
        return {};
      },
    };
  }

  stop(): Promise<void> {
    return this.runner.close();
  }
}

export function openRecipes(kernel: Kernel, needs: RecipesNeeds): Recipes {
  return new Recipes(kernel, needs);
}
