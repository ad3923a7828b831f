import { type Detail, type ErrorFact, SigmalineError } from '../../../shared/domain/index.ts';
import type { LaneRuntime } from '../../../shared/processes/lane.ts';
import type { RecipeRun } from '../../hosts/index.ts';
import { type Kernel, Queue, type Statement, type Work, withinGrace } from '../kernel/index.ts';
import { goldenInt8Of } from './goldenInt8.ts';
import { selfCheckFault } from './goldenProbe.ts';
import {
  type Choice,
  CPU,
  candidateProviders,
  chooseProvider,
  INT8,
  type Probe,
  reasonOn,
  shortened,
} from './ladder.ts';
import type { LanePool } from './lanePool.ts';
import type { MachineIdentity } from './machineIdentity.ts';
import type { ProviderMemory } from './providerMemory.ts';
import { providerStatements, RecipeProvider, rememberedChoice } from './recipeProvider.ts';
import type { Execution } from './runningLane.ts';
import type { UsableRecipe } from './usableRecipes.ts';

/** What a recipe runs on now, and what the CPU is called. */
export interface RecipeExecution extends Execution {
  readonly cpu: string;
}

export interface ProviderChoicesNeeds {
  readonly pool: Pick<LanePool, 'prepare' | 'retain' | 'golden' | 'runtime' | 'split'>;
  readonly memory: ProviderMemory;
  readonly identify: (runtimeVersion: string) => Promise<MachineIdentity>;
  readonly probeFor: (recipe: UsableRecipe, signal: AbortSignal) => Probe;
  /** `auto`, or the provider that the settings name. */
  readonly wished: () => string;
  /** The provider that the environment names; nothing is checked then. */
  readonly override: string | null;
  readonly selfCheckEveryMs?: number;
  /** A recipe is computed on another provider from now on. */
  readonly onChanged?: (recipe: UsableRecipe['recipe'], before: Choice, after: Choice) => void;
}

/** ONNX Runtime as the lanes have loaded it, and the machine below it. */
interface Surroundings {
  readonly runtime: LaneRuntime;
  readonly machine: MachineIdentity;
}

/** Lanes of tests may not tell what they are. */
const UNTOLD: LaneRuntime = { version: 'unknown', offeredProviders: [CPU] };

const SELF_CHECK_EVERY_MS = 4 * 60 * 60 * 1000;
const WRITING_GRACE_MS = 1000;

/** What each recipe runs on: what was found out before, and what is found out in the background, one check after the other. */
export class ProviderChoices {
  readonly #kernel: Pick<Kernel, 'changed' | 'report'>;
  readonly #needs: ProviderChoicesNeeds;
  readonly #work: Work;
  readonly #checks = new Queue();
  /** By the folders of their recipes. */
  readonly #adopted = new Map<string, RecipeProvider>();
  #surroundings: Surroundings | null = null;

