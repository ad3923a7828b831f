import {
  type ErrorFact,
  type Inspection,
  type ProposedRecipe,
  type RecipeId,
  SigmalineError,
  type SourceId,
} from '../../../shared/domain/index.ts';
import type { Kernel, Repeated, Work } from '../kernel/index.ts';
import type { QuietLane } from '../lanes/index.ts';
import type { Recipes } from '../recipes/index.ts';
import type { OriginalImageFinder } from '../records/index.ts';
import { judgingRecipes } from './recipeChanges.ts';

export interface RecipeProposalsNeeds {
  readonly recipes: { readonly store: Pick<Recipes['store'], 'list' | 'load'> };
  readonly findOriginal: OriginalImageFinder;
  readonly lane: Pick<QuietLane, 'judge'>;
  /** Whether parts wait to be judged. */
  readonly isBusy: () => boolean;
  /** Between two looks whether parts wait. */
  readonly everyMs?: number;
}

/** What is asked about a source. */
interface Question {
  /** The last image of it that looks like another product. */
  record: Inspection;
  /** Null until every other recipe has said something. */
  answer: { readonly tried: number; readonly best: ProposedRecipe | null } | null;
}

const LOOK_EVERY_MS = 500;
/** The list of recipes is read from the disk. */
const LOOKS_BETWEEN_CHECKS = 10;

/**
 * Asks which other recipe of the station an image fits that looks like another product to its own: the quiet lane judges it by each of them, one after the
 * other, and none begins while a part waits. A recipe is proposed if the image passes by it; where several do, the one with the lowest score, as scores are
 * in sigma of each recipe's own good parts. It changes nothing by itself. docs/decisions/0076
 */
export class RecipeProposals {
  readonly #kernel: Kernel;
  readonly #needs: RecipeProposalsNeeds;
  readonly #work: Work;
  readonly #looking: Repeated;
  readonly #questions = new Map<SourceId, Question>();
  #looks = 0;

  constructor(kernel: Kernel, needs: RecipeProposalsNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    this.#work = kernel.work();
    this.#looking = this.#work.repeat(needs.everyMs ?? LOOK_EVERY_MS, () => this.#answerNext());
  }

  /** An image looks like another product. As long as that goes on it is asked about once, by the newest that is there when the lane has time. */
  ask(record: Inspection): void {
    const question = this.#questions.get(record.sourceId);
    if (question === undefined) this.#questions.set(record.sourceId, { record, answer: null });
    else if (question.answer === null) question.record = record;
    if (question === undefined) this.#looking.wake();
  }

  /** Its images do not look like another product any more, or another recipe judges them. */
  forget(source: SourceId): void {
    this.#questions.delete(source);
  }

  of(source: SourceId): ProposedRecipe | null {
    return this.#questions.get(source)?.answer?.best ?? null;
  }

  /** What to do about images that look like another product, as far as it is known. */
  adviceFor(source: SourceId): ErrorFact {
    const answer = this.#questions.get(source)?.answer ?? null;
    if (answer === null || answer.tried === 0) return { code: 'line.check-recipe', details: {} };
    if (answer.best === null) return { code: 'line.no-recipe-fits', details: { count: answer.tried } };
    const { name, number, score, limit } = answer.best;
    return {
      code: 'line.recipe-fits',
      details: { recipe: name, number, score: score.toFixed(1), limit: limit.toFixed(1) },
    };
  }

  stop(): Promise<void> {
    return this.#work.stop(0);
  }

  async #answerNext(): Promise<void> {
    await this.#askAnewAboutRetired();
    const next = [...this.#questions].find(([, { answer }]) => answer === null);
    if (next === undefined || this.#needs.isBusy()) return;
    const [source, question] = next;
    const { record } = question;
    const imagePath = await this.#needs.findOriginal(record);
    const fitting: ProposedRecipe[] = [];
    let tried = 0;
    if (imagePath !== null) {
      for (const { id, name } of await judgingRecipes(this.#needs.recipes.store)) {
        if (id === record.recipeId) continue;
        if (!(await this.#isTime(source, question))) return;
        const found = await this.#judge(id, imagePath);
        tried += 1;
        if (found !== null) fitting.push({ id, name, number: record.number, ...found });
      }
    }
    const [best = null] = fitting.sort((one, other) => one.score - other.score);
    question.answer = { tried, best };
    this.#kernel.changed();
  }

  /** One that was proposed may have been retired, or removed, since: a touch on it would only be refused. */
  async #askAnewAboutRetired(): Promise<void> {
    this.#looks += 1;
    const proposed = [...this.#questions.values()].filter(({ answer }) => (answer?.best ?? null) !== null);
    if (proposed.length === 0 || this.#looks % LOOKS_BETWEEN_CHECKS !== 0) return;
    const judging = new Set((await judgingRecipes(this.#needs.recipes.store)).map(({ id }) => id));
    for (const question of proposed) {
      const best = question.answer?.best ?? null;
      if (best === null || judging.has(best.id)) continue;
      question.answer = null;
      this.#kernel.changed();
    }
  }

  /** Waits while parts wait. @returns false where nobody asks any more */
  async #isTime(source: SourceId, question: Question): Promise<boolean> {
    while (this.#questions.get(source) === question && this.#needs.isBusy()) {
      if (!(await this.#work.pause(this.#needs.everyMs ?? LOOK_EVERY_MS))) return false;
    }
    return this.#questions.get(source) === question && !this.#work.isStopped;
  }

  /** @returns null where the image does not pass by the recipe, or cannot be judged by it */
  async #judge(id: RecipeId, imagePath: string): Promise<Pick<ProposedRecipe, 'score' | 'limit'> | null> {
    try {
      const stored = await this.#needs.recipes.store.load(id);
      const { result, recipe, judgement } = await this.#needs.lane.judge(stored, imagePath, null, null);
      if (judgement.verdict !== 'pass' || recipe.limits === null) return null;
      return { score: result.score, limit: recipe.limits.fail };
    } catch (thrown) {
      // A part that this recipe does not find in the image is no part of it.
      if (!(thrown instanceof SigmalineError)) throw thrown;
      return null;
    }
  }
}
