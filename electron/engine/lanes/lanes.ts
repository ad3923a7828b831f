import { join } from 'node:path';
import type { Handlers, StationStatus } from '../../../shared/contract/index.ts';
import { detailText, type LaneGoal } from '../../../shared/domain/index.ts';
import type { LaneOptions, ProcessHost } from '../../hosts/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import type { Recipes } from '../recipes/index.ts';
import { createCheckedPool } from './checkedPool.ts';
import { createGoldenProbe } from './goldenProbe.ts';
import type { LaneSplit } from './lane.ts';
import { LanePool } from './lanePool.ts';
import { laneSplitFor, physicalCores } from './laneSplit.ts';
import { identifyMachine } from './machineIdentity.ts';
import { type MemoryLimits, memoryAtHand, memoryLimits } from './memory.ts';
import { ProviderChoices } from './providerChoices.ts';
import { openProviderMemory, type ProviderMemory } from './providerMemory.ts';
import { UsableRecipes } from './usableRecipes.ts';

export interface LanesNeeds {
  /** Starts lanes. */
  readonly host: ProcessHost;
  /** What the settings say now of how lanes share the machine and what networks run on. */
  readonly settings: () => { readonly lanes: LaneGoal; readonly executionProvider: string };
  readonly recipes: Pick<Recipes, 'loadForJudging' | 'onUsed'>;
  readonly lane?: LaneOptions | undefined;
  /** Where it is not what follows from the machine's memory. */
  readonly laneMemory?: MemoryLimits | undefined;
}

/** Starts the lanes of a station. */
export async function openLanes(kernel: Kernel, needs: LanesNeeds): Promise<Lanes> {
  return new Lanes(kernel, needs, await openProviderMemory(join(kernel.dataFolder, 'providers.json')));
}

/** The lanes of a station, what their networks run on, and the recipes that they are ready for. */
export class Lanes implements Feature<'provider.retry'> {
  readonly handlers: Handlers<'provider.retry'>;
  readonly pool: LanePool;
  /** Judges each recipe on what was chosen for it. */
  readonly checkedPool: Pick<LanePool, 'inspect' | 'capacity'>;
  readonly usableRecipes: UsableRecipes;
  readonly #kernel: Kernel;
  readonly #needs: LanesNeeds;
  readonly #choices: ProviderChoices;
  readonly #cores = physicalCores();
  readonly #readyListeners: (() => void)[] = [];

  constructor(kernel: Kernel, needs: LanesNeeds, memory: ProviderMemory) {
    const { host, settings, recipes, lane, laneMemory } = needs;
    this.#kernel = kernel;
    this.#needs = needs;
    const pool = new LanePool(kernel, {
      host,
      split: this.#wishedSplit(),
      memory: (lanes) => laneMemory ?? memoryLimits(memoryAtHand(), lanes),
      lane,
      onDied: (id) => kernel.audit.happened({ action: 'lane.died', object: { kind: 'lane', id: String(id) } }),
    });
    const choices = new ProviderChoices(kernel, {
      pool,
      memory,
      identify: identifyMachine,
      probeFor: ({ folder }, signal) =>
        createGoldenProbe({ host, recipeFolder: folder, threads: pool.split.threads, signal }),
      wished: () => settings().executionProvider,
      override: process.env.SIGMALINE_LANE_PROVIDER || null,
      onChanged: ({ id, version }, before, { provider, reason }) =>
        kernel.audit.happened({
          action: 'provider.changed',
          object: { kind: 'recipe', id: `${id}@${version}` },
          old: { provider: before.provider },
          new: { provider, reason: detailText(reason) },
        }),
    });
    this.pool = pool;
    this.#choices = choices;
    this.checkedPool = createCheckedPool(pool, choices);
    this.usableRecipes = new UsableRecipes(kernel, {
      load: (id) => recipes.loadForJudging(id),
      prepare: async (recipe) => pool.prepare(await choices.adopt(recipe)),
      finish: (folder) => pool.finish(folder),
      retain: (used) => choices.retain(used),
      onReady: () => {
        for (const listener of this.#readyListeners) listener();
      },
    });
    recipes.onUsed((id, atOnce) => this.usableRecipes.forget(id, atOnce));
    kernel.conditions.register(() => [...pool.statements(), ...choices.statements()]);
    this.handlers = {
      'provider.retry'() {
        kernel.audit.append({ action: 'provider.retried', object: { kind: 'provider', id: 'all' } });
        choices.retry();
        return {};
      },
    };
  }

  /** What a recipe's network runs on; null where the recipe has not been prepared. */
  readonly providerOf = (recipeFolder: string): string | null =>
    this.#choices.executionOf(recipeFolder)?.provider ?? null;

  /** Called whenever a recipe can judge that could not. */
  onReady(listener: () => void): void {
    this.#readyListeners.push(listener);
  }

  split(): StationStatus['laneSplit'] {
    return { goal: this.#needs.settings().lanes, ...this.pool.split, cores: this.#cores };
  }

  /** The settings may say otherwise what networks run on and how lanes share the machine. */
  settingsChanged(): void {
    this.#choices.settingsChanged();
    this.pool.arrange(this.#wishedSplit()).catch(this.#kernel.report);
  }

  async stop(): Promise<void> {
    await Promise.all([this.#choices.stop(), this.pool.stop()]);
  }

  #wishedSplit(): LaneSplit {
    const machine = { cores: this.#cores, memoryBytes: memoryAtHand() };
    const { lanes, threads } = laneSplitFor(this.#needs.settings().lanes, machine);
    return { lanes, threads: threadsFromOutside() ?? threads };
  }
}

/** For the bench and for tests. */
function threadsFromOutside(): number | null {
  const wished = Number(process.env.SIGMALINE_LANE_THREADS);
  return Number.isInteger(wished) && wished > 0 ? wished : null;
}
