import type { Subject } from '../../../shared/domain/index.ts';
import type { GoldenOutput } from '../../../shared/processes/lane.ts';
import type { RecipeRun } from '../../hosts/index.ts';
import type { Statement } from '../kernel/index.ts';
import { type Choice, CPU } from './ladder.ts';
import type { MachineIdentity } from './machineIdentity.ts';
import type { ProviderMemory } from './providerMemory.ts';
import type { UsableRecipe } from './usableRecipes.ts';

const SUSPICIONS_UNTIL_FAILED = 2;

/** What one recipe runs on, and why. */
export class RecipeProvider {
  readonly recipe: UsableRecipe;
  #provider: string;
  #reason: string;
  #refusal: { readonly provider: string; readonly reason: string } | null = null;
  #reference: readonly GoldenOutput[] | null = null;
  #suspicions = 0;

  /** @param override the provider that the environment names; null where the CPU judges until a choice is made */
  constructor(recipe: UsableRecipe, override: string | null) {
    this.recipe = recipe;
    this.#provider = override ?? CPU;
    this.#reason =
      override === null
        ? 'cpu: the other providers are being checked'
        : `${override}: named by SIGMALINE_LANE_PROVIDER`;
  }

  get provider(): string {
    return this.#provider;
  }

  get reason(): string {
    return this.#reason;
  }

  /** The provider that the settings name in vain; null where they do not. */
  get refusal(): { readonly provider: string; readonly reason: string } | null {
    return this.#refusal;
  }

  /** What the CPU said of the golden pictures; null where nothing had to be compared. */
  get reference(): readonly GoldenOutput[] | null {
    return this.#reference;
  }

  get run(): RecipeRun {
    return { recipeFolder: this.recipe.folder, executionProvider: this.#provider };
  }

  get graph(): string {
    return this.recipe.recipe.graph.sha256;
  }

  /** @param wished what the settings said when it was chosen */
  choose({ provider, reason, refusal, reference }: Choice, wished: string): void {
    this.#provider = provider;
    this.#reason = reason;
    this.#refusal = refusal === null ? null : { provider: wished, reason: refusal };
    this.#reference = reference;
    this.#suspicions = 0;
  }

  /** @returns whether the suspicion is one too many */
  suspect(): boolean {
    this.#suspicions += 1;
    return this.#suspicions >= SUSPICIONS_UNTIL_FAILED;
  }
}

/** A machine on which nothing but the CPU could be used is looked at again after a while: a driver may have been busy. */
const REFUSALS_HOLD_MS = 7 * 24 * 60 * 60 * 1000;

/** What was found out before about the recipe of this graph; null where that was nothing, or holds no longer. */
export function rememberedChoice(
  memory: Pick<ProviderMemory, 'choice' | 'failures'>,
  { key: machine }: Pick<MachineIdentity, 'key'>,
  { graph, wished }: { readonly graph: string; readonly wished: string },
): Choice | null {
  const choice = memory.choice({ machine, graph, wished });
  if (choice === null) return null;
  if (memory.failures(machine, graph).some(({ provider }) => provider === choice.provider)) return null;
  const isOld = Date.now() - Date.parse(choice.checkedAt) > REFUSALS_HOLD_MS;
  return choice.provider === CPU && isOld ? null : choice;
}

/** Providers that were given up for a recipe, or the one that the settings name in vain. */
export function providerStatements(
  { recipe: { recipe }, graph, provider: used, refusal }: RecipeProvider,
  memory: Pick<ProviderMemory, 'failures'>,
  { key: machine }: Pick<MachineIdentity, 'key'>,
): readonly Statement[] {
  const subject: Subject = { kind: 'recipe', id: recipe.id };
  const givenUp = memory.failures(machine, graph).filter(({ provider }) => provider !== used);
  if (givenUp.length > 0) {
    const provider = givenUp.map((failure) => failure.provider).join(', ');
    const reason = givenUp.map((failure) => failure.reason).join('; ');
    const details = { recipe: recipe.name, provider, reason };
    return [{ code: 'provider.failed', details, subject, severity: 'warning' }];
  }
  if (refusal === null) return [];
  return [{ code: 'provider.refused', details: { recipe: recipe.name, ...refusal }, subject, severity: 'warning' }];
}
