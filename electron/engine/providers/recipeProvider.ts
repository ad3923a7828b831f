import type { GoldenOutput } from '../../../shared/processes/lane.ts';
import type { RecipeRun } from '../../hosts/index.ts';
import type { UsableRecipe } from '../inspection/index.ts';
import { CPU } from './candidates.ts';
import type { Choice } from './ladder.ts';

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
