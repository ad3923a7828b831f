import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import type { LaneOptions, ProcessHost } from '../hosts/index.ts';
import type { RecipeStore } from './calibration/index.ts';
import {
  createLanePool,
  createUsableRecipes,
  type LanePool,
  type LaneSplit,
  type MemoryLimits,
  memoryLimits,
  type UsableRecipes,
} from './inspection/index.ts';
import {
  createCheckedPool,
  createGoldenProbe,
  createProviderChoices,
  createSplitChoice,
  identifyMachine,
  measureSplits,
  openProviderMemory,
  type ProviderChoices,
  type SplitChoice,
} from './providers/index.ts';
import type { SettingsStore } from './settings/index.ts';
import type { Closers } from './stationData.ts';

export interface StationLanesOptions {
  readonly dataFolder: string;
  /** Starts lanes. */
  readonly host: ProcessHost;
  readonly lane?: LaneOptions;
  /** Where it is not what follows from the machine's memory. */
  readonly laneMemory?: MemoryLimits;
}

export interface StationLanesEvents {
  readonly onChanged: () => void;
  /** A recipe can judge that could not. */
  readonly onReady: () => void;
  readonly onTrouble: (error: unknown) => void;
}

/** The lanes of a station, what their networks run on, and the recipes that they are ready for. */
export interface StationLanes {
  readonly pool: LanePool;
  /** Judges each recipe on what was chosen for it. */
  readonly checkedPool: Pick<LanePool, 'inspect' | 'capacity'>;
  readonly choices: ProviderChoices;
  readonly splitChoice: SplitChoice;
  readonly usableRecipes: UsableRecipes;
}

export async function startStationLanes(
  settings: SettingsStore,
  recipes: RecipeStore,
  { dataFolder, host, lane, laneMemory }: StationLanesOptions,
  { onChanged, onReady, onTrouble }: StationLanesEvents,
  closers: Closers,
): Promise<StationLanes> {
  const split = usualSplit(settings.current().lanes);
  const memory = await openProviderMemory(join(dataFolder, 'providers.json'));
  const changeListeners = [onChanged];
  const pool = createLanePool({
    host,
    split,
    memory: (lanes) => laneMemory ?? memoryLimits(totalmem(), lanes),
    ...(lane !== undefined && { lane }),
    onChanged() {
      for (const listener of changeListeners) listener();
    },
    onTrouble,
  });
  closers.push(() => pool.close());
  const choices = createProviderChoices({
    pool,
    memory,
    identify: identifyMachine,
    probeFor: ({ folder }, signal) =>
      createGoldenProbe({ host, recipeFolder: folder, threads: pool.split().threads, signal }),
    wished: () => settings.current().executionProvider,
    override: process.env.SIGMALINE_LANE_PROVIDER || null,
    threads: () => pool.split().threads,
    onChanged,
    onTrouble,
  });
  closers.push(() => choices.close());
  const usableRecipes = createUsableRecipes(
    recipes,
    {
      prepare: async (recipe) => pool.prepare(await choices.adopt(recipe)),
      finish: (folder) => pool.finish(folder),
      retain: (used) => choices.retain(used),
    },
    { onChanged: onReady, onTrouble },
  );
  recipes.onPublished(({ recipe }) => usableRecipes.forget(recipe.id));
  const splitChoice = createSplitChoice({
    pool,
    memory,
    wished: () => settings.current().lanes,
    usual: usualSplit,
    cores: availableParallelism(),
    subject: () => (threadsFromOutside() > 0 ? null : choices.settled()),
    measure: (run, candidates, signal) => measureSplits({ host, run, candidates, signal }),
    onChanged,
    onTrouble,
  });
  changeListeners.push(() => splitChoice.poolChanged());
  closers.push(() => splitChoice.close());
  return { splitChoice, pool, checkedPool: createCheckedPool(pool, choices), choices, usableRecipes };
}

/** More threads hardly help the small images of one lane; another lane does. */
const USUAL_THREADS = 4;

/** As many lanes as the engineer wishes, which share the cores. */
function usualSplit(lanes: number | 'auto'): LaneSplit {
  const cores = availableParallelism();
  const count = lanes === 'auto' ? 1 : lanes;
  const share = Math.max(1, Math.floor(cores / count));
  return { lanes: count, threads: threadsFromOutside() || Math.min(share, USUAL_THREADS) };
}

/** For the bench and for tests: then nothing is measured. 0 where nothing is set. */
function threadsFromOutside(): number {
  const wished = Number(process.env.SIGMALINE_LANE_THREADS);
  return Number.isInteger(wished) && wished > 0 ? wished : 0;
}
