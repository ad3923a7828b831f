import { SigmalineError } from '../../../shared/domain/index.ts';
import type { RecipeRun } from '../../hosts/index.ts';
import { type Background, createBackground } from './background.ts';
import { type Choice, CPU, candidateProviders, chooseProvider, type Probe, shortened } from './ladder.ts';
import type { LanePool } from './lanePool.ts';
import type { MachineIdentity } from './machineIdentity.ts';
import type { ProviderMemory } from './providerMemory.ts';
import { providerWarnings, RecipeProvider, rememberedChoice } from './recipeProvider.ts';
import type { Execution } from './runningLane.ts';
import { selfCheckFault } from './selfCheck.ts';
import { createSurroundingsFinder, type SurroundingsFinder } from './surroundings.ts';
import type { UsableRecipe } from './usableRecipes.ts';

/** What a recipe runs on now, and what the CPU is called. */
export interface RecipeExecution extends Execution {
  readonly cpu: string;
}

export interface ProviderChoices {
  /** Before a recipe judges: what was found out before, else the CPU, while the others are checked in the background. */
  adopt(recipe: UsableRecipe): Promise<RecipeRun>;
  /** These are all the recipes that are in use. */
  retain(recipes: readonly UsableRecipe[]): void;
  /** Null where the recipe was not adopted. */
  executionOf(recipeFolder: string): RecipeExecution | null;
  /** The provider failed where the CPU did not: it is given up for this recipe, and remembered as failed. */
  failed(recipeFolder: string, provider: string, reason: string): void;
  /** The provider may have failed; with the second time it has. */
  suspected(recipeFolder: string, provider: string, reason: string): void;
  /** Forgets what failed and checks everything again. */
  retry(): void;
  /** The settings may name another provider. */
  settingsChanged(): void;
  /** Sentences on providers that were given up, or that the settings name in vain. */
  warnings(): string[];
  close(): void;
}

export interface ProviderChoicesOptions {
  readonly pool: Pick<LanePool, 'prepare' | 'retain' | 'golden' | 'runtime'>;
  readonly memory: ProviderMemory;
  readonly identify: (runtimeVersion: string) => Promise<MachineIdentity>;
  readonly probeFor: (recipe: UsableRecipe, signal: AbortSignal) => Probe;
  /** `auto`, or the provider that the settings name. */
  readonly wished: () => string;
  /** The provider that the environment names; nothing is checked then. */
  readonly override: string | null;
  readonly threads: () => number;
  readonly onChanged: () => void;
  readonly onTrouble: (error: unknown) => void;
  readonly selfCheckEveryMs?: number;
}

const SELF_CHECK_EVERY_MS = 4 * 60 * 60 * 1000;

export function createProviderChoices(options: ProviderChoicesOptions): ProviderChoices {
  return new Choices(options);
}

class Choices implements ProviderChoices {
  readonly #options: ProviderChoicesOptions;
  /** By the folders of their recipes. */
  readonly #adopted = new Map<string, RecipeProvider>();
  readonly #surroundings: SurroundingsFinder;
  readonly #closing = new AbortController();
  readonly #background: Background;
  readonly #clock: NodeJS.Timeout;

