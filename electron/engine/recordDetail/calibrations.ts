import { type Inspection, partScores, recipeRunBy, SigmalineError } from '../../../shared/domain/index.ts';
import type { RecipeStore } from '../recipes/index.ts';

/** What a calibration says of a part's score. */
export interface CalibrationFigures {
  /** The held-out scores of its good parts, rising: of each part the highest. */
  readonly scores: number[];
  readonly target: number | null;
}

/** Versions never change. */
const KEPT = 20;

/** The held-out scores of recipes' versions, read once. */
export class Calibrations {
  readonly #recipes: Pick<RecipeStore, 'load'>;
  readonly #known = new Map<string, CalibrationFigures>();

  constructor(recipes: Pick<RecipeStore, 'load'>) {
    this.#recipes = recipes;
  }

  /** Null where no recipe judged, or its version is gone or damaged. */
  async of({
    recipeId,
    recipeVersion,
    executionProvider,
  }: Pick<Inspection, 'recipeId' | 'recipeVersion' | 'executionProvider'>): Promise<CalibrationFigures | null> {
    if (recipeId === null || recipeVersion === null) return null;
    const name = `${recipeId}@${recipeVersion} ${executionProvider ?? ''}`;
    const known = this.#known.get(name) ?? (await this.#read(recipeId, recipeVersion, executionProvider));
    if (known === null) return null;
    this.#known.delete(name);
    this.#known.set(name, known);
    for (const oldest of this.#known.keys()) if (this.#known.size > KEPT) this.#known.delete(oldest);
    return known;
  }

  async #read(
    id: NonNullable<Inspection['recipeId']>,
    version: number,
    provider: string | null,
  ): Promise<CalibrationFigures | null> {
    try {
      const { recipe } = await this.#recipes.load(id, version);
      const { heldOut, limit } = recipeRunBy(recipe, provider ?? '');
      return { scores: partScores(heldOut).sort((one, other) => one - other), target: limit?.target ?? null };
    } catch (thrown) {
      if (thrown instanceof SigmalineError) return null;
      throw thrown;
    }
  }
}