  constructor(kernel: Pick<Kernel, 'changed' | 'report' | 'work'>, needs: ProviderChoicesNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#work = kernel.work();
    this.#work.repeat(needs.selfCheckEveryMs ?? SELF_CHECK_EVERY_MS, () => {
      for (const adopted of this.#adopted.values()) this.#later(() => this.#selfCheck(adopted));
    });
  }

  /** Before a recipe judges: what was found out before, else the CPU, while the others are checked in the background. */
  async adopt(recipe: UsableRecipe): Promise<RecipeRun> {
    const { override, memory, wished } = this.#needs;
    const adopted = new RecipeProvider(recipe, override);
    const { machine, runtime } = await this.#find();
    this.#adopted.set(recipe.folder, adopted);
    if (override !== null) return adopted.run;
    const choice = rememberedChoice(memory, machine, { graph: adopted.graph, wished: wished() });
    if (choice !== null) {
      adopted.choose(choice, wished());
      this.#later(() => this.#selfCheck(adopted));
    } else if (candidateProviders(wished(), runtime.offeredProviders, adopted.hasInt8).length === 0) {
      await this.#check(adopted);
    } else {
      this.#later(() => this.#check(adopted));
    }
    this.#kernel.changed();
    return adopted.run;
  }

  /** These are all the recipes that are in use. */
  retain(recipes: readonly UsableRecipe[]): void {
    const folders = new Set(recipes.map(({ folder }) => folder));
    for (const folder of [...this.#adopted.keys()]) if (!folders.has(folder)) this.#adopted.delete(folder);
    this.#retainAdopted();
  }

  /** Null where the recipe was not adopted. */
  executionOf(recipeFolder: string): RecipeExecution | null {
    const adopted = this.#adopted.get(recipeFolder);
    if (adopted === undefined || this.#surroundings === null) return null;
    const { processor, graphics } = this.#surroundings.machine;
    const { threads } = this.#needs.pool.split;
    const cpu = `${processor}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
    const { provider, reason } = adopted.choice;
    return {
      provider,
      reason,
      cpu,
      device: provider === CPU || provider === INT8 ? cpu : graphics.join(' or ') || null,
    };
  }

  /** The provider failed where the CPU did not: it is given up for this recipe, and remembered as failed. */
  failed(recipeFolder: string, provider: string, cause: Detail): void {
    const { memory, override, wished, pool } = this.#needs;
    const adopted = this.#adopted.get(recipeFolder);
    const known = this.#surroundings;
    if (adopted === undefined || adopted.choice.provider !== provider || known === null || override !== null) return;
    const reason = typeof cause === 'string' ? shortened(cause) : cause;
    const [before, choice] = [adopted.run, adopted.choice];
    const failed: ErrorFact = { code: 'execution.failed', details: { provider, reason } };
    const onCpu = { provider: CPU, reason: reasonOn(CPU, failed), refusal: null, reference: null };
    adopted.choose(onCpu, wished());
    this.#needs.onChanged?.(adopted.recipe.recipe, choice, onCpu);
    const { id, name } = adopted.recipe.recipe;
    const failure = { provider, recipe: name, reason, failedAt: now() };
    this.#remember(memory.rememberFailure({ machine: known.machine.key, graph: adopted.graph, ...failure }));
    this.#kernel.report(new SigmalineError('provider.failed', { recipe: id, provider, reason }));
    this.#kernel.changed();
    this.#later(async () => {
      await pool.prepare(adopted.run, before);
      this.#retainAdopted();
    });
    // Another graphics interface may do what this one cannot.
    const others = candidateProviders(wished(), known.runtime.offeredProviders, adopted.hasInt8);
    if (others.some((other) => other !== provider)) this.#later(() => this.#check(adopted));
  }

  /** The provider may have failed; with the second time it has. */
  suspected(recipeFolder: string, provider: string, reason: Detail): void {
    const adopted = this.#adopted.get(recipeFolder);
    if (adopted?.choice.provider === provider && adopted.suspect()) this.failed(recipeFolder, provider, reason);
  }

  /** Forgets what failed and checks everything again. */
  retry(): void {
    this.#remember(this.#needs.memory.forgetChoices());
    this.settingsChanged();
    this.#kernel.changed();
  }

  /** The settings may name another provider. */
  settingsChanged(): void {
    if (this.#needs.override !== null) return;
    for (const adopted of this.#adopted.values()) this.#later(() => this.#check(adopted));
  }

  /** Providers that were given up, or that the settings name in vain. */
  statements(): readonly Statement[] {
    const { memory, wished } = this.#needs;
    const known = this.#surroundings;
    const ofRecipes = known === null || wished() === CPU ? [] : [...this.#adopted.values()];
    return [
      ...memory.statements(),
      ...ofRecipes.flatMap((adopted) => (known === null ? [] : providerStatements(adopted, memory, known.machine))),
    ];
  }

  /** Waits for what is being remembered, and for no check. */
  async stop(): Promise<void> {
    await this.#work.stop(0);
    await withinGrace(this.#needs.memory.written(), WRITING_GRACE_MS);
  }

  /** Work that holds up nobody. */
  #later(check: () => Promise<void>): void {
    this.#work.do(() => this.#checks.run(() => (this.#work.isStopped ? undefined : check())));
  }

  /** Waits until a lane has started. */
  async #find(): Promise<Surroundings> {
    if (this.#surroundings !== null) return this.#surroundings;
    const runtime = (await this.#needs.pool.runtime()) ?? UNTOLD;
    this.#surroundings = { runtime, machine: await this.#needs.identify(runtime.version) };
    return this.#surroundings;
  }

  #isCurrent(adopted: RecipeProvider): boolean {
    return !this.#work.isStopped && this.#adopted.get(adopted.recipe.folder) === adopted;
  }

  async #check(adopted: RecipeProvider): Promise<void> {
    if (!this.#isCurrent(adopted)) return;
    const { memory, probeFor } = this.#needs;
    const { machine, runtime } = await this.#find();
    const { graph } = adopted;
    const wished = this.#needs.wished();
    const failures = memory.failures(machine.key, graph);
    const choice = await chooseProvider({
      wished,
      offered: runtime.offeredProviders,
      failed: new Map(failures.map(({ provider, reason }) => [provider, reason])),
      goldenInt8: await goldenInt8Of(adopted.recipe),
      probe: probeFor(adopted.recipe, this.#work.signal),
    });
    if (!this.#isCurrent(adopted)) return;
    const key = { machine: machine.key, graph, wished };
    this.#remember(memory.rememberChoice({ ...key, ...mutable(choice), checkedAt: now() }));
    await this.#change(adopted, choice);
  }

  /** The lanes are ready for the new provider before an image is given to it. */
  async #change(adopted: RecipeProvider, choice: Choice): Promise<void> {
    const before = adopted.run;
    if (choice.provider !== adopted.choice.provider) {
      await this.#needs.pool.prepare({ ...before, executionProvider: choice.provider }, before);
      if (!this.#isCurrent(adopted)) return;
    }
    const earlier = adopted.choice;
    adopted.choose(choice, this.#needs.wished());
    if (choice.provider !== earlier.provider) this.#needs.onChanged?.(adopted.recipe.recipe, earlier, choice);
    this.#retainAdopted();
    this.#kernel.changed();
  }

  async #selfCheck(adopted: RecipeProvider): Promise<void> {
    if (!this.#isCurrent(adopted)) return;
    const { provider } = adopted.choice;
    const fault = await selfCheckFault(adopted, this.#needs.pool);
    if (fault !== null && this.#isCurrent(adopted)) this.failed(adopted.recipe.folder, provider, fault);
  }

  /** What could not be written is known until the station stops; only the next start has to find it out again. */
  #remember(written: Promise<void>): void {
    written.catch(this.#kernel.report);
  }

  #retainAdopted(): void {
    this.#needs.pool.retain([...this.#adopted.values()].map(({ run }) => run));
  }
}

function mutable({ reference, ...choice }: Choice) {
  return { ...choice, reference: reference === null ? null : [...reference] };
}

function now(): string {
  return new Date().toISOString();
}
