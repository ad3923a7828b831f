import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers, StationStatus } from '../../../shared/contract/index.ts';
import { type RecipeId, type RecipeVersion, recipeIdSchema, SigmalineError } from '../../../shared/domain/index.ts';
import { BUILT_IN_BACKBONE } from '../backbones/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import type { CalibrationRun, Recipes } from '../recipes/index.ts';
import { deliverSamples, type LinePace } from './sampleLine.ts';

const SAMPLE_RECIPE_NAME = 'Sample ring';
const SAMPLE_RECIPE_ID = recipeIdSchema.parse('sample-ring');
const SAMPLE_TARGET = 0.05;
const DEMO = { kind: 'station', id: 'demo' } as const;

export interface DemoNeeds {
  /** Holds samples/. */
  readonly resourcesFolder: string;
  readonly recipes: Pick<Recipes, 'store' | 'runner' | 'use' | 'mayUse'>;
  /** Watches the folder of the simulated line; does nothing where it is watched already. */
  readonly watchLine: (source: { name: string; folder: string; recipeId: RecipeId }) => Promise<void>;
  readonly pace?: LinePace;
}

type DemoRequest = 'demo.start' | 'demo.stop';

interface Session {
  readonly stopping: AbortController;
  readonly ended: Promise<void>;
}

/** The sample product and its simulated line: what a newcomer starts with one button. */
export class Demo implements Feature<DemoRequest> {
  readonly handlers: Handlers<DemoRequest>;
  readonly #kernel: Kernel;
  readonly #needs: DemoNeeds;
  readonly #samplesFolder: string;
  readonly #lineFolder: string;
  /** Lies there while the line runs: found at a start, it says that the station was killed meanwhile. */
  readonly #mark: string;
  #state: StationStatus['demo'] = 'off';
  #session: Session | null = null;

  constructor(kernel: Kernel, needs: DemoNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#samplesFolder = join(needs.resourcesFolder, 'samples');
    this.#lineFolder = join(kernel.dataFolder, 'demo-line');
    this.#mark = join(kernel.dataFolder, 'demo.running');
    this.handlers = {
      'demo.start': async () => {
        if (this.#state !== 'off') throw new SigmalineError('demo.running');
        kernel.audit.append({ action: 'demo.started', object: DEMO });
        await this.#begin();
        return {};
      },
      'demo.stop': async () => {
        kernel.audit.append({ action: 'demo.stopped', object: DEMO });
        await this.stop();
        return {};
      },
    };
  }

  get state(): StationStatus['demo'] {
    return this.#state;
  }

  /** Goes on with the line where the station was killed while it ran. */
  resume(): void {
    if (existsSync(this.#mark)) void this.#begin().catch(this.#kernel.report);
  }

  /** Stops the line, or the calibration for it, and waits until both rest. */
  async stop(): Promise<void> {
    this.#session?.stopping.abort();
    await this.#session?.ended.catch(() => undefined);
  }

  /** @returns what settles once the calibration has begun, if one is needed */
  #begin(): Promise<unknown> {
    this.#become('preparing');
    this.#markWith((file) => writeFileSync(file, ''));
    const stopping = new AbortController();
    const starting = this.#startCalibration();
    const ended = this.#run(starting, stopping.signal);
    this.#session = { stopping, ended };
    // What kept it from starting is told to whoever asked for it; what ended it later, to the station.
    void starting.then(
      () => ended.catch(this.#kernel.report),
      () => ended.catch(() => undefined),
    );
    return starting;
  }

  /** @returns the calibration that the line has to wait for; null where the recipe is there */
  async #startCalibration(): Promise<CalibrationRun | null> {
    if (await hasSampleRecipe(this.#needs.recipes.store)) return null;
    return this.#needs.recipes.runner.start({
      recipeName: SAMPLE_RECIPE_NAME,
      goodFolder: join(this.#samplesFolder, 'good'),
      backboneId: BUILT_IN_BACKBONE,
      target: SAMPLE_TARGET,
    });
  }

  async #run(starting: Promise<CalibrationRun | null>, signal: AbortSignal): Promise<void> {
    const folder = this.#lineFolder;
    const { recipes, watchLine, pace = {} } = this.#needs;
    try {
      const calibration = await starting;
      if (calibration !== null) {
        const recipe = await outcomeOf(calibration, signal);
        if (recipe === null) return;
        // One that takes the place of a damaged version would wait to be chosen.
        if (await recipes.mayUse(recipe.id, recipe.version)) await recipes.use(recipe.id, recipe.version, null);
      }
      await mkdir(folder, { recursive: true });
      await watchLine({ name: 'Sample line', folder, recipeId: SAMPLE_RECIPE_ID });
      if (signal.aborted) return;
      this.#become('running');
      await deliverSamples(this.#samplesFolder, folder, pace, signal);
    } finally {
      this.#session = null;
      this.#markWith((file) => rmSync(file, { force: true }));
      this.#become('off');
    }
  }

  #become(state: StationStatus['demo']): void {
    this.#state = state;
    this.#kernel.changed();
  }

  /** A disk that is full keeps the line from being continued after a crash, not from running. */
  #markWith(change: (file: string) => void): void {
    try {
      change(this.#mark);
    } catch (thrown) {
      this.#kernel.report(thrown);
    }
  }
}

/** @returns null if there is none; why not, the runner tells */
async function outcomeOf(calibration: CalibrationRun, signal: AbortSignal): Promise<RecipeVersion | null> {
  const cancel = (): void => calibration.cancel();
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return (await calibration.result).recipe;
  } catch {
    return null;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** A sample recipe that was damaged is made anew, as its next version. */
async function hasSampleRecipe(recipes: Recipes['store']): Promise<boolean> {
  try {
    await recipes.load(SAMPLE_RECIPE_ID);
    return true;
  } catch (thrown) {
    if (thrown instanceof SigmalineError) return false;
    throw thrown;
  }
}
