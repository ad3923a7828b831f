import type { Inspection, InspectionId } from '../../../shared/domain/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';

export type ComparedRecord = Pick<Inspection, 'number' | 'sourceId' | 'recipeId' | 'recipeVersion'>;

interface Candidate {
  readonly id: InspectionId;
  readonly score: number;
}

/** A source that judged nothing by the recipe for so many records has no part to compare with. */
const SEARCHED = 5000;
/** So many parts tell what an ordinary score is. */
const COMPARED = 200;
/** The image of the first may be gone. */
const OFFERED = 8;

/** Parts to compare one with: of the same source, recipe and version, so that light, position and scale are alike, and as ordinary as parts are. */
export class TypicalParts {
  readonly #before: Statement<Candidate>;
  readonly #after: Statement<Candidate>;

  constructor(database: StationDatabase) {
    const near = (side: '<' | '>', order: 'ASC' | 'DESC'): Statement<Candidate> =>
      database.prepare(
        `SELECT id, score FROM (
           SELECT id, score, verdict, source_id, recipe_id, recipe_version FROM inspection
           WHERE sequence ${side} :number ORDER BY sequence ${order} LIMIT ${SEARCHED})
         WHERE verdict = 'pass' AND source_id = :sourceId AND recipe_id = :recipeId AND recipe_version = :recipeVersion LIMIT ${COMPARED}`,
      );
    this.#before = near('<', 'DESC');
    this.#after = near('>', 'ASC');
  }

  /** The nearest to the median of their scores first. Those from before the part, and where there is none the next ones. */
  of({ number, sourceId, recipeId, recipeVersion }: ComparedRecord): InspectionId[] {
    if (recipeId === null || recipeVersion === null) return [];
    const asked = { number, sourceId, recipeId, recipeVersion };
    const before = this.#before.all(asked);
    const found = before.length > 0 ? before : this.#after.all(asked);
    const scores = found.map(({ score }) => score).sort((one, other) => one - other);
    const median = scores[Math.floor(scores.length / 2)] ?? 0;
    const distance = ({ score }: Candidate): number => Math.abs(score - median);
    return found
      .sort((one, other) => distance(one) - distance(other))
      .slice(0, OFFERED)
      .map(({ id }) => id);
  }
}
