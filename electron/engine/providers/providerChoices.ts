import { SigmalineError } from '../../../shared/domain/index.ts';
import type { GoldenOutput, LaneRuntime } from '../../../shared/processes/lane.ts';
import { LaneJobError, type RecipeRun } from '../../hosts/index.ts';
import type { Execution, LanePool, UsableRecipe } from '../inspection/index.ts';
import { agreementOf } from './agreement.ts';
import { CPU, candidateProviders } from './candidates.ts';
import { type Choice, chooseProvider, type Probe, reasonOf, shortened } from './ladder.ts';
import type { MachineIdentity } from './machineIdentity.ts';
import type { ProviderMemory } from './providerMemory.ts';

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
  retry(): Promise<void>;
  /** The settings may name another provider. */
  settingsChanged(): void;
  /** The recipe that was adopted first, with what it runs on; null while that is being checked, or where the lanes do not tell what they are. */
  settled(): SettledRecipe | null;
  /** Sentences on providers that were given up, or that the settings name in vain. */
  warnings(): string[];
  close(): void;
}

export interface SettledRecipe {
  readonly machine: string;
  readonly graph: string;
  readonly provider: string;
  readonly run: RecipeRun;
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

interface Entry {
  readonly recipe: UsableRecipe;
  provider: string;
  reason: string;
  refusal: { readonly provider: string; readonly reason: string } | null;
  reference: readonly GoldenOutput[] | null;
  suspicions: number;
}

interface Surroundings {
  readonly runtime: LaneRuntime;
  readonly machine: MachineIdentity;
}

const SELF_CHECK_EVERY_MS = 4 * 60 * 60 * 1000;
const SUSPICIONS_UNTIL_FAILED = 2;
/** A machine on which nothing but the CPU could be used is looked at again after a while: a driver may have been busy. */
const REFUSALS_HOLD_MS = 7 * 24 * 60 * 60 * 1000;
const UNKNOWN_VERSION = 'unknown';
const NOT_CHECKED = 'cpu: the other providers are being checked';

export function createProviderChoices(options: ProviderChoicesOptions): ProviderChoices {
  const { pool, memory, override, onChanged, onTrouble } = options;
  const entries = new Map<string, Entry>();
  const closing = new AbortController();
  let known: Surroundings | null = null;
  let background: Promise<void> = Promise.resolve();

  async function surroundings(): Promise<Surroundings> {
    const runtime = (await pool.runtime()) ?? { version: UNKNOWN_VERSION, offeredProviders: [CPU] };
    known ??= { runtime, machine: await options.identify(runtime.version) };
    return known;
  }

  const isCurrent = (entry: Entry): boolean => !closing.signal.aborted && entries.get(entry.recipe.folder) === entry;

  /** One thing after the other, and nothing of it holds up the line. */
  function later(work: () => Promise<void>): void {
    background = background
      .then(() => (closing.signal.aborted ? undefined : work()))
      .catch((thrown: unknown) => {
        if (!closing.signal.aborted) onTrouble(thrown);
      });
  }

  async function adopt(recipe: UsableRecipe): Promise<RecipeRun> {
    const entry: Entry = {
      recipe,
      provider: override ?? CPU,
      reason: override === null ? NOT_CHECKED : `${override}: named by SIGMALINE_LANE_PROVIDER`,
      refusal: null,
      reference: null,
      suspicions: 0,
    };
    const { machine, runtime } = await surroundings();
    entries.set(recipe.folder, entry);
    if (override !== null) return runOf(entry);
    const choice = remembered(entry, machine);
    if (choice !== null) {
      assign(entry, choice);
      later(() => selfCheck(entry));
    } else if (candidateProviders(options.wished(), runtime.offeredProviders).length === 0) {
      await check(entry);
    } else {
      later(() => check(entry));
    }
    onChanged();
    return runOf(entry);
  }

  /** What was found out before, where it still holds. */
  function remembered(entry: Entry, machine: MachineIdentity): Choice | null {
    const graph = graphOf(entry);
    const choice = memory.choice({ machine: machine.key, graph, wished: options.wished() });
    if (choice === null) return null;
    const failures = memory.failures(machine.key, graph);
    if (failures.some(({ provider }) => provider === choice.provider)) return null;
    const isOld = Date.now() - Date.parse(choice.checkedAt) > REFUSALS_HOLD_MS;
    return choice.provider === CPU && isOld ? null : choice;
  }

  async function check(entry: Entry): Promise<void> {
    if (!isCurrent(entry)) return;
    const { machine, runtime } = await surroundings();
    const graph = graphOf(entry);
    const wished = options.wished();
    const failures = memory.failures(machine.key, graph);
    const choice = await chooseProvider({
      wished,
      offered: runtime.offeredProviders,
      failed: new Map(failures.map(({ provider, reason }) => [provider, reason])),
      probe: options.probeFor(entry.recipe, closing.signal),
    });
    if (!isCurrent(entry)) return;
    remember(memory.rememberChoice({ machine: machine.key, graph, wished, ...mutable(choice), checkedAt: now() }));
    await change(entry, choice);
  }

  /** The lanes are ready for the new provider before an image is given to it. */
  async function change(entry: Entry, choice: Choice): Promise<void> {
    const before = runOf(entry);
    if (choice.provider !== entry.provider) {
      await pool.prepare({ ...before, executionProvider: choice.provider }, before);
      if (!isCurrent(entry)) return;
    }
    assign(entry, choice);
    retainAll();
    onChanged();
  }

  function assign(entry: Entry, { provider, reason, refusal, reference }: Choice): void {
    entry.provider = provider;
    entry.reason = reason;
    entry.reference = reference;
    entry.refusal = refusal === null ? null : { provider: options.wished(), reason: refusal };
    entry.suspicions = 0;
  }

  /** A device that judges otherwise than when it was checked is as bad as one that fails. */
  async function selfCheck(entry: Entry): Promise<void> {
    const { provider, reference } = entry;
    if (!isCurrent(entry) || provider === CPU || reference === null) return;
    try {
      const { runs } = await pool.golden({ kind: 'golden', ...runOf(entry), runs: 1 });
      const agreement = agreementOf(reference, runs[0]?.outputs ?? []);
      if (!agreement.agrees) failed(entry.recipe.folder, provider, `the check at regular times: ${agreement.reason}`);
    } catch (thrown) {
      const isItsFault = thrown instanceof LaneJobError && thrown.code !== 'lane.start';
      if (isItsFault) failed(entry.recipe.folder, provider, `the check at regular times: ${reasonOf(thrown)}`);
      else throw thrown;
    }
  }

  function failed(recipeFolder: string, provider: string, cause: string): void {
    const entry = entries.get(recipeFolder);
    if (entry === undefined || entry.provider !== provider || known === null || override !== null) return;
    const reason = shortened(cause);
    const before = runOf(entry);
    assign(entry, { provider: CPU, reason: `cpu: ${provider} failed (${reason})`, refusal: null, reference: null });
    const { id, name } = entry.recipe.recipe;
    const failure = {
      machine: known.machine.key,
      graph: graphOf(entry),
      provider,
      recipe: name,
      reason,
      failedAt: now(),
    };
    remember(memory.rememberFailure(failure));
    onTrouble(new SigmalineError('provider.failed', { recipe: id, provider, reason }));
    onChanged();
    later(async () => {
      await pool.prepare(runOf(entry), before);
      retainAll();
    });
    // Another graphics interface may do what this one cannot.
    const others = candidateProviders(options.wished(), known.runtime.offeredProviders);
    if (others.some((other) => other !== provider)) later(() => check(entry));
  }

  /** What could not be written is known until the station stops; only the next start has to find it out again. */
  function remember(written: Promise<void>): void {
    written.catch(onTrouble);
  }

  function retainAll(): void {
    pool.retain([...entries.values()].map(runOf));
  }

  function checkAll(): void {
    for (const entry of entries.values()) later(() => check(entry));
  }

  function warningsOf({ recipe, refusal, ...entry }: Entry): string[] {
    const { name } = recipe.recipe;
    if (known === null || options.wished() === CPU) return [];
    const failures = memory.failures(known.machine.key, recipe.recipe.graph.sha256);
    const given = failures.filter(({ provider }) => provider !== entry.provider);
    return [
      ...given.map(({ provider, reason }) => new SigmalineError('provider.failed', { recipe: name, provider, reason })),
      ...(refusal !== null && given.length === 0
        ? [new SigmalineError('provider.refused', { recipe: name, ...refusal })]
        : []),
    ].map(({ message }) => message);
  }

  const clock = setInterval(() => {
    for (const entry of entries.values()) later(() => selfCheck(entry));
  }, options.selfCheckEveryMs ?? SELF_CHECK_EVERY_MS);

  return {
    adopt,
    retain(recipes) {
      const folders = new Set(recipes.map(({ folder }) => folder));
      for (const folder of [...entries.keys()]) if (!folders.has(folder)) entries.delete(folder);
      retainAll();
    },
    executionOf(recipeFolder) {
      const entry = entries.get(recipeFolder);
      if (entry === undefined || known === null) return null;
      const { processor, graphics } = known.machine;
      const threads = options.threads();
      const cpu = `${processor}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
      const { provider, reason } = entry;
      return { provider, reason, cpu, device: provider === CPU ? cpu : graphics.join(' or ') || null };
    },
    failed,
    suspected(recipeFolder, provider, reason) {
      const entry = entries.get(recipeFolder);
      if (entry === undefined || entry.provider !== provider) return;
      entry.suspicions += 1;
      if (entry.suspicions >= SUSPICIONS_UNTIL_FAILED) failed(recipeFolder, provider, reason);
    },
    async retry() {
      await memory.forgetChoices();
      checkAll();
      onChanged();
    },
    settingsChanged() {
      if (override === null) checkAll();
    },
    settled() {
      const [entry] = entries.values();
      if (entry === undefined || known === null || known.runtime.version === UNKNOWN_VERSION) return null;
      if (entry.reason === NOT_CHECKED) return null;
      return { machine: known.machine.key, graph: graphOf(entry), provider: entry.provider, run: runOf(entry) };
    },
    warnings: () => [
      ...(memory.warning === null ? [] : [memory.warning]),
      ...[...entries.values()].flatMap((entry) => warningsOf(entry)),
    ],
    close() {
      closing.abort();
      clearInterval(clock);
    },
  };
}

function runOf({ recipe, provider }: Entry): RecipeRun {
  return { recipeFolder: recipe.folder, executionProvider: provider };
}

function graphOf({ recipe }: Entry): string {
  return recipe.recipe.graph.sha256;
}

function mutable({ reference, ...choice }: Choice) {
  return { ...choice, reference: reference === null ? null : [...reference] };
}

function now(): string {
  return new Date().toISOString();
}