  constructor(options: ProviderChoicesOptions) {
    this.#options = options;
    this.#surroundings = createSurroundingsFinder(options.pool, options.identify);
    this.#background = createBackground(this.#closing.signal, options.onTrouble);
    this.#clock = setInterval(() => {
      for (const adopted of this.#adopted.values()) this.#background.later(() => this.#selfCheck(adopted));
    }, options.selfCheckEveryMs ?? SELF_CHECK_EVERY_MS);
  }

  async adopt(recipe: UsableRecipe): Promise<RecipeRun> {
    const { override, memory, wished, onChanged } = this.#options;
    const adopted = new RecipeProvider(recipe, override);
    const { machine, runtime } = await this.#surroundings.find();
    this.#adopted.set(recipe.folder, adopted);
    if (override !== null) return adopted.run;
    const choice = rememberedChoice(memory, machine, { graph: adopted.graph, wished: wished() });
    if (choice !== null) {
      adopted.choose(choice, wished());
      this.#background.later(() => this.#selfCheck(adopted));
    } else if (candidateProviders(wished(), runtime.offeredProviders).length === 0) {
      await this.#check(adopted);
    } else {
      this.#background.later(() => this.#check(adopted));
    }
    onChanged();
    return adopted.run;
  }

  retain(recipes: readonly UsableRecipe[]): void {
    const folders = new Set(recipes.map(({ folder }) => folder));
    for (const folder of [...this.#adopted.keys()]) if (!folders.has(folder)) this.#adopted.delete(folder);
    this.#retainAdopted();
  }

  executionOf(recipeFolder: string): RecipeExecution | null {
    const adopted = this.#adopted.get(recipeFolder);
    const known = this.#surroundings.known();
    if (adopted === undefined || known === null) return null;
    const { processor, graphics } = known.machine;
    const threads = this.#options.threads();
    const cpu = `${processor}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
    const { provider, reason } = adopted;
    return { provider, reason, cpu, device: provider === CPU ? cpu : graphics.join(' or ') || null };
  }

  failed(recipeFolder: string, provider: string, cause: string): void {
    const { memory, override, wished, onChanged, onTrouble } = this.#options;
    const adopted = this.#adopted.get(recipeFolder);
    const known = this.#surroundings.known();
    if (adopted === undefined || adopted.provider !== provider || known === null || override !== null) return;
    const reason = shortened(cause);
    const before = adopted.run;
    const onCpu = { provider: CPU, reason: `cpu: ${provider} failed (${reason})`, refusal: null, reference: null };
    adopted.choose(onCpu, wished());
    const { id, name } = adopted.recipe.recipe;
    const failure = { provider, recipe: name, reason, failedAt: now() };
    this.#remember(memory.rememberFailure({ machine: known.machine.key, graph: adopted.graph, ...failure }));
    onTrouble(new SigmalineError('provider.failed', { recipe: id, provider, reason }));
    onChanged();
    this.#background.later(async () => {
      await this.#options.pool.prepare(adopted.run, before);
      this.#retainAdopted();
    });
    // Another graphics interface may do what this one cannot.
    const others = candidateProviders(wished(), known.runtime.offeredProviders);
    if (others.some((other) => other !== provider)) this.#background.later(() => this.#check(adopted));
  }

  suspected(recipeFolder: string, provider: string, reason: string): void {
    const adopted = this.#adopted.get(recipeFolder);
    if (adopted?.provider === provider && adopted.suspect()) this.failed(recipeFolder, provider, reason);
  }

  retry(): void {
    this.#remember(this.#options.memory.forgetChoices());
    this.settingsChanged();
    this.#options.onChanged();
  }

  settingsChanged(): void {
    if (this.#options.override === null) this.#checkAll();
  }

  warnings(): string[] {
    const { memory, wished } = this.#options;
    const known = this.#surroundings.known();
    const isSilent = known === null || wished() === CPU;
    return [
      ...(memory.warning === null ? [] : [memory.warning]),
      ...(isSilent
        ? []
        : [...this.#adopted.values()].flatMap((adopted) => providerWarnings(adopted, memory, known.machine))),
    ];
  }

  close(): void {
    this.#closing.abort();
    clearInterval(this.#clock);
  }

  #isCurrent(adopted: RecipeProvider): boolean {
    return !this.#closing.signal.aborted && this.#adopted.get(adopted.recipe.folder) === adopted;
  }

  async #check(adopted: RecipeProvider): Promise<void> {
    if (!this.#isCurrent(adopted)) return;
    const { memory, probeFor } = this.#options;
    const { machine, runtime } = await this.#surroundings.find();
    const { graph } = adopted;
    const wished = this.#options.wished();
    const failures = memory.failures(machine.key, graph);
    const choice = await chooseProvider({
      wished,
      offered: runtime.offeredProviders,
      failed: new Map(failures.map(({ provider, reason }) => [provider, reason])),
      probe: probeFor(adopted.recipe, this.#closing.signal),
    });
    if (!this.#isCurrent(adopted)) return;
    const key = { machine: machine.key, graph, wished };
    this.#remember(memory.rememberChoice({ ...key, ...mutable(choice), checkedAt: now() }));
    await this.#change(adopted, choice);
  }

  /** The lanes are ready for the new provider before an image is given to it. */
  async #change(adopted: RecipeProvider, choice: Choice): Promise<void> {
    const before = adopted.run;
    if (choice.provider !== adopted.provider) {
      await this.#options.pool.prepare({ ...before, executionProvider: choice.provider }, before);
      if (!this.#isCurrent(adopted)) return;
    }
    adopted.choose(choice, this.#options.wished());
    this.#retainAdopted();
    this.#options.onChanged();
  }

  async #selfCheck(adopted: RecipeProvider): Promise<void> {
    if (!this.#isCurrent(adopted)) return;
    const { provider } = adopted;
    const fault = await selfCheckFault(adopted, this.#options.pool);
    if (fault !== null) this.failed(adopted.recipe.folder, provider, fault);
  }

  /** What could not be written is known until the station stops; only the next start has to find it out again. */
  #remember(written: Promise<void>): void {
    written.catch(this.#options.onTrouble);
  }

  #retainAdopted(): void {
    this.#options.pool.retain([...this.#adopted.values()].map(({ run }) => run));
  }

  #checkAll(): void {
    for (const adopted of this.#adopted.values()) this.#background.later(() => this.#check(adopted));
  }
}

function mutable({ reference, ...choice }: Choice) {
  return { ...choice, reference: reference === null ? null : [...reference] };
}

function now(): string {
  return new Date().toISOString();
}
