import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers, StationStatus } from '../../../shared/contract/index.ts';
import { type RecipeId, recipeIdSchema, SigmalineError } from '../../../shared/domain/index.ts';
import type { CalibrationRun, CalibrationRunner, RecipeStore } from '../recipes/index.ts';
import { createRunningMark } from './runningMark.ts';
import { deliverSamples, type LinePace } from './sampleLine.ts';

const SAMPLE_RECIPE_NAME = 'Sample ring';
const SAMPLE_RECIPE_ID = recipeIdSchema.parse('sample-ring');
const SAMPLE_TARGET = 0.05;

export interface DemoNeeds {
  readonly dataFolder: string;
  /** Holds samples/. */
  readonly resourcesFolder: string;
  readonly recipes: RecipeStore;
  readonly runner: CalibrationRunner;
  /** Watches the folder of the simulated line; does nothing where it is watched already. */
  readonly watchLine: (source: { name: string; folder: string; recipeId: RecipeId }) => Promise<void>;
  /** The state changed: the station's status is to be sent. */
  readonly onChanged: () => void;
  readonly onUnforeseen: (error: unknown) => void;
  readonly pace?: LinePace;
}

/** The sample product and its simulated line: what a newcomer starts with one button. */
export interface Demo {
  readonly handlers: Handlers<'demo.start' | 'demo.stop'>;
  state(): StationStatus['demo'];
  /** Goes on with the line where the station was killed while it ran. */
  resume(): void;
  /** Stops the line, or the calibration for it, and waits until both rest. */
  close(): Promise<void>;
}

export function createDemo(needs: DemoNeeds): Demo {
  const samplesFolder = join(needs.resourcesFolder, 'samples');
  const lineFolder = join(needs.dataFolder, 'demo-line');
  const mark = createRunningMark(join(needs.dataFolder, 'demo.running'), needs.onUnforeseen);
  let state: StationStatus['demo'] = 'off';
  let session: { readonly stopping: AbortController; readonly ended: Promise<void> } | null = null;

  function become(next: StationStatus['demo']): void {
    state = next;
    needs.onChanged();
  }

  /** @returns the calibration that the line has to wait for; null where the recipe is there */
  async function startCalibration(): Promise<CalibrationRun | null> {
    if (await hasSampleRecipe(needs.recipes)) return null;
    const request = {
      recipeName: SAMPLE_RECIPE_NAME,
      goodFolder: join(samplesFolder, 'good'),
      backboneId: null,
      target: SAMPLE_TARGET,
    };
    return needs.runner.start(request);
  }

  async function run(starting: Promise<CalibrationRun | null>, signal: AbortSignal): Promise<void> {
    try {
      const calibration = await starting;
      if (calibration !== null && !(await hasSucceeded(calibration, signal))) return;
      await mkdir(lineFolder, { recursive: true });
      await needs.watchLine({ name: 'Sample line', folder: lineFolder, recipeId: SAMPLE_RECIPE_ID });
      if (signal.aborted) return;
      become('running');
      await deliverSamples(samplesFolder, lineFolder, needs.pace ?? {}, signal);
    } finally {
      session = null;
      mark.clear();
      become('off');
    }
  }

  /** @returns what settles once the calibration has begun, if one is needed */
  function begin(): Promise<unknown> {
    become('preparing');
    mark.set();
    const stopping = new AbortController();
    const starting = startCalibration();
    const ended = run(starting, stopping.signal);
    session = { stopping, ended };
    // What kept it from starting is told to whoever asked for it; what ended it later, to the station.
    void starting.then(
      () => ended.catch(needs.onUnforeseen),
      () => ended.catch(() => undefined),
    );
    return starting;
  }

  async function stop(): Promise<void> {
    session?.stopping.abort();
    await session?.ended.catch(() => undefined);
  }

  return {
    handlers: {
      async 'demo.start'() {
        if (state !== 'off') throw new SigmalineError('demo.running');
        await begin();
        return {};
      },
      async 'demo.stop'() {
        await stop();
        return {};
      },
    },
    state: () => state,
    resume() {
      if (mark.isSet()) void begin().catch(needs.onUnforeseen);
    },
    close: stop,
  };
}

/** @returns whether the recipe is there now; why not, the runner tells */
async function hasSucceeded(calibration: CalibrationRun, signal: AbortSignal): Promise<boolean> {
  const cancel = (): void => calibration.cancel();
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await calibration.result;
    return true;
  } catch {
    return false;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** A sample recipe that was damaged is made anew, as its next version. */
async function hasSampleRecipe(recipes: RecipeStore): Promise<boolean> {
  try {
    await recipes.load(SAMPLE_RECIPE_ID);
    return true;
  } catch (thrown) {
    if (thrown instanceof SigmalineError) return false;
    throw thrown;
  }
}
