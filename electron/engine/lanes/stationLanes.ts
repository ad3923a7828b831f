import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { StationStatus } from '../../../shared/contract/index.ts';
import type { LaneGoal } from '../../../shared/domain/index.ts';
import type { LaneOptions, ProcessHost } from '../../hosts/index.ts';
import type { RecipeStore } from '../recipes/index.ts';
import type { SettingsStore } from '../settings/index.ts';
import type { Closers } from '../stationData.ts';
import { createCheckedPool } from './checkedPool.ts';
import { createGoldenProbe } from './goldenProbe.ts';
import type { LaneSplit } from './lane.ts';
import { createLanePool, type LanePool } from './lanePool.ts';
import { laneSplitFor, physicalCores } from './laneSplit.ts';
import { identifyMachine } from './machineIdentity.ts';
import { type MemoryLimits, memoryLimits } from './memory.ts';
import { createProviderChoices, type ProviderChoices } from './providerChoices.ts';
import { openProviderMemory } from './providerMemory.ts';
import { UsableRecipes } from './usableRecipes.ts';

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
  readonly laneSplit: () => StationStatus['laneSplit'];
  readonly usableRecipes: UsableRecipes;
  /** The settings may say otherwise what networks run on and how lanes share the machine. */
  settingsChanged(): void;
}

export async function startStationLanes(
  settings: SettingsStore,
  recipes: RecipeStore,
  { dataFolder, host, lane, laneMemory }: StationLanesOptions,
  { onChanged, onReady, onTrouble }: StationLanesEvents,
  closers: Closers,
): Promise<StationLanes> {
  const cores = physicalCores();
  const goal = (): LaneGoal => settings.current().lanes;
  const wishedSplit = (): LaneSplit => {
    const { lanes, threads } = laneSplitFor(goal(), { cores, memoryBytes: totalmem() });
    return { lanes, threads: threadsFromOutside() ?? threads };
  };
  const memory = await openProviderMemory(join(dataFolder, 'providers.json'));
  const pool = createLanePool({
    host,
    split: wishedSplit(),
    memory: (lanes) => laneMemory ?? memoryLimits(totalmem(), lanes),
    ...(lane !== undefined && { lane }),
    onChanged,
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
  const usableRecipes = new UsableRecipes(
    { report: onTrouble },
    {
      load: (id) => recipes.load(id),
      prepare: async (recipe) => pool.prepare(await choices.adopt(recipe)),
      finish: (folder) => pool.finish(folder),
      retain: (used) => choices.retain(used),
      onReady,
    },
  );
  recipes.onPublished(({ recipe }) => usableRecipes.forget(recipe.id));
  return {
    pool,
    checkedPool: createCheckedPool(pool, choices),
    choices,
    usableRecipes,
    laneSplit: () => ({ goal: goal(), ...pool.split(), cores }),
    settingsChanged() {
      choices.settingsChanged();
      pool.arrange(wishedSplit()).catch(onTrouble);
    },
  };
}

/** For the bench and for tests. */
function threadsFromOutside(): number | null {
  const wished = Number(process.env.SIGMALINE_LANE_THREADS);
  return Number.isInteger(wished) && wished > 0 ? wished : null;
}
