import { isDue, type Subject } from '../../../shared/domain/index.ts';
import type { RecipeRun } from '../../hosts/index.ts';
import type { Statement } from '../kernel/index.ts';
import { type Choice, CPU, joined, reasonOn } from './ladder.ts';
import type { MachineIdentity } from './machineIdentity.ts';
import type { ProviderMemory } from './providerMemory.ts';
import type { UsableRecipe } from './usableRecipes.ts';

const SUSPICIONS_UNTIL_FAILED = 2;

/** What one recipe runs on, and why. */
export class RecipeProvider {
  readonly recipe: UsableRecipe;
  #choice: Choice;
  #wished = '';
  #suspicions = 0;

  /** @param override the provider that the environment names; null where the CPU judges until a choice is made */
  constructor(recipe: UsableRecipe, override: string | null) {
    this.recipe = recipe;
    const provider = override ?? CPU;
    const code = override === null ? 'execution.checking' : 'execution.environment';
    this.#choice = { provider, reason: reasonOn(provider, { code, details: {} }), refusal: null, reference: null };
  }

  get choice(): Choice {
    return this.#choice;
  }

  /** What the settings said when the choice was made. */
  get wished(): string {
    return this.#wished;
  }

  get run(): RecipeRun {
    return { recipeFolder: this.recipe.folder, executionProvider: this.#choice.provider };
  }

  get graph(): string {
    return this.recipe.recipe.graph.sha256;
  }

  get hasInt8(): boolean {
    return this.recipe.recipe.int8 !== undefined;
  }

  choose(choice: Choice, wished: string): void {
    this.#choice = choice;
    this.#wished = wished;
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
  const isOld = isDue(Date.parse(choice.checkedAt), REFUSALS_HOLD_MS, Date.now());
  return choice.provider === CPU && isOld ? null : choice;
}

/** Providers that were given up for a recipe, or the one that the settings name in vain. */
export function providerStatements(
  { recipe: { recipe }, graph, choice, wished }: RecipeProvider,
  memory: Pick<ProviderMemory, 'failures'>,
  { key: machine }: Pick<MachineIdentity, 'key'>,
): readonly Statement[] {
  const subject: Subject = { kind: 'recipe', id: recipe.id };
  const givenUp = memory.failures(machine, graph).filter(({ provider }) => provider !== choice.provider);
  if (givenUp.length > 0) {
    const provider = givenUp.map((failure) => failure.provider).join(', ');
    const reason = joined(givenUp.map((failure) => failure.reason)) ?? '';
    const details = { recipe: recipe.name, provider, reason };
    return [{ code: 'provider.failed', details, subject, severity: 'warning' }];
  }
  if (choice.refusal === null) return [];
  const details = { recipe: recipe.name, provider: wished, reason: choice.refusal };
  return [{ code: 'provider.refused', details, subject, severity: 'warning' }];
}
