import {
  type ErrorFact,
  type RecipeId,
  type SourceId,
  type SourceOptions,
  sourceSubject,
} from '../../../shared/domain/index.ts';
import { type Ledger, type LedgerQueue, RECIPE_UNKNOWN } from '../intake/index.ts';
import type { Statement } from '../kernel/index.ts';
import type { UsableRecipe, UsableRecipes } from '../lanes/index.ts';

export interface InspectedSource {
  readonly id: SourceId;
  readonly name: string;
  readonly folder: string;
  readonly recipeId: RecipeId;
  readonly options: Pick<SourceOptions, 'completion' | 'deadlineSeconds' | 'recipeByName'>;
}

export interface ReadyQueuesNeeds {
  readonly ledger: Pick<Ledger, 'waitingRecipes'>;
  readonly recipes: Pick<UsableRecipes, 'get'>;
  readonly sources: () => readonly InspectedSource[];
  readonly isReachable: (id: SourceId) => boolean;
  /** Where inspection is switched off: images that arrived since are recorded, whether anything could judge them or not. */
  readonly bypasses: { sinceOf(id: SourceId): string | null };
}

/** A source, and by which recipes its waiting files are to be judged. */
interface Waiting {
  readonly source: InspectedSource;
  readonly recipes: readonly LedgerQueue['recipeId'][];
}

/** Files of a source that can be recorded now: judged, or because of a by-pass without that. */
export interface Ready extends LedgerQueue {
  readonly source: InspectedSource;
  /** Null where none can be used. */
  readonly recipe: UsableRecipe | null;
}

/** Which waiting files can be judged: each by the recipe that was to judge it when it arrived, whichever its source has by now. */
export class ReadyQueues {
  readonly #needs: ReadyQueuesNeeds;
  readonly #isHeld: (id: SourceId) => boolean;
  /** Sources with files that arrived under a recipe which cannot be used now. */
  #kept: readonly Statement[] = [];

  constructor(needs: ReadyQueuesNeeds, isHeld: (id: SourceId) => boolean) {
    this.#needs = needs;
    this.#isHeld = isHeld;
  }

  statements(): readonly Statement[] {
    return this.#kept;
  }

  waiting(): readonly Waiting[] {
    const { ledger, sources } = this.#needs;
    return sources().map((source) => ({ source, recipes: ledger.waitingRecipes(source.id) }));
  }

  /** @param canJudge whether a lane is free; without one only what a by-pass keeps from being judged is ready */
  async ready(waiting: readonly Waiting[], canJudge: boolean): Promise<readonly Ready[]> {
    const ready: Ready[] = [];
    const kept: Statement[] = [];
    for (const { source, recipes } of waiting) {
      const isHeld = this.#isHeld(source.id);
      // Also asked for while nothing waits: lanes get ready for it.
      const current = await this.#needs.recipes.get(source.recipeId);
      for (const { recipeId } of source.options.recipeByName?.table ?? []) await this.#needs.recipes.get(recipeId);
      for (const recipeId of recipes) {
        // What is to become an error needs no recipe of its own.
        const isCurrent = recipeId === null || recipeId === RECIPE_UNKNOWN || recipeId === source.recipeId;
        const recipe = isCurrent ? current : await this.#needs.recipes.get(recipeId);
        if (recipe.kind === 'unusable' && !isCurrent) kept.push(keptBack(source, recipeId, recipe.problem));
        if (!this.#needs.isReachable(source.id)) continue;
        const queue = { source, sourceId: source.id, recipeId };
        const usable = recipe.kind === 'usable' ? recipe : null;
        const seenSince = this.#needs.bypasses.sinceOf(source.id);
        if (usable !== null && !isHeld && canJudge) ready.push({ ...queue, recipe: usable });
        // One that lanes get ready for is waited for: the record names it, so that the image can be judged by it later.
        else if (seenSince !== null && recipe.kind !== 'changing') ready.push({ ...queue, recipe: usable, seenSince });
      }
    }
    this.#kept = kept;
    return ready;
  }
}

function keptBack(source: InspectedSource, recipe: RecipeId, problem: ErrorFact): Statement {
  const isNamed = source.options.recipeByName?.table.some(({ recipeId }) => recipeId === recipe) ?? false;
  return {
    code: isNamed ? 'source.recipe-named' : 'source.recipe-before',
    details: { recipe, problem },
    subject: sourceSubject(source),
    severity: 'alarm',
  };
}
